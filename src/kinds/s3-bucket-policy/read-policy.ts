/** The policy of a bucket as S3 holds it, whose statements several owners may write. */

import type { S3Port } from "../../aws/ports.ts";
import { AwsError, noneFor } from "../../model/aws-error.ts";

/** The text of the policy; undefined where the bucket has none. `owner`: the account the bucket must belong to. Throws AwsError. */
export async function readBucketPolicy(s3: S3Port, owner: string, bucket: string): Promise<string | undefined> {
  const answer = await noneFor("NoSuchBucketPolicy", () => s3.getBucketPolicy({ Bucket: bucket, ExpectedBucketOwner: owner }));
  if (answer === undefined) return undefined;
  // An answer without a policy is no answer, and least of all "there is none".
  const { Policy: text = "" } = answer;
  if (text === "") throw new AwsError("S3", "GetBucketPolicy", "EmptyAnswer", "the answer holds no policy", "invalid");
  return text;
}
