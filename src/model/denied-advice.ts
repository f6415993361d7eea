/** What to do where AWS denies: who is asked for access depends on who denied it. */

/** Lake Formation denies by its own permissions, Glue by Lake Formation's; where IAM is in the way, the text names the action. */
const byLakeFormation = /data lake administrator|Insufficient Lake Formation permission|^Lake Formation /i;
const byIam = /not authorized to perform/i;
const denied = /denied|unauthorized|forbidden/i;
/** Operations that only read. */
const reads = /^[\w ]*? (?:Get|List|Describe|Search|BatchGet|Head)\w*:/;

/**
 * The help line for `<service> <operation>: <code>: <text of AWS>`, or for a reason in our own words; undefined where nobody denied
 * anything.
 */
export function deniedAdvice(reason: string): string | undefined {
  if (byIam.test(reason)) return iamAdvice(reason);
  if (byLakeFormation.test(reason)) {
    return "use a role that is a (read-only) data lake administrator; `lakegrade bootstrap` makes those that the Lake names";
  }
  return denied.test(reason) ? iamAdvice(reason) : undefined;
}

function iamAdvice(reason: string): string {
  const writes = /^[\w ]+? [A-Z]\w*:/.test(reason) && !reads.test(reason);
  return `give the calling role the IAM permissions that \`lakegrade iam-policy ${writes ? "apply" : "plan"}\` prints; the policy of a key or bucket must not deny it either`;
}
