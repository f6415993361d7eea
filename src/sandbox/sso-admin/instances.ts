/** The instance as its administrators see it. */

import type {
  DescribeInstanceRequest,
  DescribeInstanceResponse,
  InstanceMetadata,
  ListInstancesRequest,
  ListInstancesResponse,
} from "@aws-sdk/client-sso-admin";

import type { Call } from "../call.ts";
import { pageOf } from "../page.ts";
import { denied } from "./error.ts";
import { pageRequest, requireAdministrator, showToken } from "./instance-call.ts";
import type { Instance } from "./state.ts";

/** Instances of the caller's Region: one or none. */
export function listInstances(call: Call, input: ListInstancesRequest): ListInstancesResponse {
  requireAdministrator(call, "sso:ListInstances", "*");
  const instance = call.account.organization.identityCenter.instances.get(call.account.region);
  const page = pageOf(instance === undefined ? [] : [instance.arn], pageRequest(call, input), () => instance && showInstance(instance));
  return { Instances: [...page.rows], ...showToken(page.token) };
}

/** The API has no "not found" here: an instance that is not there is denied. Source: API Reference, DescribeInstance, errors. */
export function describeInstance(call: Call, { InstanceArn: arn = "" }: DescribeInstanceRequest): DescribeInstanceResponse {
  requireAdministrator(call, "sso:DescribeInstance", arn);
  const instance = call.account.organization.identityCenter.instances.get(call.account.region);
  if (instance?.arn !== arn) throw denied(call.caller, "sso:DescribeInstance", arn);
  return showInstance(instance);
}

function showInstance({ arn, store, owner, created, region }: Instance): InstanceMetadata {
  return {
    InstanceArn: arn,
    IdentityStoreId: store.id,
    OwnerAccountId: owner,
    CreatedDate: created,
    Status: "ACTIVE",
    PrimaryRegion: region,
  };
}
