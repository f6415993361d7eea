/** Keys that buckets had before: who is denied a bucket stays denied the key that its older objects are under. */

import { describe, expect, test } from "vitest";

import { surroundingsOf } from "../../src/cli/catalog-file.ts";
import { compile } from "../../src/compiler/compile.ts";
import type { PolicySet } from "../../src/compiler/policy.ts";
import { specsOf } from "../../src/kinds/specs.ts";
import type { LiveState } from "../../src/model/state.ts";
import { seedAlias, seedBucket, seedKey } from "../../src/sandbox/seed.ts";
import { allGroups, fullPolicies, fullSandbox } from "../full-lake.ts";
import { converge, pending, portsOf, prepare, readAs } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";

interface Keys extends GovernedLake {
  readonly old: string;
  readonly next: string;
}

function open(): GovernedLake {
  const sandbox = fullSandbox();
  return { sandbox, ports: portsOf(sandbox) };
}

/** A lake in use whose alias means another key from now on. */
async function changeKey(): Promise<Keys> {
  const lake = open();
  await converge(lake, fullPolicies());
  return moveAlias(lake);
}

async function moveAlias({ sandbox, ports }: GovernedLake): Promise<Keys> {
  const old = await defaultKey({ sandbox, ports });
  sandbox.account.kms.aliases.delete("alias/adw");
  const next = seedKey(sandbox);
  seedAlias(sandbox, "alias/adw", next);
  return { sandbox, ports, old, next };
}

async function defaultKey({ ports }: GovernedLake): Promise<string> {
  const { ServerSideEncryptionConfiguration: { Rules: [rule] = [] } = {} } = await ports.s3.getBucketEncryption({ Bucket: "adw-claims" });
  return rule?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID ?? "";
}

/** Sets the key of a bucket's default encryption. */
async function putDefault({ ports }: GovernedLake, bucket: string, key: string): Promise<void> {
  await ports.s3.putBucketEncryption({
    Bucket: bucket,
    ServerSideEncryptionConfiguration: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: key } }],
    },
  });
}

/** The keys that the guardrail of a role denies decrypting with, and those on which it denies grants and policies. */
function denied({ resources }: LiveState, role: string): { readonly decrypting: readonly string[]; readonly granting: readonly string[] } {
  const statements = specsOf(resources, "iam-role-policy").find(([, spec]) => spec.role === role)?.[1].statements ?? [];
  const keysOf = (name: string): readonly string[] =>
    statements
      .filter(({ sid }) => sid?.endsWith(name))
      .flatMap(({ resource }) => (resource?.names ?? []).filter((arn) => arn.includes(":kms:")));
  return { decrypting: keysOf("DenyDecrypt"), granting: keysOf("DenyConfiguration") };
}

function warnings(set: PolicySet, live: LiveState): readonly string[] {
  return compile(set, surroundingsOf(live)).diagnostics.map(({ code, message }) => `${code} ${message}`);
}

describe("a bucket that gets another key", () => {
  test("is refused while its document does not name the old one, which guardrails deny: LG5060", async () => {
    const lake = await changeKey();
    const { refusals, live } = await prepare(lake, fullPolicies());
    expect(refusals).toMatchObject([
      { code: "LG5060", message: expect.stringContaining(lake.old), help: expect.stringContaining(`formerKeys: ["${lake.old}"]`) },
    ]);
    expect(warnings(fullPolicies(), live)).toContainEqual(expect.stringMatching(new RegExp(`^LG4040 .*${lake.old}`)));
  });

  test("leaves the old key denied to whom the bucket is closed, for as long as the document names it", async () => {
    const lake = await changeKey();
    const changed = fullPolicies({ formerKeys: [lake.old] });
    const both = [lake.old, lake.next].toSorted();
    const { live } = await prepare(lake, changed);
    expect(warnings(changed, live).filter((line) => line.startsWith("LG4040"))).toEqual([]);
    await converge(lake, changed);
    const after = await readAs(lake.ports, changed);
    expect(denied(after, "batch")).toEqual({ decrypting: both, granting: both });
    // The bucket is open to the loaders, so that its older objects are, too.
    expect(denied(after, "etl")).toEqual({ decrypting: [], granting: both });
    expect(await pending(lake, changed)).toEqual([]);
  });

  test("lets the old key go when a later plan no longer names it, and says that this widens", async () => {
    const lake = await changeKey();
    await converge(lake, fullPolicies({ formerKeys: [lake.old] }));
    const { changes } = await converge(lake, fullPolicies());
    expect(new Set(changes.map(({ kind, impact }) => `${kind} ${impact}`))).toEqual(
      new Set(["iam-role-policy widens", "permission-set-policy widens"]),
    );
    expect(denied(await readAs(lake.ports, fullPolicies()), "batch")).toEqual({ decrypting: [lake.next], granting: [lake.next] });
  });

  test("may be let go as a whole: a bucket that is no longer governed names no key", async () => {
    const lake = await changeKey();
    const { refusals } = await prepare(lake, fullPolicies({ buckets: false }));
    expect(refusals.map(({ code }) => code)).not.toContain("LG5060");
  });
});

describe("a bucket that is governed anew", () => {
  test("is warned of the key that it has by default, which nothing denied so far", async () => {
    const lake = open();
    const theirs = seedKey(lake.sandbox);
    await putDefault(lake, "adw-claims", theirs);
    const { refusals, live } = await prepare(lake, fullPolicies());
    expect(refusals).toEqual([]);
    expect(warnings(fullPolicies(), live)).toContainEqual(expect.stringMatching(new RegExp(`^LG4040 .*${theirs}`)));
    const named = fullPolicies({ formerKeys: [theirs] });
    await converge(lake, named);
    expect(denied(await readAs(lake.ports, named), "batch").decrypting).toContain(theirs);
  });

  test("is not warned of a key that AWS manages, nor of S3's own keys", async () => {
    const lake = open();
    await putDefault(lake, "adw-claims", "alias/aws/s3");
    const { live } = await prepare(lake, fullPolicies());
    expect(warnings(fullPolicies(), live).filter((line) => line.startsWith("LG4040"))).toEqual([]);
  });
});

/** Groups, and another bucket, whose objects these principals read themselves. */
const raw = (key: string, readers: string, former = "[]"): string =>
  `${allGroups}\n---\nkind: Bucket\nname: raw\nkey: ${key}\ndirectAccess: [${readers}]\nformerKeys: ${former}`;

/** A lake in use with that other bucket, whose alias means another key from now on. */
async function changeKeyBeside(key: string, readers: string): Promise<Keys> {
  const lake = open();
  seedBucket(lake.sandbox, "raw");
  seedAlias(lake.sandbox, "alias/raw", seedKey(lake.sandbox));
  await converge(lake, fullPolicies({ groups: raw(key, readers) }));
  return moveAlias(lake);
}

describe("a former key that stands in the wrong Bucket", () => {
  test("is refused where that one is open to somebody to whom the bucket of the objects is closed", async () => {
    const lake = await changeKeyBeside("alias/raw", "{role: batch}");
    const wrong = await prepare(lake, fullPolicies({ groups: raw("alias/raw", "{role: batch}", `["${lake.old}"]`) }));
    expect(wrong.refusals).toMatchObject([
      {
        code: "LG5060",
        message: `guardrails would no longer deny \`${lake.old}\`, and objects of bucket \`adw-claims\` may be encrypted with it`,
        help: expect.stringContaining(`write \`formerKeys: ["${lake.old}"]\` in the Bucket \`adw-claims\`, not only in that of \`raw\`,`),
      },
    ]);
    const right = fullPolicies({ groups: raw("alias/raw", "{role: batch}"), formerKeys: [lake.old] });
    await converge(lake, right);
    expect(denied(await readAs(lake.ports, right), "batch").decrypting).toEqual([lake.old, lake.next].toSorted());
  });

  test("is planned where both are open to whom the guardrail lets the key go for", async () => {
    const lake = await changeKeyBeside("alias/raw", "loaders");
    const groups = raw("alias/raw", "loaders", `["${lake.old}"]`)
      .replace(", {role: batch}]", "]")
      .replace("[{role: etl}]", "[{role: etl}, {role: batch}]");
    const { changes, refusals } = await prepare(lake, fullPolicies({ groups }));
    expect(changes.map(({ address }) => address)).toContain("iam-role-policy/batch/lakegrade-adw");
    expect(refusals).toEqual([]);
  });

  test("is planned where everybody who was denied it is denied it all the same, and warned of", async () => {
    const lake = await changeKeyBeside("alias/raw", "loaders");
    const wrong = fullPolicies({ groups: raw("alias/raw", "loaders", `["${lake.old}"]`) });
    const { live, refusals } = await prepare(lake, wrong);
    expect(refusals).toEqual([]);
    expect(warnings(wrong, live)).toContainEqual(expect.stringMatching(new RegExp(`^LG4040 .*${lake.old}`)));
    await converge(lake, wrong);
    expect(denied(await readAs(lake.ports, wrong), "batch").decrypting).toContain(lake.old);
  });
});

test("a former key that also encrypts another bucket is not denied, and a warning says so", async () => {
  const lake = await changeKey();

  seedBucket(lake.sandbox, "results");
  await putDefault(lake, "results", lake.old);
  const changed = fullPolicies({ formerKeys: [lake.old] });
  const { live, refusals } = await prepare(lake, changed);
  expect(refusals).toEqual([]);
  expect(warnings(changed, live)).toContainEqual(expect.stringMatching(/^LG4029 .*results/));
  await converge(lake, changed);
  expect(denied(await readAs(lake.ports, changed), "batch")).toEqual({
    decrypting: [lake.next],
    granting: [lake.old, lake.next].toSorted(),
  });
});
