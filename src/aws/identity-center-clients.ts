/** Ports of IAM Identity Center, where its instance lives: perhaps in another account and Region. */

import { GetGroupIdCommand, IdentitystoreClient } from "@aws-sdk/client-identitystore";
import {
  DeleteInlinePolicyFromPermissionSetCommand,
  DescribePermissionSetCommand,
  DescribePermissionSetProvisioningStatusCommand,
  GetInlinePolicyForPermissionSetCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ListInstancesCommand,
  ListPermissionSetsCommand,
  ListPermissionSetsProvisionedToAccountCommand,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
  SSOAdminClient,
} from "@aws-sdk/client-sso-admin";
import type { SSOAdminClientConfig } from "@aws-sdk/client-sso-admin";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import type { Sender } from "./clients.ts";
import type { IdentityCenterPorts } from "./ports.ts";
import { toAwsError } from "./retry.ts";

/** Where the instance lives; what is absent is that of the lake. */
export interface IdentityCenterHome {
  readonly region?: string;
  /** ARN of a role to call as. */
  readonly assumeRole?: string;
}

type Credentials = Extract<NonNullable<SSOAdminClientConfig["credentials"]>, (...input: never[]) => unknown>;

/** The configuration that all clients share. */
interface SharedConfig extends Pick<SSOAdminClientConfig, "requestHandler" | "retryMode" | "maxAttempts" | "customUserAgent"> {
  readonly region: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
}

/** The configuration of the lake's own clients. */
export interface BaseConfigs {
  readonly config: SharedConfig;
  /** For STS. */
  readonly quickConfig: SharedConfig;
}

/** The role is assumed when the first call is made, not before: who has no right to it can still do everything else. */
export function identityCenterPorts(
  base: BaseConfigs,
  { region = base.config.region, assumeRole }: IdentityCenterHome = {},
  sender: (service: string) => Sender,
): IdentityCenterPorts {
  const there = { region, ...(assumeRole === undefined ? {} : { credentials: credentialsOf(base, assumeRole) }) };
  const admin = new SSOAdminClient({ ...base.config, ...there });
  const store = new IdentitystoreClient({ ...base.config, ...there });
  const sts = new STSClient({ ...base.quickConfig, ...there });
  for (const { middlewareStack } of [admin, store]) middlewareStack.remove("loggerMiddleware");
  const sso = sender("Identity Center");
  const ids = sender("Identity Store");
  const who = sender("STS");
  return {
    region,
    ssoAdmin: {
      listInstances: sso("ListInstances", (input) => admin.send(new ListInstancesCommand(input))),
      listPermissionSets: sso("ListPermissionSets", (input) => admin.send(new ListPermissionSetsCommand(input))),
      listPermissionSetsProvisionedToAccount: sso("ListPermissionSetsProvisionedToAccount", (input) =>
        admin.send(new ListPermissionSetsProvisionedToAccountCommand(input)),
      ),
      describePermissionSet: sso("DescribePermissionSet", (input) => admin.send(new DescribePermissionSetCommand(input))),
      getInlinePolicyForPermissionSet: sso("GetInlinePolicyForPermissionSet", (input) =>
        admin.send(new GetInlinePolicyForPermissionSetCommand(input)),
      ),
      listAccountsForProvisionedPermissionSet: sso("ListAccountsForProvisionedPermissionSet", (input) =>
        admin.send(new ListAccountsForProvisionedPermissionSetCommand(input)),
      ),
      putInlinePolicyToPermissionSet: sso("PutInlinePolicyToPermissionSet", (input) =>
        admin.send(new PutInlinePolicyToPermissionSetCommand(input)),
      ),
      deleteInlinePolicyFromPermissionSet: sso("DeleteInlinePolicyFromPermissionSet", (input) =>
        admin.send(new DeleteInlinePolicyFromPermissionSetCommand(input)),
      ),
      provisionPermissionSet: sso("ProvisionPermissionSet", (input) => admin.send(new ProvisionPermissionSetCommand(input))),
      describePermissionSetProvisioningStatus: sso("DescribePermissionSetProvisioningStatus", (input) =>
        admin.send(new DescribePermissionSetProvisioningStatusCommand(input)),
      ),
    },
    identityStore: {
      getGroupId: ids("GetGroupId", (input) => store.send(new GetGroupIdCommand(input))),
    },
    sts: { getCallerIdentity: who("GetCallerIdentity", (input) => sts.send(new GetCallerIdentityCommand(input))) },
  };
}

/** Credentials of an assumed role; the SDK keeps them until shortly before they expire. */
function credentialsOf({ quickConfig }: BaseConfigs, role: string): Credentials {
  const sts = new STSClient(quickConfig);
  return async () => {
    try {
      const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "lakegrade" }));
      const {
        AccessKeyId: accessKeyId = "",
        SecretAccessKey: secretAccessKey = "",
        SessionToken: sessionToken = "",
        Expiration,
      } = given ?? {};
      return { accessKeyId, secretAccessKey, sessionToken, ...(Expiration === undefined ? {} : { expiration: Expiration }) };
    } catch (error) {
      throw toAwsError("STS", "AssumeRole", error);
    }
  };
}
