/** Two lakes of one name: neither overwrites nor takes away what the other wrote where both may write. */

import { beforeEach, expect, test } from "vitest";

import { fullPolicies, fullSandbox } from "../full-lake.ts";
import { account, converge, pending, portsOf, prepare, region } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";

const otherAccount = "444455556666";
const otherRegion = "eu-west-1";
const ofOtherAccount = (text: string): string => text.replaceAll(account, otherAccount);
const ofOtherRegion = (text: string): string => text.replaceAll(region, otherRegion);
const noGroups = "kind: Group\nname: nobody\nclearance: 3\nprincipals: [{permissionSet: Steward}]\ndomains: [claims]";

let lake: GovernedLake;
beforeEach(async () => {
  const sandbox = fullSandbox();
  lake = { sandbox, ports: portsOf(sandbox) };
  await converge(lake, fullPolicies());
});

/** What the set `Analyst` holds is rewritten, as the other lake would have written it. */
async function rewriteSet(change: (text: string) => string): Promise<void> {
  const [instance] = lake.sandbox.account.organization.identityCenter.instances.values();
  const [arn, set] = [...(instance?.permissionSets ?? [])].find(([, { name }]) => name === "Analyst") ?? [];
  const InlinePolicy = change(set?.definition.inlinePolicy ?? "");
  const { ssoAdmin } = lake.ports.identityCenter;
  await ssoAdmin.putInlinePolicyToPermissionSet({ InstanceArn: instance?.arn, PermissionSetArn: arn, InlinePolicy });
}

async function rewriteRole(change: (text: string) => string): Promise<void> {
  const PolicyDocument = change(lake.sandbox.account.iam.roles.get("batch")?.inline.get("lakegrade-adw") ?? "");
  await lake.ports.iam.putRolePolicy({ RoleName: "batch", PolicyName: "lakegrade-adw", PolicyDocument });
}

async function rewriteBucket(change: (text: string) => string): Promise<void> {
  const { Policy = "" } = await lake.ports.s3.getBucketPolicy({ Bucket: "adw-claims", ExpectedBucketOwner: account });
  await lake.ports.s3.putBucketPolicy({ Bucket: "adw-claims", ExpectedBucketOwner: account, Policy: change(Policy) });
}

const set = "permission-set-policy/Analyst/Lakegradeadw";
const role = "iam-role-policy/batch/lakegrade-adw";
const bucket = "s3-bucket-policy/adw-claims/Lakegradeadw";

test.each([
  ["a permission set, from another account", rewriteSet, ofOtherAccount, set, `account ${otherAccount} and Region ${region}`],
  ["a permission set, from another Region", rewriteSet, ofOtherRegion, set, `account ${account} and Region ${otherRegion}`],
  ["a role, from another Region", rewriteRole, ofOtherRegion, role, `account ${account} and Region ${otherRegion}`],
  ["a bucket, by a key of another Region", rewriteBucket, ofOtherRegion, bucket, `account ${account} and Region ${otherRegion}`],
])("what a lake of the same name wrote to %s is refused, named with its place", async (_where, rewrite, change, address, place) => {
  await rewrite(change);
  const { refusals, changes } = await prepare(lake, fullPolicies());
  expect(changes.map((planned) => planned.address)).toContain(address);
  expect(refusals.map(({ code, message }) => ({ code, message }))).toEqual([
    {
      code: "LG5035",
      message: `another lake of the name \`adw\`, in ${place}, holds what this one, in account ${account} and Region ${region}, would change: \`${address}\``,
    },
  ]);
});

test("nor is it taken away where no group of this lake is left", async () => {
  await rewriteSet(ofOtherAccount);
  const { refusals, changes } = await prepare(lake, fullPolicies({ groups: noGroups, buckets: false }));
  expect(changes.map(({ action, address }) => `${action} ${address}`)).toContain(`delete ${set}`);
  expect(refusals.map(({ code }) => code)).toEqual(["LG5035"]);
});

test("a lake of another name beside it is none of this lake's", async () => {
  await rewriteSet((text) => {
    const document = JSON.parse(text) as { readonly Statement: readonly object[] };
    const theirs = ofOtherAccount(JSON.stringify(document.Statement)).replaceAll("Lakegradeadw", "Lakegradeprod");
    return JSON.stringify({ ...document, Statement: [...document.Statement, ...(JSON.parse(theirs) as readonly object[])] });
  });
  expect((await prepare(lake, fullPolicies())).refusals).toEqual([]);
  await converge(lake, fullPolicies());
  expect(await pending(lake, fullPolicies())).toEqual([]);
});
