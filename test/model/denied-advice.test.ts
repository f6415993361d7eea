/** Who is asked for access where AWS denies: of a key its policy, too, which has to allow and not only to keep silent. */

import { expect, test } from "vitest";

import { koApplyError } from "../../src/cli/messages/ko-apply-errors.ts";
import { deniedAdvice } from "../../src/model/denied-advice.ts";

const silent = "the policy of a key or bucket must not deny it either";
const allowing = "the key's own policy must allow it, too, or leave it to IAM";

test.each([
  [
    "KMS",
    "DescribeKey",
    "kms:DescribeKey on resource: arn:aws:kms:x because no resource-based policy allows the kms:DescribeKey action",
    allowing,
  ],
  ["KMS", "EnableKeyRotation", "kms:EnableKeyRotation", allowing],
  ["KMS", "ListAliases", "kms:ListAliases", silent],
  ["S3", "GetBucketPolicy", "s3:GetBucketPolicy", silent],
])("%s %s", (service, operation, what, policies) => {
  const reason = `${service} ${operation}: AccessDeniedException: User: arn:aws:iam::111122223333:role/x is not authorized to perform: ${what}`;
  const advice = deniedAdvice(reason) ?? "";
  expect(advice).toContain("`lakegrade iam-policy ");
  expect(advice.endsWith(`; ${policies}`)).toBe(true);
  // The advice is known in Korean: nothing of its English is left.
  const korean = koApplyError(`${reason}; ${advice}`).slice(reason.length);
  expect(korean).toMatch(/[가-힣]/);
  expect(korean).not.toContain("policy must");
});
