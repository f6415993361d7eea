/** Two lakes, `adw` and `bdw`, with a bucket between them: roles of both with rights of their own, and policies of each. */

import type { PolicySet } from "../src/compiler/policy.ts";
import type { Diagnostic } from "../src/model/diagnostic.ts";
import { seedAlias, seedBucket, seedKey, seedRole } from "../src/sandbox/seed.ts";
import { account, openLake, prepare, region } from "./governed-lake.ts";
import type { GovernedLake } from "./governed-lake.ts";
import { policyOf } from "./policy-document.ts";
import { policies } from "./policy-fixture.ts";

const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const objects = { Effect: "Allow", Action: "s3:*Object", Resource: "arn:aws:s3:::adw-claims/part/*" };
const rights = { Ops1: everything, Break1: everything, etl1: objects, Ops2: everything, Break2: everything, etl2: objects };

/** Roles of both lakes, and the bucket `adw-claims`, which no table is in. */
export async function openTwoLakes(): Promise<GovernedLake> {
  const lake = openLake({ catalog: { databases: [] }, roles: ["LakeAdmin", "batch"] });
  seedBucket(lake.sandbox, "adw-claims");
  seedAlias(lake.sandbox, "alias/adw", seedKey(lake.sandbox));
  for (const [name, statement] of Object.entries(rights)) {
    seedRole(lake.sandbox, name);
    await allow(lake, name, statement);
  }
  return lake;
}

/** Gives a role this statement as its own rights, in place of those it has. */
export async function allow({ ports }: GovernedLake, role: string, statement: object): Promise<void> {
  const PolicyDocument = policyOf(statement);
  await ports.iam.putRolePolicy({ RoleName: role, PolicyName: "own", PolicyDocument });
}

export interface Duties {
  readonly operators: string;
  readonly breakGlass: string;
  /** All members of the Bucket but its name and key. */
  readonly bucket: string;
  /** Default: an alias of the one key there is. */
  readonly key?: string;
  /** Default: `adw-claims`. */
  readonly name?: string;
  /** Principals of one group of readers; default: there is none. */
  readonly readers?: string;
  /** More members of the Lake. */
  readonly more?: string;
  readonly governs?: boolean;
}

export const closed = (etl: string): string => `protectConfiguration: true\ndirectAccess: [${etl}]`;
export const first: Duties = { operators: "Ops1", breakGlass: "Break1", bucket: closed("{role: etl1}") };
export const second: Duties = { operators: "Ops2", breakGlass: "Break2", bucket: closed("{role: etl2}") };
export const both: Duties = { operators: "Ops1, Ops2", breakGlass: "Break1, Break2", bucket: closed("{role: etl1}, {role: etl2}") };

/** The sandbox's administrator makes all plans, so it is an operator of both. */
export function lakeOf({ sandbox }: GovernedLake, lake: string, duties: Duties): PolicySet {
  const { operators, breakGlass, bucket, key = "alias/adw", name = "adw-claims", readers, more = "", governs = true } = duties;
  return policies(
    `apiVersion: lakegrade/v1
kind: Lake
name: ${lake}
account: "${account}"
region: ${region}
admins: [LakeAdmin]
operators: [${operators}, {arn: "${sandbox.administrator.arn}"}]
breakGlass: [${breakGlass}]${more}`,
    ...(governs ? [`kind: Bucket\nname: ${name}\nkey: ${key}\n${bucket}`] : []),
    ...(readers === undefined ? [] : [`kind: Group\nname: readers\nclearance: 2\nprincipals: [${readers}]`]),
  );
}

/** What is refused of a plan. */
export async function refusals(lake: GovernedLake, set: PolicySet): Promise<readonly Diagnostic[]> {
  return (await prepare(lake, set)).refusals;
}

/** Who loses what, of messages. */
export function losses(found: readonly Diagnostic[]): Readonly<Record<string, string>> {
  const parts = found.flatMap(({ message }) => [...message.matchAll(/`(?:role|permission-set)\/(\w+)` would lose ([^;]+)/g)]);
  return Object.fromEntries(parts.map(([, name = "", lost = ""]) => [name, lost]));
}
