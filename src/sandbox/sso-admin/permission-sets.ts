/** Permission sets: creation, description, deletion. */

import type {
  CreatePermissionSetRequest,
  CreatePermissionSetResponse,
  DeletePermissionSetRequest,
  DescribePermissionSetRequest,
  DescribePermissionSetResponse,
  ListPermissionSetsRequest,
  ListPermissionSetsResponse,
  PermissionSet as ShownPermissionSet,
  UpdatePermissionSetRequest,
} from "@aws-sdk/client-sso-admin";

import { partitionOf } from "../../model/principal.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { randomHex } from "../random.ts";
import { conflict, quotaExceeded } from "./error.ts";
import { changeDefinition, findOwnPermissionSet, findPermissionSet, pageRequest, runningRequests, showToken } from "./instance-call.ts";
import type { InstanceCall } from "./instance-call.ts";
import { requireSessionDuration } from "./session-duration.ts";
import type { Instance, PermissionSet } from "./state.ts";
import { addTags } from "./tags.ts";

/** Of one instance. Source: IAM Identity Center User Guide, limits. */
const permissionSetQuota = 3500;

/** What a permission set may be created with. */
export type NewPermissionSet = Omit<CreatePermissionSetRequest, "InstanceArn">;

/** Throws ServiceError ConflictException, ServiceQuotaExceededException, ValidationException. */
export function createPermissionSet({ call, instance }: InstanceCall, input: CreatePermissionSetRequest): CreatePermissionSetResponse {
  return { PermissionSet: showPermissionSet(addPermissionSet(instance, call.now, input)) };
}

/** The same without a call, for seeding. */
export function addPermissionSet(instance: Instance, now: Date, input: NewPermissionSet): PermissionSet {
  const { Name: name = "", Description: description, SessionDuration: sessionDuration = "PT1H", RelayState: relayState } = input;
  requireSessionDuration(sessionDuration);
  const isTaken = [...instance.permissionSets.values()].some((set) => set.name === name);
  if (isTaken) throw conflict(`PermissionSet with name ${name} already exists.`);
  if (instance.permissionSets.size >= permissionSetQuota) throw quotaExceeded("permission sets", permissionSetQuota);
  const tags = new Map<string, string>();
  addTags(tags, input.Tags ?? []);
  const set: PermissionSet = {
    arn: `arn:${partitionOf(instance.region)}:sso:::permissionSet/${instance.id}/ps-${randomHex(instance.random, 16)}`,
    name,
    created: now,
    definition: {
      description,
      sessionDuration,
      relayState,
      inlinePolicy: "",
      managedPolicies: [],
      customerPolicies: [],
      boundary: undefined,
    },
    tags,
    provisions: new Map(),
  };
  instance.permissionSets.set(set.arn, set);
  return set;
}

export function describePermissionSet(request: InstanceCall, input: DescribePermissionSetRequest): DescribePermissionSetResponse {
  return { PermissionSet: showPermissionSet(findPermissionSet(request, input.PermissionSetArn)) };
}

export function listPermissionSets({ call, instance }: InstanceCall, input: ListPermissionSetsRequest): ListPermissionSetsResponse {
  const page = pageOf(sortedKeys(instance.permissionSets), pageRequest(call, input), (arn) => arn);
  return { PermissionSets: [...page.rows], ...showToken(page.token) };
}

/** What is not given stays as it is; a name cannot be given. */
export function updatePermissionSet(request: InstanceCall, input: UpdatePermissionSetRequest): object {
  const set = findOwnPermissionSet(request, input.PermissionSetArn);
  const { Description: description, SessionDuration: sessionDuration, RelayState: relayState } = input;
  if (sessionDuration !== undefined) requireSessionDuration(sessionDuration);
  changeDefinition(request, set, {
    ...(description !== undefined && { description }),
    ...(sessionDuration !== undefined && { sessionDuration }),
    ...(relayState !== undefined && { relayState }),
  });
  return {};
}

export function deletePermissionSet(request: InstanceCall, input: DeletePermissionSetRequest): object {
  const set = findOwnPermissionSet(request, input.PermissionSetArn);
  const isBusy = runningRequests(request.instance).some(({ permissionSet }) => permissionSet === set.arn);
  if (isBusy || set.provisions.size > 0) throw conflict(`Could not delete because PermissionSet ${set.arn} is assigned to accounts.`);
  request.instance.permissionSets.delete(set.arn);
  return {};
}

function showPermissionSet({ arn, name, created, definition }: PermissionSet): ShownPermissionSet {
  const { description, sessionDuration, relayState } = definition;
  return {
    Name: name,
    PermissionSetArn: arn,
    ...(description !== undefined && { Description: description }),
    CreatedDate: created,
    SessionDuration: sessionDuration,
    ...(relayState !== undefined && { RelayState: relayState }),
  };
}
