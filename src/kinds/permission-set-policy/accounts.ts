/** The accounts that have a permission set, and those of them whose role is older than its definition. */

import type { ProvisioningStatus } from "@aws-sdk/client-sso-admin";

import type { SsoAdminPort } from "../../aws/ports.ts";
import { readPages } from "../../model/pages.ts";
import { compareText } from "../../model/source.ts";
import type { PermissionSetId } from "./provision.ts";

/** Sorted; of all accounts, or of those with this status. */
export async function listAccounts(ssoAdmin: SsoAdminPort, set: PermissionSetId, status?: ProvisioningStatus): Promise<readonly string[]> {
  const accounts = await readPages(async (token) => {
    const { AccountIds = [], NextToken } = await ssoAdmin.listAccountsForProvisionedPermissionSet({
      ...set,
      ...(status === undefined ? {} : { ProvisioningStatus: status }),
      MaxResults: 100,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    return { items: AccountIds, next: NextToken };
  });
  return accounts.toSorted(compareText);
}

/** Accounts that have the set as it was before its last change. */
export async function listBehind(ssoAdmin: SsoAdminPort, set: PermissionSetId): Promise<readonly string[]> {
  return listAccounts(ssoAdmin, set, "LATEST_PERMISSION_SET_NOT_PROVISIONED");
}
