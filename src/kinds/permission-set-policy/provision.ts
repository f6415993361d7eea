/** Provisioning: a permission set's definition reaches the roles of its accounts only when told to, and not at once. */

import type { PermissionSetProvisioningStatus } from "@aws-sdk/client-sso-admin";

import type { ApplyContext } from "../kind.ts";
import { NotApplied } from "../outcome.ts";

export interface PermissionSetId {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

/** Pauses between looks at the status, in milliseconds: doubling from the first to the longest. */
const firstPause = 1_000;
const longestPause = 10_000;

/** Looks before a provisioning is given up on: half an hour, for sets in thousands of accounts. */
const mostLooks = 180;

/**
 * Provisions to every account that has the set, and waits for the end. Throws NotApplied with AWS's reason where an account did not take it,
 * and where the end was not waited for.
 */
export async function provision(context: ApplyContext, set: PermissionSetId, name: string): Promise<void> {
  const { ssoAdmin } = context.ports.identityCenter;
  const started = await ssoAdmin.provisionPermissionSet({ ...set, TargetType: "ALL_PROVISIONED_ACCOUNTS" });
  let status = started.PermissionSetProvisioningStatus;
  let wait = firstPause;
  for (let looks = 0; ; looks += 1) {
    if (isFinished(status, name)) return;
    if (looks === mostLooks || context.isInterrupted()) {
      throw new NotApplied(`permission set ${name} is still being provisioned; a new plan shows whether every account took it`);
    }
    context.onProgress?.({ at: "provisioning", permissionSet: name });
    await context.pause(wait);
    wait = Math.min(longestPause, wait * 2);
    status = await look(context, set, status?.RequestId);
  }
}

async function look(
  context: ApplyContext,
  { InstanceArn }: PermissionSetId,
  requestId: string | undefined,
): Promise<PermissionSetProvisioningStatus | undefined> {
  const { ssoAdmin } = context.ports.identityCenter;
  const { PermissionSetProvisioningStatus: status } = await ssoAdmin.describePermissionSetProvisioningStatus({
    InstanceArn,
    ProvisionPermissionSetRequestId: requestId,
  });
  return status;
}

function isFinished(status: PermissionSetProvisioningStatus | undefined, name: string): boolean {
  if (status?.Status === "SUCCEEDED") return true;
  if (status?.Status === "IN_PROGRESS") return false;
  const reason = status?.FailureReason ?? "AWS gives no reason";
  throw new NotApplied(
    `permission set ${name} was changed, but not every account took it: ${reason}; mend that and make a new plan, which provisions again`,
  );
}
