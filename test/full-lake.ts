/** A lake with everything in it: buckets, keys, roles, permission sets and a group of Identity Center, and policies that govern all of it. */

import type { PolicySet } from "../src/compiler/policy.ts";
import { seedAssignment, seedGroup, seedInstance, seedPermissionSet } from "../src/sandbox/seed-identity-center.ts";
import { createSandbox } from "../src/sandbox/sandbox.ts";
import type { Sandbox, SandboxOptions } from "../src/sandbox/sandbox.ts";
import { seedAdministrator, seedAlias, seedBucket, seedCatalog, seedKey, seedRole } from "../src/sandbox/seed.ts";
import { account, region } from "./governed-lake.ts";
import { policies } from "./policy-fixture.ts";

const roles = [
  "LakeAdmin",
  "LakegradePlan",
  "LakegradeApply",
  "BreakGlass",
  "LakeRegistration",
  "OtherRegistration",
  "batch",
  "etl",
  "exec",
];

/** `people` are in the permission sets; `fraud` is a group that queries through the role `exec`. */
export function fullSandbox(options: Partial<SandboxOptions> = {}): Sandbox {
  const sandbox = createSandbox({ account, region, ...options });
  seedAdministrator(sandbox);
  for (const role of roles) seedRole(sandbox, role);
  seedInstance(sandbox);
  for (const group of ["people", "fraud"]) seedGroup(sandbox, group);
  seedPermissionSet(sandbox, "Analyst", { inlinePolicy: theirs });
  for (const set of ["Steward", "Unassigned"]) seedPermissionSet(sandbox, set);
  for (const set of ["Analyst", "Steward"]) seedAssignment(sandbox, set, "people");
  seedBucket(sandbox, "adw-claims");
  seedAlias(sandbox, "alias/adw", seedKey(sandbox));
  const columns = ["ssn", "city"].map((name) => ({ name, type: "string" }));
  seedCatalog(sandbox, {
    databases: [
      { name: "claims", location: "s3://adw-claims/claims", tables: [{ name: "patients", columns }] },
      { name: "default", tables: [] },
    ],
  });
  return sandbox;
}

/** What others wrote into the permission set of the analysts. */
export const theirs = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "athena:*", Resource: "*" }] };

interface Parts {
  readonly buckets?: boolean;
  /** ARNs. */
  readonly formerKeys?: readonly string[];
  readonly groups?: string;
  readonly registration?: string;
  readonly locations?: string;
  /** More of the Classification. */
  readonly staging?: string;
  readonly rules?: string;
  readonly iamAllowedPrincipals?: string;
  readonly domain?: string;
}

/** The policies, with changes to the parts that tests change. */
export function fullPolicies(parts: Parts = {}): PolicySet {
  const {
    buckets = true,
    formerKeys = [],
    groups = allGroups,
    registration = "LakeRegistration",
    locations = `[{path: "s3://adw-claims/claims", role: ${registration}}]`,
    staging = "enforce: true",
    iamAllowedPrincipals = "account",
    rules = '  - {match: "*.ssn", grade: 1}',
    domain = "claims",
  } = parts;
  const former = formerKeys.length === 0 ? "" : `\nformerKeys: ${JSON.stringify(formerKeys)}`;
  return policies(
    `apiVersion: lakegrade/v1
kind: Lake
name: adw
account: "${account}"
region: ${region}
newColumns: inherit
admins: [LakeAdmin]
readOnlyAdmins: [LakegradePlan]
operators: [LakegradeApply]
breakGlass: [BreakGlass]
locations: ${locations}
iamAllowedPrincipals: ${iamAllowedPrincipals}`,
    `kind: Classification
database: claims
domain: ${domain}
default: 3
${staging}
rules:
${rules}`,
    groups.replaceAll("domains: [claims]", `domains: [${domain}]`),
    ...(buckets ? [`kind: Bucket\nname: adw-claims\nkey: alias/adw${former}\ndirectAccess: [loaders]`] : []),
  );
}

export const allGroups = `kind: Group
name: analysts
clearance: 2
domains: [claims]
principals: [{permissionSet: Analyst}, {permissionSet: Steward}, {role: batch}]
---
kind: Group
name: investigators
clearance: 2
domains: [claims]
principals: [{identityCenterGroup: fraud, through: [exec]}]
---
kind: Group
name: loaders
clearance: 1
access: own
domains: [claims]
principals: [{role: etl}]`;
