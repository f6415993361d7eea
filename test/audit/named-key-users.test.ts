/** Principals of the account whom the policy of a governed key lets decrypt, or change who may, beside those whom the policies name. */

import { describe, expect, test } from "vitest";

import type { Json } from "../access/scene.ts";
import { account, claimsBucket, claimsKey, claimsKeyFacts, findingsOf, seen } from "./estate.ts";
import { keyPolicy, role } from "./policies-of-others.ts";

const outsider = { AWS: role("outsider") };

function allow(Principal: unknown, Action: string | readonly string[] = "kms:*", more: Json = {}): Json {
  return { Sid: "S", Effect: "Allow", Principal, Action, Resource: "*", ...more };
}

/** `severity message` of each finding about who is named. */
function told(...statements: readonly Json[]): readonly string[] {
  return findingsOf(keyPolicy(...statements)).flatMap(({ code, severity, message }) =>
    code === "LGF614" ? [`${severity} ${message}`] : [],
  );
}

/** A statement for everyone under a condition on who asks. */
function held(names: string | readonly string[], operator = "ArnLike"): Json {
  return allow("*", "kms:Decrypt", { Condition: { [operator]: { "aws:PrincipalArn": names } } });
}

const beginning = `S in the policy of key ${claimsKey} lets`;
const ending = "which no policy asks for on adw-claims";

test("a statement that names a role changes what is found, with and without one for the account", () => {
  const root = allow({ AWS: `arn:aws:iam::${account}:root` }, "kms:*", { Sid: "Root" });
  const sneak = expect.stringMatching(/^LGF614 failed key\/.*\/S$/) as string;
  const delegated = expect.stringMatching(/^LGF607 failed key\/.*\/Root$/) as string;
  expect(seen(keyPolicy(root))).toEqual([delegated]);
  expect(seen(keyPolicy(root, allow(outsider)))).toEqual([sneak, delegated]);
  expect(seen(keyPolicy(allow(outsider)))).toEqual([sneak]);
  expect(told(allow(outsider))).toEqual([`low ${beginning} role/outsider decrypt, make data keys and change who may decrypt, ${ending}`]);
});

describe("a statement for", () => {
  test.each([
    ["a user", { AWS: `arn:aws:iam::${account}:user/outsider` }],
    ["a session", { AWS: `arn:aws:sts::${account}:assumed-role/outsider/a` }],
    ["a session of a role that has the name of an operator who is a user", { AWS: `arn:aws:sts::${account}:assumed-role/ci/a` }],
  ])("%s is found", (_whom, principal) => {
    const buckets = [{ ...claimsBucket, operators: [`arn:aws:iam::${account}:user/ci`] }];
    expect(seen({ ...keyPolicy(allow(principal, "kms:Decrypt")), buckets })).toEqual([
      expect.stringMatching(/^LGF614 failed key\/.*\/S$/) as string,
    ]);
  });

  test("those who need the key, by role or session, is not", () => {
    const spared = [role("LakeRegistration"), role("LakegradeApply"), role("BreakGlass"), role("etl")];
    const AWS = [...spared, `arn:aws:sts::${account}:assumed-role/etl/a`];
    const buckets = [{ ...claimsBucket, directAccess: [role("etl")] }];
    expect(seen({ ...keyPolicy(allow({ AWS })), buckets })).toEqual([]);
    expect(told(allow({ AWS }))).toEqual([expect.stringContaining(" lets role/etl, arn:aws:sts:") as string]);
  });

  test("AWS services, their roles in the account, and principals that are gone is not", () => {
    const service = { Service: "logs.amazonaws.com", AWS: role("aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling") };
    expect(told(allow(service))).toEqual([]);
    expect(told(allow({ AWS: "AROAEXAMPLEEXAMPLE123" }))).toEqual([]);
  });

  test("everyone, held to principals of the account, names whom it is held to", () => {
    expect(told(held([role("BreakGlass"), role("team/*")]))).toEqual([`low ${beginning} ${role("team/*")} decrypt, ${ending}`]);
    expect(seen(keyPolicy(held(role("BreakGlass"), "StringEquals")))).toEqual([]);
    for (const names of ["arn:aws:iam::*:role/team", `arn:aws:iam:*:${account}:role/team`, "*"]) {
      expect(seen(keyPolicy(held(names, "StringLike")))).toEqual([expect.stringMatching(/^LGF608 failed/) as string]);
    }
    expect(seen(keyPolicy(held(role("team/*"), "ArnNotLike")))).toEqual([expect.stringMatching(/^LGF608 failed/) as string]);
  });

  test("roles of one permission set that is spared is not, and of sets whose names begin alike is", () => {
    const path = "aws-reserved/sso.amazonaws.com";
    const buckets = [{ ...claimsBucket, operators: [role(`${path}/ap-northeast-2/AWSReservedSSO_Data_0123456789abcdef`)] }];
    const ofSet = (suffix: string): Json => held(role(`${path}/*/AWSReservedSSO_Data_${suffix}`));
    expect(seen({ ...keyPolicy(ofSet("?".repeat(16))), buckets })).toEqual([]);
    expect(seen({ ...keyPolicy(ofSet("*")), buckets })).toEqual([expect.stringMatching(/^LGF614/) as string]);
  });

  test("everyone in the account does not ask IAM", () => {
    const everyone = allow("*", "kms:Decrypt", { Condition: { StringEquals: { "kms:CallerAccount": account } } });
    for (const one of [everyone, held(`arn:aws:iam::${account}:*`), held([role("etl"), role("*")], "StringLike")]) {
      expect(told(one)).toEqual([`medium ${beginning} every principal of the account decrypt, ${ending}`]);
    }
  });
});

describe("the default policy of a key made in the console", () => {
  const admins = {
    AWS: [role("KeyAdmin"), role("OtherAdmin")],
  };
  const administering = "Create Describe Enable List Put Update Revoke Disable Get Delete".split(" ").map((verb) => `kms:${verb}*`);

  test("tells once of all who administer the key that they may change who decrypts", () => {
    expect(told(allow(admins, [...administering, "kms:TagResource", "kms:ScheduleKeyDeletion"]))).toEqual([
      `low ${beginning} role/KeyAdmin, role/OtherAdmin change who may decrypt, ${ending}`,
    ]);
    expect(told(allow(admins, ["kms:Describe*", "kms:Enable*", "kms:ScheduleKeyDeletion", "kms:Encrypt"]))).toEqual([]);
  });

  test("tells of who uses it, and not of the grants that AWS services make for them", () => {
    const using = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
    expect(told(allow(outsider, using))).toEqual([`low ${beginning} role/outsider decrypt and make data keys, ${ending}`]);
    const grants = ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"];
    expect(told(allow(outsider, grants, { Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } } }))).toEqual([]);
    expect(told(allow(outsider, grants))).toHaveLength(1);
  });
});

test("two statements with one Sid are two findings", () => {
  const found = seen(keyPolicy(allow(outsider, "kms:Decrypt"), allow({ AWS: role("other") }, "kms:Decrypt")));
  expect(new Set(found).size).toBe(2);
});

test("a key that older objects are under is looked at as the bucket's own", () => {
  const former = {
    ...claimsKeyFacts,
    arn: claimsKey.replaceAll("1111-", "2222-"),
    aliases: [],
    policy: JSON.stringify({ Statement: [allow(outsider)] }),
  };
  const facts = { keys: [claimsKeyFacts, former] };
  expect(seen({ facts })).toEqual([]);
  expect(seen({ facts, buckets: [{ ...claimsBucket, formerKeys: [former.arn] }] })).toEqual([
    expect.stringMatching(/^LGF614 failed key\/.*2222/) as string,
  ]);
});

test("what nobody read leaves it undecided", () => {
  expect(seen({ unread: ["keys"] })).toContain("LGF614 unknown keys");
});
