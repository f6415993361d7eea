/** Who is to be asked where AWS denies: where the policy of a bucket or key denies, no IAM policy helps; that of a key has to allow. */

import { expect, test } from "vitest";

import { koApplyError } from "../../src/cli/messages/ko-apply-errors.ts";
import { deniedAdvice } from "../../src/model/denied-advice.ts";

const user = "User: arn:aws:sts::111122223333:assumed-role/ci/x is not authorized to perform:";
const byPolicy = "with an explicit deny in a resource-based policy";

test.each(["PutBucketPolicy", "DeleteBucketPolicy", "PutEncryptionConfiguration", "PutBucketPublicAccessBlock"])(
  "%s that the bucket's policy denies names the operators, not `iam-policy`",
  (action) => {
    const advice = deniedAdvice(`S3 ${action}: AccessDenied: ${user} s3:${action} on resource: "arn:aws:s3:::b" ${byPolicy}`);
    expect(advice).toContain("`DenyConfiguration` spares `Lake.operators` and `Lake.breakGlass`");
    expect(advice).not.toContain("iam-policy");
  },
);

test("what else such a policy denies is not a matter of IAM either", () => {
  const advice = deniedAdvice(`KMS EnableKeyRotation: AccessDenied: ${user} kms:EnableKeyRotation on resource: "k" ${byPolicy}`);
  expect(advice).toContain("a principal that the policy spares");
  expect(advice).not.toMatch(/iam-policy|DenyConfiguration/);
});

test("what no policy allows, or an identity-based one denies, is", () => {
  for (const why of [
    "because no identity-based policy allows the s3:PutBucketPolicy action",
    "with an explicit deny in an identity-based policy",
  ])
    expect(deniedAdvice(`S3 PutBucketPolicy: AccessDenied: ${user} s3:PutBucketPolicy ${why}`)).toContain("iam-policy apply");
});

const silent = "the policy of a key or bucket must not deny it either";
const allowing = "the key's own policy must allow it, too, or leave it to IAM";

test.each([
  ["KMS DescribeKey", "kms:DescribeKey because no resource-based policy allows the kms:DescribeKey action", allowing],
  ["KMS EnableKeyRotation", "kms:EnableKeyRotation", allowing],
  ["KMS ListAliases", "kms:ListAliases", silent],
  ["S3 GetBucketPolicy", "s3:GetBucketPolicy", silent],
])("%s asks of the policy of a key to allow, of any other not to deny", (call, what, policies) => {
  const reason = `${call}: AccessDeniedException: ${user} ${what}`;
  const advice = deniedAdvice(reason) ?? "";
  expect(advice).toContain("`lakegrade iam-policy ");
  expect(advice.endsWith(`; ${policies}`)).toBe(true);
  const korean = koApplyError(`${reason}; ${advice}`).slice(reason.length);
  expect(korean).toMatch(/[가-힣]/);
  expect(korean).not.toContain("policy must");
});
