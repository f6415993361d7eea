/** How large AWS lets policies be. */

/**
 * Bytes of a bucket's policy, white space between its elements not counted. Source: S3 User Guide, access-policy-language-overview (20 KB); what
 * is counted: as users of S3 report it.
 */
export const bucketPolicyQuota = 20 * 1024;

/** Characters that are not white space, of all inline policies of a role or set. Source: IAM User Guide, reference_iam-quotas. */
export const inlinePolicyQuota = 10_240;

/** What counts of a policy's text there. */
export function policyCharacters(text: string): number {
  return text.replaceAll(/\s/g, "").length;
}
