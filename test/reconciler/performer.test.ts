/** Guards on who applies: what the caller certainly may not do is refused (LG5045, LG5017), what cannot be told is not, and a plan warns (LG5046). */

import { describe, expect, test } from "vitest";

import { address as grantAddress } from "../../src/kinds/lf-grant/spec.ts";
import type { LfGrant } from "../../src/kinds/lf-grant/spec.ts";
import { address as settingAddress } from "../../src/kinds/lf-settings/spec.ts";
import type { Change } from "../../src/model/change.ts";
import { statementsDigest } from "../../src/model/iam/normal-statement.ts";
import { sidPrefix } from "../../src/model/ours.ts";
import type { LiveState, Resource } from "../../src/model/state.ts";
import { guardPerformer, warnOfProtection } from "../../src/reconciler/guard/performer.ts";
import { account, bucket, byIam, changeOf, key, keyArn, liveOf, policy, role, roleArn, sseKms, statementsOf } from "../access/scene.ts";
import type { Json, Scene } from "../access/scene.ts";

const prefix = sidPrefix("adw");
const everything: Json = { Effect: "Allow", Action: "*", Resource: "*" };
const reads: Json = { Effect: "Allow", Action: ["s3:Get*", "kms:Get*"], Resource: "*" };

const configuring = ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:PutEncryptionConfiguration", "s3:PutBucketPublicAccessBlock"];

/** A deny of configuring the bucket that spares these roles. */
function protection(spared: readonly string[], sid = `${prefix}DenyConfiguration`): Json {
  return {
    Sid: sid,
    Effect: "Deny",
    Principal: "*",
    Action: configuring,
    Resource: `arn:aws:s3:::${bucket}`,
    Condition: { ArnNotLike: { "aws:PrincipalArn": spared.map(roleArn) } },
  };
}

const noStatements = { bucket, prefix, statements: [], others: "" };

function bucketPolicy(step: number, statements: readonly Json[], others = ""): Change {
  return { ...changeOf("s3-bucket-policy", { ...noStatements, statements: statementsOf(...statements), others }), step };
}

const deletion: Change = { ...changeOf("s3-bucket-policy", noStatements), before: noStatements, after: null, action: "delete", step: 99 };
const encryption: Change = { ...changeOf("s3-bucket-encryption", { ...sseKms, bucket, key: keyArn }), step: 22 };
const flags = { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true };
const publicAccess: Change = { ...changeOf("s3-public-access-block", { bucket, ...flags }), step: 24 };
const rotation: Change = { ...changeOf("kms-key-rotation", { key: keyArn, enabled: true, periodInDays: null }), step: 10 };

function guardrail(of: string, statements: readonly Json[], step = 97): Change {
  return { ...changeOf("iam-role-policy", { role: of, policy: "lakegrade-adw", statements: statementsOf(...statements) }), step };
}

const told = (live: LiveState, changes: readonly Change[]): string =>
  guardPerformer(live, changes, "adw")
    .map(({ code, message, notes = [], help = "" }) => [`${code} ${message}`, ...notes, help].join("\n"))
    .join("\n");

const refused = (scene: Scene, ...changes: readonly Change[]): string => told(liveOf(scene), changes);

const warned = (scene: Scene, ...changes: readonly Change[]): readonly string[] =>
  warnOfProtection(liveOf(scene), changes, "adw").map(({ code, help = "" }) => `${code} ${help}`);

const admin = role("apply", everything);

describe("denies of this lake in the bucket's policy", () => {
  const locked = { roles: [admin, role("operator", everything)], bucketPolicy: [protection(["operator"])] };

  test.each([
    ["s3:PutBucketPolicy", bucketPolicy(99, [protection(["operator"]), byIam])],
    ["s3:PutBucketPolicy", { ...deletion, before: { ...noStatements, others: statementsDigest(statementsOf(byIam)) } }],
    ["s3:DeleteBucketPolicy", deletion],
    ["s3:PutEncryptionConfiguration", encryption],
    ["s3:PutBucketPublicAccessBlock", publicAccess],
  ])("refuse %s, and say whom they spare", (action, change) => {
    expect(refused(locked, change)).toBe(
      `LG5045 \`role/apply\` cannot apply this plan: it may not make 1 of 1 changes\n${action} on bucket \`${bucket}\`: denied by \`${prefix}DenyConfiguration\` of the bucket policy\napply as one of \`Lake.operators\` or \`Lake.breakGlass\`, as the policies of these buckets name them today: \`role/operator\``,
    );
    expect(refused({ ...locked, caller: roleArn("operator") }, change)).toBe("");
  });

  test("refuse a user, too, whose own policies nobody has read, but not the root user, to whom they leave the policy", () => {
    expect(refused({ ...locked, caller: `arn:aws:iam::${account}:user/eve` }, deletion)).toContain("LG5045 `arn:aws:iam::");
    expect(refused({ ...locked, caller: `arn:aws:iam::${account}:root` }, deletion)).toBe("");
  });

  test("warn the caller of a plan, unless it may write nothing anyway", () => {
    expect(warned(locked, deletion, encryption)).toEqual([
      "LG5046 who applies must be one of `Lake.operators` or `Lake.breakGlass`, as the policies of these buckets name them today: `role/operator`",
    ]);
    expect(warned({ ...locked, roles: [role("apply", reads)] }, deletion)).toEqual([]);
    expect(warned({ ...locked, bucketPolicy: [protection(["operator"], "TheirDeny")] }, deletion)).toEqual([]);
    expect(warned({ ...locked, caller: roleArn("operator") }, deletion)).toEqual([]);
  });

  test("of an earlier step count, and those that an earlier step takes away do not", () => {
    const open = { roles: [admin] };
    const closes = bucketPolicy(21, [protection(["operator"])]);
    expect(refused(open, closes)).toBe("");
    expect(refused(open, closes, encryption, deletion)).toContain("it may not make 2 of 3 changes");
    const lets = { roles: [role("apply", everything)], bucketPolicy: [] };
    expect(refused(lets, bucketPolicy(21, [protection(["apply"])]), encryption, deletion)).toBe("");
  });
});

/** A deny of configuring the bucket that spares only these ids, and a caller who may do everything else. */
function sparing(id: string): Scene {
  const Condition = { StringNotLike: { "aws:userid": ["AROAOTHERXXXXXXXXXXXX:*", id] } };
  return { roles: [admin], bucketPolicy: [{ ...protection(["nobody"]), Condition }] };
}

describe("denies of others in the bucket's policy", () => {
  test("are refused with other advice", () => {
    const text = refused({ roles: [admin], bucketPolicy: [protection(["nobody"], "TheirDeny")] }, deletion);
    expect(text).toContain("denied by `TheirDeny` of the bucket policy");
    expect(text).toContain("no IAM policy of the caller helps");
  });

  test.each([
    ["what nobody here knows", { StringNotEquals: { "aws:PrincipalTag/team": "lake" } }],
    ["the name of a session", { StringNotLike: { "aws:userid": ["*:alice@example.com"] } }],
  ])("are not refused where they ask for %s", (_what, Condition) => {
    expect(refused({ roles: [admin], bucketPolicy: [{ ...protection(["nobody"]), Condition }] }, deletion)).toBe("");
  });

  test.each([
    "*alice@example.com",
    "AROA*alice",
    "*:alice",
    "*alice*",
    "AROAAPPLYXXXXXXXXXXXX:alice",
    "AROAAPPLYXXXXXXXXXXXX?alice",
    "AROA?*",
  ])("are not refused where they spare ids like %s, which a session's name may be", (id) => {
    expect(refused(sparing(id), deletion)).toBe("");
  });

  test.each(["AROAAPPLYXXXXXXXXXXXX:*", "AROAAPPLY????????????:*", "AROA*", "*"])(
    "do not bear on a role all of whose sessions are like %s",
    (id) => {
      expect(refused(sparing(id), deletion)).toBe("");
    },
  );

  test.each(["AROANOBODY*", "AROA????XXXXXXXXXXXX:*", "AROAAPPLYXXXXXXXXXXXX"])(
    "are refused where they spare ids like %s, which no session of the role has",
    (id) => {
      expect(refused(sparing(id), deletion)).toContain("LG5045");
    },
  );

  test("are refused where they spare sessions of other roles alone, if the caller's id is known", () => {
    const scene = {
      bucketPolicy: [{ ...protection(["nobody"]), Condition: { StringNotLike: { "aws:userid": ["AROAOTHERXXXXXXXXXXXX:*"] } } }],
    };
    expect(refused({ ...scene, roles: [admin] }, deletion)).toContain("LG5045");
    expect(refused({ ...scene, caller: `arn:aws:iam::${account}:user/eve` }, deletion)).toBe("");
  });

  test("are not refused where they except or name a session", () => {
    const session = `arn:aws:sts::${account}:assumed-role/apply/ci`;
    const { Principal: _everybody, ...rest } = protection(["nobody"]);
    expect(refused({ roles: [admin], bucketPolicy: [{ ...rest, NotPrincipal: { AWS: session } }] }, deletion)).toBe("");
    expect(refused({ roles: [admin], bucketPolicy: [{ ...rest, Principal: { AWS: session } }] }, deletion)).toBe("");
    const allows = { ...rest, Effect: "Allow", Principal: { AWS: session }, Condition: {} };
    expect(refused({ roles: [role("apply", reads)], bucketPolicy: [allows] }, deletion)).toBe("");
  });
});

describe("the caller's own policies", () => {
  const reader = { roles: [role("apply", reads), role("batch")] };

  test("that do not allow it are refused, in one line for each action and reason", () => {
    const others = ["batch", "etl", "batch"].map((name) => guardrail(name, [everything]));
    const text = refused({ roles: [...reader.roles, role("etl")] }, rotation, encryption, ...others, deletion);
    expect(text.split("\n").slice(0, -1)).toEqual([
      "LG5045 `role/apply` cannot apply this plan: it may not make 6 of 6 changes",
      `kms:EnableKeyRotation on key \`${keyArn}\`: no identity policy allows kms:EnableKeyRotation`,
      `s3:PutEncryptionConfiguration on bucket \`${bucket}\`: no identity policy allows s3:PutEncryptionConfiguration`,
      "iam:PutRolePolicy on role `batch`, role `etl`: no identity policy allows iam:PutRolePolicy",
      `s3:DeleteBucketPolicy on bucket \`${bucket}\`: no identity policy allows s3:DeleteBucketPolicy`,
    ]);
    expect(text).toContain("`lakegrade iam-policy apply` prints");
    expect(refused({ roles: [admin, role("batch"), role("etl")] }, rotation, encryption, ...others, deletion)).toBe("");
  });

  test("that were not read refuse nothing", () => {
    const { policies: _unread, ...unread } = admin;
    expect(refused({ roles: [unread, role("batch")] }, rotation, encryption, guardrail("batch", [everything]))).toBe("");
    const attached = {
      ...admin,
      policies: { id: "AROAAPPLYXXXXXXXXXXXX", trust: "{}", inline: [], attached: ["arn:aws:iam::aws:policy/Missing"] },
    };
    expect(refused({ roles: [attached, role("batch")] }, encryption, guardrail("batch", [everything]))).toBe("");
  });

  test("that IAM asks in its own Region are decided there", () => {
    const inRegion = (region: string): Json => ({ ...everything, Condition: { StringEquals: { "aws:RequestedRegion": region } } });
    const change = guardrail("batch", [everything]);
    expect(refused({ roles: [role("apply", inRegion("us-east-1")), role("batch")] }, change)).toBe("");
    expect(refused({ roles: [role("apply", inRegion("ap-northeast-2")), role("batch")] }, change)).toContain("iam:PutRolePolicy");
  });

  test("change with the caller's own guardrail: for later steps, and for its own step only where it makes no difference", () => {
    const denies = guardrail("apply", [{ Effect: "Deny", Action: ["iam:*", "s3:*"], Resource: "*" }]);
    const scene = { roles: [admin, role("batch")] };
    expect(refused(scene, denies, guardrail("batch", [everything]))).toBe("");
    expect(refused(scene, denies, deletion)).toContain("s3:DeleteBucketPolicy");
    expect(refused(scene, denies)).toBe("");
  });

  test("and a key policy that leaves the key to nobody by IAM", () => {
    const closed = key(keyArn, { policy: policy({ ...byIam, Principal: { AWS: roleArn("other") } }) });
    expect(refused({ roles: [admin], keys: [closed] }, rotation)).toContain("no key policy allows kms:EnableKeyRotation");
    const { policy: _unread, ...unread } = key();
    expect(refused({ roles: [admin], keys: [unread] }, rotation)).toBe("");
  });
});

test("changes that nothing here decides cost nothing and refuse nothing", () => {
  const untouched: LiveState = {
    ...liveOf({}),
    get facts(): never {
      throw new Error("the account was looked at");
    },
  };
  expect(() => told(untouched, [deletion])).toThrow("looked at");
  expect(told(untouched, [changeOf("lf-tag", { key: "grade", value: "1" })])).toBe("");
});

describe("a read-only administrator (LG5017)", () => {
  const caller = roleArn("apply");
  const tags = [changeOf("lf-tag", { key: "grade", value: "1" }), changeOf("lf-location", { arn: "arn:aws:s3:::a" })];

  function administrators(settings: readonly ("admin" | "read-only-admin")[], ...grants: readonly LfGrant[]): LiveState {
    const resources = new Map<string, Resource>([
      ...settings.map(
        (setting) =>
          [settingAddress({ setting, principal: caller }), { kind: "lf-settings", spec: { setting, principal: caller } }] as const,
      ),
      ...grants.map((spec) => [grantAddress(spec), { kind: "lf-grant", spec }] as const),
    ]);
    return { ...liveOf({ roles: [admin] }), resources };
  }

  test("is refused once for all changes that take an administrator", () => {
    expect(told(administrators(["read-only-admin"]), tags)).toMatch(
      /^LG5017 `role\/apply` cannot apply this plan: it is a read-only data lake administrator, and Lake Formation would refuse 1 of 2 changes\napply as a data lake administrator/,
    );
  });

  test("is not refused what takes none, nor where it is both, nor where somebody else reads", () => {
    expect(told(administrators(["read-only-admin"]), tags.slice(1))).toBe("");
    expect(told(administrators(["read-only-admin", "admin"]), tags)).toBe("");
    expect(told({ ...administrators(["read-only-admin"]), caller: roleArn("other") }, tags)).toBe("");
  });

  test.each([
    ["a tag", { securable: { type: "lf-tag", key: "grade", values: ["1"] }, permissions: ["ASSOCIATE"], grantable: [] }],
    [
      "a table with the right to grant",
      { securable: { type: "table", database: "d", table: "t" }, permissions: ["SELECT"], grantable: ["SELECT"] },
    ],
  ] as const)("is not refused who holds %s", (_what, grant) => {
    expect(told(administrators(["read-only-admin"], { principal: caller, ...grant }), tags)).toBe("");
    const everybody = { principal: `${account}:IAMPrincipals`, ...grant };
    expect(told(administrators(["read-only-admin"], everybody), tags)).toBe("");
    expect(told(administrators(["read-only-admin"], { principal: roleArn("other"), ...grant }), tags)).toContain("LG5017");
  });
});
