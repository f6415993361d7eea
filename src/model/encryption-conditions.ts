/** The condition keys by which policies see how a request encrypts an object. Source: Service Authorization Reference, Amazon S3. */

/** `AES256`, `aws:kms`, `aws:kms:dsse`. */
export const algorithmCondition = "s3:x-amz-server-side-encryption";

export const keyIdCondition = "s3:x-amz-server-side-encryption-aws-kms-key-id";

/** There where the request brings a key of its own (SSE-C). */
export const customerKeyCondition = "s3:x-amz-server-side-encryption-customer-algorithm";
