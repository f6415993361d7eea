/** Who is simulated, on which object, and what changes of every kind do to writes. */

import { describe, expect, test } from "vitest";

import { simulateWrites } from "../../src/access/simulate-writes.ts";
import type { SimulatedWrite } from "../../src/access/simulate-writes.ts";
import { writeChanges } from "../../src/access/write-changes.ts";
import type { Change } from "../../src/model/change.ts";
import type { GovernedBucket } from "../../src/model/governed-bucket.ts";
import { sidPrefix } from "../../src/model/ours.ts";
import type { Role } from "../../src/model/state.ts";
import {
  account,
  bucket,
  changeOf,
  governed,
  keyArn,
  liveOf,
  mayUseKey,
  mayWrite,
  objects,
  policy,
  policyChange,
  role,
  roleArn,
  sseS3,
  statementsOf,
  toKms,
} from "./scene.ts";
import type { Json, Scene } from "./scene.ts";
import { headerOptional } from "./statements.ts";

const protection = policyChange(...headerOptional);

function simulated(scene: Scene, changes: readonly Change[] = [protection], more: Partial<GovernedBucket> = {}) {
  const result = simulateWrites(liveOf(scene), [governed({ breakGlass: [], operators: [], ...more })], changes);
  const found = result?.buckets[0];
  if (result === undefined || found === undefined) throw new Error("nothing was simulated");
  return { ...found, changes: writeChanges(result) };
}

function relations(writes: readonly SimulatedWrite[]): Readonly<Record<string, string>> {
  return Object.fromEntries(writes.map(({ writer }) => [writer.name, writer.relation]));
}

function headerless(writes: readonly SimulatedWrite[], name: string): SimulatedWrite | undefined {
  return writes.find(({ writer, shape }) => writer.name === name && shape.title === "no header");
}

const lets = (principal: Json): Json => ({ Effect: "Allow", Principal: principal, Action: "s3:PutObject", Resource: objects });

const plain = [mayWrite, mayUseKey];

describe("writers", () => {
  test("are those the policies name, by what counts most, and any other role", () => {
    const roles = ["registration", "etl", "apply", "emergency"].map((name) => role(name));
    const { writes } = simulated({ roles }, [protection], {
      registrationRoles: [roleArn("registration")],
      directAccess: [
        roleArn("etl"),
        roleArn("registration"),
        "permission-set/unresolved",
        "arn:aws:quicksight:ap-northeast-2:111122223333:user/x",
      ],
      operators: [roleArn("apply"), roleArn("etl")],
      breakGlass: [roleArn("emergency")],
    });
    expect(relations(writes)).toEqual({
      [roleArn("apply")]: "operator",
      [roleArn("emergency")]: "break-glass",
      [roleArn("etl")]: "direct access",
      [roleArn("registration")]: "registration role",
      "*": "any other role",
    });
  });

  test("are roles that may write, and no others", () => {
    const elsewhere = { ...mayWrite, Resource: "arn:aws:s3:::other/*" };
    const roles = [
      role("writer", ...plain),
      role("administrator", { Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
      role("reader", { ...mayWrite, Action: "s3:GetObject" }),
      role("elsewhere", elsewhere),
      role("denied", mayWrite, { ...mayWrite, Effect: "Deny" }),
      role("perhaps", { ...mayWrite, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } }),
      role("prefix", { ...mayWrite, Resource: "arn:aws:s3:::adw-*/incoming/*" }),
    ];
    const { writes } = simulated({ roles });
    expect(Object.keys(relations(writes)).toSorted()).toEqual(
      ["*", ...["writer", "administrator", "perhaps", "prefix"].map(roleArn)].toSorted(),
    );
  });

  test("are roles that the bucket's policy lets in", () => {
    const { writes } = simulated({ roles: [role("guest", mayUseKey), role("other")], bucketPolicy: [lets({ AWS: roleArn("guest") })] });
    expect(Object.keys(relations(writes)).toSorted()).toEqual(["*", roleArn("guest")]);
  });

  test("are not simulated by the thousand: the rest is counted", () => {
    const roles = Array.from({ length: 3000 }, (_, index) => role(`etl-${String(index).padStart(4, "0")}`, ...plain));
    const { writes, more, changes } = simulated({ roles });
    expect(Object.keys(relations(writes))).toHaveLength(9);
    expect([more, changes[0]?.more]).toEqual([2992, 2992]);
  });

  test("are services and accounts that the bucket's policy lets in", () => {
    const { writes } = simulated({
      bucketPolicy: [
        lets({ Service: "delivery.logs.amazonaws.com" }),
        lets({ AWS: ["444455556666", "arn:aws:iam::444455556666:role/x", account] }),
      ],
    });
    expect(relations(writes)).toEqual({
      "*": "any other role",
      "arn:aws:iam::444455556666:role/x": "another account",
      "arn:aws:iam::444455556666:root": "another account",
      "delivery.logs.amazonaws.com": "AWS service",
    });
    // The key's policy leaves it to the IAM of its own account, which neither has.
    expect(headerless(writes, "delivery.logs.amazonaws.com")?.before).toMatchObject({
      result: "denied",
      why: expect.stringContaining("kms:GenerateDataKey") as unknown,
    });
  });

  test("write where they may: in a registered location, or where their policies say", () => {
    const inWarehouse = { ...mayWrite, Resource: `arn:aws:s3:::${bucket}/warehouse/*` };
    const inIncoming = { ...mayWrite, Resource: `arn:aws:s3:::${bucket}/incoming/2026-??/*` };
    const roles = [role("registration", inWarehouse, mayUseKey), role("incoming", inIncoming, mayUseKey)];
    const location = changeOf("lf-location", {
      arn: `arn:aws:s3:::${bucket}/warehouse`,
      role: roleArn("registration"),
      hybrid: false,
      federation: false,
      privileged: false,
    });
    const { writes } = simulated({ roles }, [location, protection], { registrationRoles: [roleArn("registration")] });
    for (const name of ["registration", "incoming"]) expect(headerless(writes, roleArn(name))?.after.result).toBe("allowed");
  });
});

describe("a change", () => {
  const roles = [role("etl", ...plain)];
  const deny: Json = { Effect: "Deny", Action: "s3:PutObject", Resource: objects };

  test("of default encryption changes what writers without header get", () => {
    const { writes } = simulated({ roles, encryption: sseS3 }, [toKms]);
    expect(headerless(writes, roleArn("etl"))).toMatchObject({
      before: { result: "allowed", encryption: { algorithm: "AES256" } },
      after: { result: "allowed", encryption: { algorithm: "aws:kms", key: keyArn } },
    });
  });

  test("of a bucket policy leaves the statements of others, and of other lakes, where they are", () => {
    const others = [
      { ...deny, Sid: "Theirs", Principal: "*" },
      { ...deny, Sid: `${sidPrefix("other")}Deny`, Principal: "*" },
    ];
    const ours = { ...deny, Sid: `${sidPrefix("adw")}Deny`, Principal: "*" };
    const remove: Change = { ...protection, action: "delete", before: protection.after, after: null };
    const left = (statements: readonly Json[]): string | undefined =>
      headerless(simulated({ roles, bucketPolicy: statements }, [remove], { directAccess: [roleArn("etl")] }).writes, roleArn("etl"))?.after
        .result;
    expect(left([ours])).toBe("allowed");
    for (const statement of others) expect(left([ours, statement])).toBe("denied");
  });

  test("of a role's guardrail changes what the role may write", () => {
    const guardrail = changeOf("iam-role-policy", { role: "etl", policy: "lakegrade-adw", statements: statementsOf(deny) });
    const { writes } = simulated({ roles }, [guardrail]);
    expect(headerless(writes, roleArn("etl"))).toMatchObject({ before: { result: "allowed" }, after: { result: "denied" } });
    const own = role("etl", ...plain);
    const inline = [...(own.policies?.inline ?? []), { name: "lakegrade-adw", document: policy(deny) }];
    const guarded: Role = { ...own, policies: { id: "AROAETL", trust: "{}", attached: [], inline } };
    const removal: Change = { ...guardrail, action: "delete", before: guardrail.after, after: null };
    const after = simulated({ roles: [guarded] }, [removal], { directAccess: [roleArn("etl")] });
    expect(headerless(after.writes, roleArn("etl"))).toMatchObject({ before: { result: "denied" }, after: { result: "allowed" } });
  });

  test("of a permission set's guardrail changes what its role may write, and no other's", () => {
    const path = "/aws-reserved/sso.amazonaws.com/";
    const inline = [{ name: "AwsSSOInlinePolicy", document: policy(...plain) }];
    const sso = (set: string): Role => {
      const name = `AWSReservedSSO_${set}_0123456789abcdef`;
      return {
        name,
        arn: `arn:aws:iam::${account}:role${path}${name}`,
        path,
        policies: { id: `AROA${set}`, trust: "{}", inline, attached: [] },
      };
    };
    const statements = statementsOf({ ...deny, Sid: `${sidPrefix("adw")}Deny` });
    const spec = { permissionSet: "Data", prefix: sidPrefix("adw"), statements, others: "", provisioned: true, arn: "" };
    const { writes } = simulated({ roles: [sso("Data"), sso("Data_Admin")] }, [changeOf("permission-set-policy", spec)]);
    expect(headerless(writes, sso("Data").arn)).toMatchObject({ before: { result: "allowed" }, after: { result: "denied" } });
    expect(headerless(writes, sso("Data_Admin").arn)?.after.result).toBe("allowed");
  });

  test("of a permission set's guardrail takes along what others changed in the set and did not provision", () => {
    const name = "AWSReservedSSO_Data_0123456789abcdef";
    const path = "/aws-reserved/sso.amazonaws.com/";
    const of = (...statements: readonly Json[]): Role => ({
      name,
      arn: `arn:aws:iam::${account}:role${path}${name}`,
      path,
      policies: {
        id: "AROAData",
        trust: "{}",
        inline: [{ name: "AwsSSOInlinePolicy", document: policy(...plain, ...statements) }],
        attached: [],
      },
    });
    const brake = { ...deny, Sid: "Brake" };
    const brakes = statementsOf(brake);
    const outcome = (writer: Role, come: typeof brakes, go: typeof brakes) => {
      const waiting = { accounts: [account], statements: { come, go } };
      const spec = { permissionSet: "Data", prefix: sidPrefix("adw"), statements: [], others: "", provisioned: true, waiting, arn: "" };
      return headerless(simulated({ roles: [writer] }, [changeOf("permission-set-policy", spec)]).writes, writer.arn);
    };
    expect(outcome(of(), brakes, [])).toMatchObject({ before: { result: "allowed" }, after: { result: "denied" } });
    expect(outcome(of(brake), [], brakes)).toMatchObject({ before: { result: "denied" }, after: { result: "allowed" } });
  });

  test("is told where it changes anything: refused for another reason is no change", () => {
    const idle = simulated({ roles: [role("etl", mayUseKey)] }, [protection], { directAccess: [roleArn("etl")] });
    expect(idle.changes.flatMap(({ changes }) => changes).filter(({ writer }) => writer === roleArn("etl"))).toEqual([]);
    const spec = { bucket, prefix: sidPrefix("adw"), statements: [], others: "" };
    const same = simulated({ roles, bucketPolicy: headerOptional }, [changeOf("s3-bucket-policy", spec)]);
    expect(same.changes).toEqual([]);
  });
});
