/** Guardrails that a group emits: one file a principal, that its owner can put in place as it is. */

import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import { processIo } from "../../src/cli/io.ts";
import type { Io } from "../../src/cli/io.ts";
import { en } from "../../src/cli/messages/en.ts";
import { guardrailFile, writeGuardrails } from "../../src/cli/write-guardrails.ts";
import { prefixOfSid } from "../../src/model/ours.ts";
import { allGroups, fullPolicies, fullSandbox } from "../full-lake.ts";
import { account, portsOf, prepare, roleArn } from "../governed-lake.ts";

let directory: string;
let told: string[];
let io: Io;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "lakegrade-guardrails-"));
  told = [];
  const held = { isInterrupted: () => false, holdInterruption: () => undefined, untilInterrupted: () => Promise.resolve() };
  io = { ...processIo(held, en), err: (text) => void told.push(text) };
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

const emitting = fullPolicies({
  groups: allGroups
    .replace("name: analysts", "name: analysts\nguardrail: emit")
    .replace("name: investigators", "name: investigators\nguardrail: report"),
});

test("the files of emitting groups are what IAM takes, and once they are in place nothing is found", async () => {
  const sandbox = fullSandbox();
  const lake = { ports: portsOf(sandbox) };
  const prepared = await prepare(lake, emitting);
  expect(
    prepared.changes.map(({ address }) => address).filter((address) => /^(iam-role-policy|permission-set-policy)/.test(address)),
  ).toEqual(["iam-role-policy/etl/lakegrade-adw", "iam-role-policy/etl/lakegrade-adw"]);
  const target = path.join(directory, "a/b");
  await writeGuardrails(io, target, prepared.desired, false);
  expect((await readdir(target)).toSorted()).toEqual(["permission-set-Analyst.json", "permission-set-Steward.json", "role-batch.json"]);
  expect(told).toEqual([`3 guardrails written to ${target}\n`]);

  const findings = async () =>
    assess(await prepare(lake, emitting)).flatMap(({ code, resource }) =>
      code === "LGF703" ? [resource.split("%2F").at(-1)?.split("_")[1] ?? resource.split("%2F").at(-1)] : [],
    );
  expect(await findings()).toEqual(["Analyst", "Steward", "batch", "exec"]);
  const PolicyDocument = await readFile(path.join(target, "role-batch.json"), "utf8");
  await lake.ports.iam.putRolePolicy({ RoleName: "batch", PolicyName: "theirs", PolicyDocument });
  expect(await findings()).toEqual(["Analyst", "Steward", "exec"]);
});

test("what a set's owner writes from its file is the owner's: no plan takes it away", async () => {
  const sandbox = fullSandbox();
  const lake = { ports: portsOf(sandbox) };
  await writeGuardrails(io, directory, (await prepare(lake, emitting)).desired, true);
  const InlinePolicy = await readFile(path.join(directory, "permission-set-Analyst.json"), "utf8");
  const [instance] = sandbox.account.organization.identityCenter.instances.values();
  const [PermissionSetArn] = [...(instance?.permissionSets ?? [])].find(([, { name }]) => name === "Analyst") ?? [];
  const { ssoAdmin } = lake.ports.identityCenter;
  await ssoAdmin.putInlinePolicyToPermissionSet({ InstanceArn: instance?.arn, PermissionSetArn, InlinePolicy });
  await ssoAdmin.provisionPermissionSet({ InstanceArn: instance?.arn, PermissionSetArn, TargetType: "ALL_PROVISIONED_ACCOUNTS" });
  const sids = (JSON.parse(InlinePolicy) as { readonly Statement: readonly { readonly Sid: string }[] }).Statement.map(({ Sid }) => Sid);
  expect(sids).toContain("DataLakeadwDenyObjects");
  expect(sids.map((sid) => prefixOfSid(sid))).toEqual(sids.map(() => undefined));
  const { changes } = await prepare(lake, emitting);
  expect(changes.map(({ kind }) => kind)).not.toContain("permission-set-policy");
});

test("without a directory nothing is written, and quietly nothing is said", async () => {
  const { desired } = await prepare({ ports: portsOf(fullSandbox()) }, emitting);
  await writeGuardrails(io, undefined, desired, false);
  expect([await readdir(directory), told]).toEqual([[], []]);
  await writeGuardrails(io, directory, desired, true);
  expect([(await readdir(directory)).length, told]).toEqual([3, []]);
});

test("file names are plain and different, whatever a principal is called", () => {
  const names = [
    roleArn("batch"),
    roleArn("path/of/batch2"),
    "arn:aws:iam::444455556666:role/batch",
    "role/batch3",
    `arn:aws:iam::${account}:user/batch`,
    `arn:aws:iam::${account}:user/../../etc/passwd`,
    "role/../../etc/passwd",
    `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_batch_0123456789abcdef`,
  ].map((principal) => guardrailFile(principal, account));
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[\w+=,@-][\w+=,.@-]*\.json$/);
  expect(names.slice(0, 4)).toEqual(["role-batch.json", "role-batch2.json", "444455556666-role-batch.json", "role-batch3.json"]);
});
