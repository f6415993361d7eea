/** Encryption and public access block of one bucket, with S3's words for "there is none" taken as the answers they are. */

import type { S3Port } from "../../aws/ports.ts";
import type { BucketEncryptionFacts, PublicAccessBlockFacts } from "../../model/account-facts.ts";
import { AwsError, noneFor } from "../../model/aws-error.ts";
import { compareText } from "../../model/source.ts";

/** What new objects are encrypted with. Every bucket has SSE-S3 at least. Source: S3 User Guide, default-bucket-encryption. */
export async function readBucketEncryption(s3: S3Port, owner: string, bucket: string): Promise<BucketEncryptionFacts> {
  const answer = await noneFor("ServerSideEncryptionConfigurationNotFoundError", () =>
    s3.getBucketEncryption({ Bucket: bucket, ExpectedBucketOwner: owner }),
  );
  const [rule, ...others] = answer?.ServerSideEncryptionConfiguration?.Rules ?? [];
  if (answer !== undefined && (rule === undefined || others.length > 0)) throw empty("GetBucketEncryption", "one rule");
  const { SSEAlgorithm: algorithm = "AES256", KMSMasterKeyID: key } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  return {
    algorithm,
    ...(key === undefined ? {} : { key }),
    bucketKey: rule?.BucketKeyEnabled ?? false,
    blocked: (rule?.BlockedEncryptionTypes?.EncryptionType ?? []).toSorted(compareText),
  };
}

/** A bucket without a configuration blocks nothing. */
export async function readPublicAccessBlock(s3: S3Port, owner: string, bucket: string): Promise<PublicAccessBlockFacts> {
  const answer = await noneFor("NoSuchPublicAccessBlockConfiguration", () =>
    s3.getPublicAccessBlock({ Bucket: bucket, ExpectedBucketOwner: owner }),
  );
  if (answer !== undefined && answer.PublicAccessBlockConfiguration === undefined) throw empty("GetPublicAccessBlock", "configuration");
  const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } = answer?.PublicAccessBlockConfiguration ?? {};
  return {
    blockPublicAcls: BlockPublicAcls ?? false,
    ignorePublicAcls: IgnorePublicAcls ?? false,
    blockPublicPolicy: BlockPublicPolicy ?? false,
    restrictPublicBuckets: RestrictPublicBuckets ?? false,
  };
}

/** An answer without what was asked for is no answer, and least of all "there is none". */
function empty(operation: string, what: string): AwsError {
  return new AwsError("S3", operation, "EmptyAnswer", `the answer holds not the ${what} that was asked for`, "invalid");
}
