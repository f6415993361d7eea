/** An apply that its caller certainly cannot finish is refused before the first write, and a failure of many is told once. */

import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { seedDataKey, seedRegistrationRole } from "../../src/sandbox/seed-storage.ts";
import { directPorts } from "../direct-ports.ts";
import { openLake } from "./command.ts";
import type { Ended, Lake } from "./command.ts";

const root = `apiVersion: lakegrade/v1
kind: Lake
name: adw
account: "111122223333"
region: ap-northeast-2
admins: [LakeAdmin]
readOnlyAdmins: [LakegradePlan]
operators: [LakegradeApply]
breakGlass: [BreakGlass]
locations:
  - { path: "s3://adw-claims/warehouse", role: LakeRegistration }
`;

const bucket = "kind: Bucket\nname: adw-claims\nkey: alias/adw-claims\nprotectConfiguration: true\n";

const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const reads = { Effect: "Allow", Action: ["s3:Get*", "s3:List*", "kms:Describe*", "kms:Get*", "kms:List*"], Resource: "*" };

let lake: Lake;
let credentials: (role: string) => Promise<Record<string, string>>;

beforeAll(async () => {
  lake = await openLake();
  const registration = { path: "/", locations: [{ bucket: "adw-claims", prefix: "warehouse" }], keys: [] };
  const { arn } = seedRegistrationRole(lake.sandbox, "LakeRegistration", registration);
  const key = seedDataKey(lake.sandbox, "alias/adw-claims", [arn]);
  seedRegistrationRole(lake.sandbox, "LakeRegistration", { ...registration, keys: [key] });
  await lake.write("policies/lake.yaml", root);
  await lake.write("policies/bucket.yaml", bucket);
  for (const [name, statement] of [
    ["LakegradeApply", everything],
    ["LakeAdmin", everything],
    ["LakegradePlan", reads],
  ] as const) {
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    await directPorts(lake.sandbox).iam.putRolePolicy({ RoleName: name, PolicyName: "own", PolicyDocument });
  }
  const endpoint = lake.url;
  const sts = new STSClient({ region: "ap-northeast-2", endpoint, credentials: { accessKeyId: "a", secretAccessKey: "b" } });
  credentials = async (role) => {
    const asked = new AssumeRoleCommand({ RoleArn: `arn:aws:iam::111122223333:role/${role}`, RoleSessionName: "test" });
    const { Credentials: issued } = await sts.send(asked);
    const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = issued ?? {};
    return { AWS_ACCESS_KEY_ID: AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey, AWS_SESSION_TOKEN: SessionToken };
  };
  for (const { code, stderr } of [await lake.run(["bootstrap", "--yes"]), await as("LakegradeApply", "apply", "--yes", "--quiet")])
    if (code !== 0) throw new Error(stderr);
});
afterAll(() => lake.close());

async function as(role: string, ...words: readonly string[]): Promise<Ended> {
  return lake.run(words, await credentials(role));
}

/** The inline policies of roles and the policy of the bucket: all that these plans change. */
async function written(): Promise<unknown> {
  const { Policy: policy } = await directPorts(lake.sandbox).s3.getBucketPolicy({ Bucket: "adw-claims" });
  return [policy, [...lake.sandbox.account.iam.roles.values()].map(({ inline }) => [...inline])];
}

const spared = "`role/BreakGlass`, `role/LakegradeApply`";

describe("the policy of a bucket under `protectConfiguration`", () => {
  beforeAll(() => lake.write("policies/bucket.yaml", `${bucket}directAccess: []\n`));

  test("is not changed by who is no operator, nor is anything before it (LG5045)", async () => {
    const before = await written();
    const { code, stdout, stderr } = await as("LakeAdmin", "apply", "--yes", "--quiet");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^error\[LG5045\]: `role\/LakeAdmin` cannot apply this plan: it may not make 1 of \d+ changes\n/);
    expect(stderr).toContain("= s3:PutBucketPolicy on bucket `adw-claims`: denied by `LakegradeadwDenyConfiguration` of the bucket policy");
    expect(stderr).toContain(`= help: apply as one of \`Lake.operators\` or \`Lake.breakGlass\``);
    expect(stderr).toContain(spared);
    expect(await written()).toEqual(before);
  });

  test("a plan says so to who may write otherwise (LG5046), is saved, and is no plan for that caller", async () => {
    const before = await written();
    const { code, stderr } = await as("LakeAdmin", "plan", "-o", "plan.json");
    expect(code).toBe(0);
    expect(stderr).toContain("warning[LG5046]: `role/LakeAdmin` cannot apply this plan: `protectConfiguration` denies it 1 of ");
    expect(stderr).toContain(`help: who applies must be one of \`Lake.operators\``);
    expect(stderr).toContain(spared);
    const refused = await as("LakeAdmin", "apply", "plan.json");
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("error[LG5045]")]);
    expect(await written()).toEqual(before);
  });

  test("a plan of who only reads says nothing, and is applied by an operator", async () => {
    const { code, stderr } = await as("LakegradePlan", "plan", "-o", "plan.json");
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/LG504[56]/);
    expect(await as("LakegradeApply", "apply", "plan.json")).toMatchObject({ code: 0 });
  });

  test("is not deleted by who is no operator", async () => {
    await lake.write("policies/bucket.yaml", "");
    const before = await written();
    const { code, stderr } = await as("LakeAdmin", "apply", "--yes", "--quiet");
    expect([code, stderr]).toEqual([1, expect.stringContaining("s3:DeleteBucketPolicy on bucket `adw-claims`: denied by")]);
    expect((await lake.run(["apply", "--yes", "--quiet"])).stderr).toContain(
      "error[LG5045]: `arn:aws:iam::111122223333:user/administrator` cannot",
    );
    expect(await written()).toEqual(before);
    await lake.write("policies/bucket.yaml", `${bucket}directAccess: []\n`);
    expect(await as("LakegradeApply", "apply", "--yes", "--quiet")).toMatchObject({ code: 0 });
  });
});

describe("a read-only administrator", () => {
  beforeAll(() => lake.write("policies/claims.yaml", "kind: Classification\ndatabase: claims\ndefault: 2\n"));

  test("is refused once, before the first write (LG5017)", async () => {
    const { code, stdout, stderr } = await as("LakegradePlan", "apply", "--yes", "--quiet");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^error\[LG5017\]: `role\/LakegradePlan` cannot apply this plan: it is a read-only data lake administrator/);
    expect(stderr.match(/error\[/g)).toHaveLength(1);
  });

  test("may plan", async () => {
    expect(await as("LakegradePlan", "plan", "--quiet")).toMatchObject({ code: 0, stderr: "" });
  });
});

test("failures of one cause are told once, with the first addresses and their number; JSON has each", async () => {
  lake.sandbox.setFaults({ deniedToRoles: { LakegradeApply: ["lakeformation:AddLFTagsToResource"] } });
  const text = await as("LakegradeApply", "apply", "--yes", "--quiet");
  const json = await as("LakegradeApply", "apply", "--yes", "--quiet", "--format", "json");
  lake.sandbox.setFaults({});
  expect([text.code, json.code]).toEqual([1, 1]);
  expect(text.stderr.match(/^failed: /gm)).toHaveLength(1);
  expect(text.stdout).toMatch(/^ {2}\d+ alike: Lake Formation AddLFTagsToResource: .*\n( {4}lf-tag-assignment\/grade\/claims\S*\n){2,5}/m);
  expect(text.stdout.match(/AddLFTagsToResource: /g)).toHaveLength(1);
  const { changes } = JSON.parse(json.stdout) as { changes: { status: string; error?: string }[] };
  const failed = changes.filter(({ status }) => status === "failed");
  expect(failed.length).toBeGreaterThan(1);
  expect(failed.every(({ error = "" }) => error.includes("AddLFTagsToResource"))).toBe(true);
});
