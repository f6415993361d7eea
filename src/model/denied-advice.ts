/** What to do where AWS denies: who is asked for access depends on who denied it. */

/** Lake Formation denies by its own permissions, Glue by Lake Formation's; where IAM is in the way, the text names the action. */
const byLakeFormation = /data lake administrator|Insufficient Lake Formation permission|^Lake Formation /i;
const byIam = /not authorized to perform/i;
const byPolicyOfResource = /explicit deny in a resource-based policy/i;
/** What `protectConfiguration` denies of a bucket. */
const configuresBucket =
  /not authorized to perform: s3:(?:(?:Put|Delete)BucketPolicy|PutEncryptionConfiguration|PutBucketPublicAccessBlock|PutBucketAcl|PutBucketOwnershipControls)\b/i;
const denied = /denied|unauthorized|forbidden/i;
/** Of KMS's operations the listing of aliases alone is about no key. */
const asksOneKey = /^KMS (?!ListAliases:)/;
/** Operations that only read. */
const reads = /^[\w ]*? (?:Get|List|Describe|Search|BatchGet|Head)\w*:/;

/**
 * The help line for `<service> <operation>: <code>: <text of AWS>`, or for a reason in our own words; undefined where nobody denied
 * anything.
 */
export function deniedAdvice(reason: string): string | undefined {
  if (byPolicyOfResource.test(reason)) return resourceAdvice(reason);
  if (byIam.test(reason)) return iamAdvice(reason);
  if (byLakeFormation.test(reason)) {
    // A read-only administrator reads all that an administrator does, and writes nothing.
    if (isWrite(reason))
      return "use a role that is a data lake administrator and not only a read-only one: an operator of `Lake.operators`; `lakegrade bootstrap` makes those that the Lake names";
    return "use a role that is a (read-only) data lake administrator; `lakegrade bootstrap` makes those that the Lake names";
  }
  return denied.test(reason) ? iamAdvice(reason) : undefined;
}

/** Where a resource's own policy denies explicitly, no IAM policy helps. Source: IAM User Guide, troubleshoot_access-denied. */
function resourceAdvice(reason: string): string {
  if (configuresBucket.test(reason))
    return "the bucket's own policy denies it, whatever IAM allows: under `protectConfiguration` its statement `DenyConfiguration` spares `Lake.operators` and `Lake.breakGlass` alone, so apply as one of them; a deny of others spares whom it names";
  return "the policy of the bucket or key itself denies it, whatever IAM allows: use a principal that the policy spares, or have whoever wrote the statement change it";
}

/** A key's policy is no second opinion as a bucket's is: without it IAM gives no right to a key. Source: KMS Developer Guide, key-policies. */
function iamAdvice(reason: string): string {
  const policies = asksOneKey.test(reason)
    ? "the key's own policy must allow it, too, or leave it to IAM"
    : "the policy of a key or bucket must not deny it either";
  return `give the calling role the IAM permissions that \`lakegrade iam-policy ${isWrite(reason) ? "apply" : "plan"}\` prints; ${policies}`;
}

/** Does the reason name an operation, and one that changes something? */
function isWrite(reason: string): boolean {
  return /^[\w ]+? [A-Z]\w*:/.test(reason) && !reads.test(reason);
}
