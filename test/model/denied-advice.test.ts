/** Who is to be asked where AWS denies: where the policy of a bucket or key denies, no IAM policy helps. */

import { expect, test } from "vitest";

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
