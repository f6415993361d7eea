/** A lake whose names are written in mixed case, with analysts who read and engineers who own. */

import type { PolicySet } from "../../src/compiler/policy.ts";
import { account, region } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";

/** Written in mixed case by whoever made the catalog and the policies; Glue and Lake Formation keep lower case. */
export const catalog = {
  databases: [
    {
      name: "Claims",
      location: "s3://adw-claims/warehouse",
      tables: [
        { name: "Patients", columns: columns("SSN", "First", "City"), partitionKeys: columns("Year") },
        { name: "visits", columns: columns("id", "cost") },
        { name: "report", type: "view", columns: columns("id") },
      ],
    },
    { name: "default", tables: [] },
    { name: "scratch", location: "s3://adw-claims/scratch", tables: [{ name: "tmp", columns: columns("a") }] },
  ],
} as const;

function columns(...names: readonly string[]) {
  return names.map((name) => ({ name, type: "string" }));
}

export const roles = ["analyst", "Engineer", "outsider", "LakeRegistration", "other"];

interface Adjustment {
  readonly lake?: string;
  readonly groups?: readonly string[];
  readonly domain?: string;
}

export const analysts = (settings = "clearance: 2"): string => `kind: Group\nname: analysts\n${settings}\nprincipals: [{role: analyst}]`;
export const engineers = (domain = "Claims"): string =>
  `kind: Group\nname: engineers\nclearance: 1\naccess: own\ndomains: [${domain}]\nprincipals: [{role: Engineer}]`;

export function policySet({ lake = "", groups = [analysts(), engineers()], domain = "Claims" }: Adjustment = {}): PolicySet {
  return policies(
    `apiVersion: lakegrade/v1
kind: Lake
name: adw
account: "${account}"
region: ${region}
tag: Grade
domainTag: Domain
locations: [{path: "s3://adw-claims/warehouse", role: LakeRegistration}]
${lake}`,
    `kind: Classification
database: Claims
domain: ${domain}
default: 3
rules:
  - {match: "Patients.SSN", grade: 1}
  - {match: "*.{First,ID}", grade: 2}`,
    ...groups,
  );
}
