/** What an apply wrote is looked for where it was written: what others wrote over, or nobody could read again, is not done. */

import { describe, expect, test } from "vitest";

import type { Ports } from "../../src/aws/ports.ts";
import type { PolicySet } from "../../src/compiler/policy.ts";
import { isChangeOf, subjectOf } from "../../src/kinds/specs.ts";
import type { Change } from "../../src/model/change.ts";
import { applyChanges } from "../../src/reconciler/apply.ts";
import type { ChangeResult } from "../../src/reconciler/apply.ts";
import { readAgain } from "../../src/reconciler/read-again.ts";
import { verify } from "../../src/reconciler/verify.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { allGroups, fullPolicies, fullSandbox } from "../full-lake.ts";
import { account, converge, noPause, pending, portsOf, prepare, readingOf, roleArn } from "../governed-lake.ts";

const bucket = "adw-claims";
const foreign = { Version: "2012-10-17", Statement: [{ Sid: "Theirs", Effect: "Allow", Action: "s3:*", Resource: "*" }] };
const beside = (resource: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Theirs",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:role/batch` },
        Action: "s3:GetObject",
        Resource: resource,
      },
    ],
  });

interface Meddling {
  readonly sandbox: Sandbox;
  readonly ports: Ports;
  readonly changes: readonly Change[];
  /** Has these ports read again. */
  readonly readThrough: (ports: Ports) => void;
}

interface Course {
  /** What is in force before. */
  readonly first?: PolicySet;
  /** What happens between it and the plan. */
  readonly before?: (ports: Ports) => Promise<unknown>;
  readonly set?: PolicySet;
  /** The changes that are applied. */
  readonly only?: (change: Change) => boolean;
  /** What happens after the apply, before the account is read again: by the ports it returns, if any. */
  readonly meddle?: (lake: Meddling) => unknown;
}

async function applied({ first, before, set = fullPolicies(), only = () => true, meddle = () => undefined }: Course) {
  const sandbox = fullSandbox();
  const ports = portsOf(sandbox);
  if (first !== undefined) await converge({ ports }, first);
  await before?.(ports);
  const prepared = await prepare({ ports }, set);
  const changes = prepared.changes.filter(only);
  const answered = await applyChanges(changes, { ports, account, pause: noPause });
  expect(answered.filter(({ status }) => status !== "done")).toEqual([]);
  let reader = ports;
  await meddle({ sandbox, ports, changes, readThrough: (other) => (reader = other) });
  // Read once: nothing here takes its time to show.
  const reading = await readAgain(reader, await readingOf(reader, set), prepared.desired, changes);
  const results = await verify(answered, { pause: noPause, readAgain: () => Promise.resolve(reading) });
  sandbox.setFaults({ denied: [] });
  return { results, left: await pending({ ports }, set) };
}

function unverified(results: readonly ChangeResult[]) {
  return results.filter(({ status }) => status !== "done").map(({ change, status, error }) => ({ address: change.address, status, error }));
}

function setOf(changes: readonly Change[], name: string) {
  const found = changes.flatMap((change) => (isChangeOf(change, "permission-set-policy") ? [subjectOf(change)] : []));
  const { arn } = found.find(({ permissionSet }) => permissionSet === name) ?? { arn: "" };
  return { InstanceArn: arn.replace(/:permissionSet\/([^/]+)\/.*$/, ":instance/$1"), PermissionSetArn: arn };
}

/** Writes another inline policy and waits until every account has it. */
async function rewriteSet({ ports, changes }: Meddling, name: string, policy: string): Promise<void> {
  const { ssoAdmin } = ports.identityCenter;
  const set = setOf(changes, name);
  await ssoAdmin.putInlinePolicyToPermissionSet({ ...set, InlinePolicy: policy });
  await ssoAdmin.provisionPermissionSet({ ...set, TargetType: "ALL_PROVISIONED_ACCOUNTS" });
  for (let wait = 0; wait < 10; wait += 1) await noPause();
}

/** Ports to which the inline policy of a set reads as one that nobody understands. */
function garbling({ ports, changes }: Meddling, name: string): Ports {
  const { ssoAdmin } = ports.identityCenter;
  const { PermissionSetArn: garbled } = setOf(changes, name);
  const InlinePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Perhaps" }] });
  const getInlinePolicyForPermissionSet: typeof ssoAdmin.getInlinePolicyForPermissionSet = async (input) => {
    const answer = await ssoAdmin.getInlinePolicyForPermissionSet(input);
    return input.PermissionSetArn === garbled ? { ...answer, InlinePolicy } : answer;
  };
  return { ...ports, identityCenter: { ...ports.identityCenter, ssoAdmin: { ...ssoAdmin, getInlinePolicyForPermissionSet } } };
}

function together(...texts: readonly string[]): string {
  const statements = texts.flatMap((text) => (JSON.parse(text) as { Statement: readonly unknown[] }).Statement);
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

const rewritten = "AWS answered, but reading again does not show the change";
const bucketPolicy = "s3-bucket-policy/adw-claims/Lakegradeadw";
const analyst = "permission-set-policy/Analyst/Lakegradeadw";
const steward = "permission-set-policy/Steward/Lakegradeadw";

describe("a document that another tool replaced", () => {
  test("leaves the change of a bucket policy unverified, whatever stands there now", async () => {
    const { results, left } = await applied({
      meddle: ({ ports }) => ports.s3.putBucketPolicy({ Bucket: bucket, Policy: beside(`arn:aws:s3:::${bucket}/*`) }),
    });
    expect(unverified(results)).toEqual([{ address: bucketPolicy, status: "unverified", error: rewritten }]);
    expect(left).toEqual([`create ${bucketPolicy}`]);
  });

  test("leaves the changes of a permission set unverified", async () => {
    const { results } = await applied({ meddle: (lake) => rewriteSet(lake, "Analyst", JSON.stringify(foreign)) });
    expect(new Set(unverified(results).map(({ address, error }) => `${address}: ${error}`))).toEqual(new Set([`${analyst}: ${rewritten}`]));
  });

  test("is no matter where others only wrote beside ours", async () => {
    const { results } = await applied({
      meddle: async (lake) => {
        const { ports, changes } = lake;
        const { Policy: policy = "" } = await ports.s3.getBucketPolicy({ Bucket: bucket });
        const { InlinePolicy: inline = "" } = await ports.identityCenter.ssoAdmin.getInlinePolicyForPermissionSet(
          setOf(changes, "Analyst"),
        );
        await ports.s3.putBucketPolicy({ Bucket: bucket, Policy: together(policy, beside(`arn:aws:s3:::${bucket}/shared/*`)) });
        await rewriteSet(lake, "Analyst", together(inline, JSON.stringify(foreign)));
      },
    });
    expect(unverified(results)).toEqual([]);
  });
});

/** The same without anything of Identity Center: the guardrails of its permission sets go. */
const noSets = fullPolicies({
  groups: allGroups
    .split("---\n")
    .filter((group) => !group.includes("identityCenterGroup"))
    .join("---\n")
    .replace("{permissionSet: Analyst}, {permissionSet: Steward}, ", ""),
});

const denying =
  (action: string) =>
  ({ sandbox }: Meddling): void =>
    sandbox.setFaults({ denied: [action] });

describe("Identity Center that cannot be read again", () => {
  const reason: unknown = expect.stringMatching(
    /^the account could not be read again: permission sets of IAM Identity Center: Identity Center ListInstances: AccessDenied/,
  );

  test("leaves the changes of permission sets unverified, and only them", async () => {
    const { results, left } = await applied({ meddle: denying("sso:ListInstances") });
    expect(new Set(unverified(results).map(({ address }) => address))).toEqual(new Set([analyst, steward]));
    for (const { status, error } of unverified(results)) expect([status, error]).toEqual(["unverified", reason]);
    expect(left).toEqual([]);
  });

  test("leaves deletions unverified", async () => {
    const { results } = await applied({ first: fullPolicies(), set: noSets, meddle: denying("sso:ListInstances") });
    expect(unverified(results)).toEqual([analyst, steward].map((address) => ({ address, status: "unverified", error: reason })));
  });

  test("is asked even after the last guardrail went, and shows that it did", async () => {
    const { results, left } = await applied({ first: fullPolicies(), set: noSets });
    expect(results.some(({ change }) => change.address === analyst && change.after === null)).toBe(true);
    expect([unverified(results), left]).toEqual([[], []]);
  });

  test.each<readonly [string, Course]>([
    ["made", {}],
    ["deleted", { first: fullPolicies(), set: noSets }],
  ])("of a single set, whose policy is not understood, leaves what was %s there unverified", async (_name, course) => {
    const { results } = await applied({ ...course, meddle: (lake) => lake.readThrough(garbling(lake, "Analyst")) });
    expect(new Set(unverified(results).map(({ address }) => address))).toEqual(new Set([analyst]));
    const why: unknown = expect.stringContaining("could not be read again: inline policy of permission set Analyst: ");
    for (const { error } of unverified(results)) expect(error).toEqual(why);
  });
});

describe("what no plan asks for any more", () => {
  const noBuckets = fullPolicies({ buckets: false });

  test("is not thereby done: a bucket that no policy names now, and that cannot be read", async () => {
    const { results } = await applied({ first: fullPolicies(), set: noBuckets, meddle: denying("s3:GetBucketPolicy") });
    expect(unverified(results)).toEqual([{ address: bucketPolicy, status: "unverified", error: rewritten }]);
  });

  test("is done where the account shows it gone", async () => {
    const { results, left } = await applied({ first: fullPolicies(), set: noBuckets });
    expect(results.map(({ change: { action, address }, status }) => [action, address, status])).toContainEqual([
      "delete",
      bucketPolicy,
      "done",
    ]);
    expect([unverified(results), left]).toEqual([[], []]);
  });

  test("is not done where it is there: a grant that came along with a tag grant which is gone", async () => {
    const { results, left } = await applied({
      first: fullPolicies(),
      set: fullPolicies({ groups: allGroups.replace(", {role: batch}", "") }),
      meddle: ({ ports }) =>
        ports.lakeFormation.batchGrantPermissions({
          Entries: [
            {
              Id: "1",
              Principal: { DataLakePrincipalIdentifier: roleArn("batch") },
              Resource: { Database: { Name: "default" } },
              Permissions: ["DESCRIBE"],
            },
          ],
        }),
    });
    expect(left).toEqual([]);
    expect(unverified(results)).toEqual([
      {
        address: expect.stringMatching(/^lf-grant\/.*role%2Fbatch\/database\/default$/) as unknown,
        status: "unverified",
        error: rewritten,
      },
    ]);
  });
});

const beforeGuardrails = ({ step }: Change): boolean => step < 97;

describe("a part of a change", () => {
  const batchGuardrail = "iam-role-policy/batch/lakegrade-adw";

  test("is done where the account shows it, although more is to come", async () => {
    const { results, left } = await applied({ only: beforeGuardrails });
    expect(unverified(results)).toEqual([]);
    expect(results.map(({ change }) => change.address)).toContain(batchGuardrail);
    expect(left).toContain(`update ${batchGuardrail}`);
  });

  test("is unverified where it is gone, although a plan would make the whole in one step now", async () => {
    const { results, left } = await applied({
      only: beforeGuardrails,
      meddle: ({ ports }) => ports.iam.deleteRolePolicy({ RoleName: "batch", PolicyName: "lakegrade-adw" }),
    });
    expect(unverified(results)).toEqual([{ address: batchGuardrail, status: "unverified", error: rewritten }]);
    expect(left.filter((change) => change.endsWith(batchGuardrail))).toEqual([`create ${batchGuardrail}`]);
  });

  test("that takes every permission away is done where no grant is shown", async () => {
    const principal = { DataLakePrincipalIdentifier: roleArn("batch") };
    const { results } = await applied({
      first: fullPolicies(),
      before: async ({ lakeFormation }) => {
        const { PrincipalResourcePermissions: rows = [] } = await lakeFormation.listPermissions({ ResourceType: "LF_TAG_POLICY_TABLE" });
        const row = rows.find(({ Principal: who }) => who?.DataLakePrincipalIdentifier === principal.DataLakePrincipalIdentifier);
        const on = { Id: "1", Principal: principal, Resource: row?.Resource };
        await lakeFormation.batchRevokePermissions({ Entries: [{ ...on, Permissions: row?.Permissions }] });
        await lakeFormation.batchGrantPermissions({ Entries: [{ ...on, Permissions: ["DROP"] }] });
      },
      only: ({ impact }) => impact === "narrows",
    });
    expect(results.map(({ change: { after }, status }) => [after, status])).toMatchObject([[{ permissions: [] }, "done"]]);
  });
});

const federated = async ({ lakeFormation }: Ports): Promise<void> => {
  const { ResourceInfoList: [location] = [] } = await lakeFormation.listResources({});
  await lakeFormation.updateResource({ ResourceArn: location?.ResourceArn, RoleArn: location?.RoleArn, WithFederation: true });
};

test("federation of a location, of which no policy speaks, is no difference, and stays when its role changes", async () => {
  const same = await applied({ first: fullPolicies(), before: federated });
  expect([same.results, same.left]).toEqual([[], []]);
  const set = fullPolicies({ registration: "OtherRegistration" });
  const { results, left } = await applied({ first: fullPolicies(), before: federated, set });
  const locations = results.filter(({ change }) => change.kind === "lf-location");
  expect(locations).toMatchObject([{ status: "done", change: { after: { role: roleArn("OtherRegistration"), federation: true } } }]);
  expect([unverified(results), left]).toEqual([[], []]);
});
