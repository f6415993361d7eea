/** How large AWS lets policies be. */

/**
 * Bytes of a bucket's policy, white space between its elements not counted. Source: S3 User Guide, access-policy-language-overview (20 KB); what
 * is counted: as users of S3 report it.
 */
export const bucketPolicyQuota = 20 * 1024;
