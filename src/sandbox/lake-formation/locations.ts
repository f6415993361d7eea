/** S3 locations registered with Lake Formation. */

import type {
  DeregisterResourceRequest,
  DeregisterResourceResponse,
  DescribeResourceRequest,
  DescribeResourceResponse,
  ListResourcesRequest,
  ListResourcesResponse,
  RegisterResourceRequest,
  RegisterResourceResponse,
  ResourceInfo,
  UpdateResourceRequest,
  UpdateResourceResponse,
} from "@aws-sdk/client-lakeformation";

import { partitionOf } from "../../model/principal.ts";
import type { Call } from "../call.ts";
import { ServiceError } from "../service-error.ts";
import { invalidInput, requireAdministrator, requireReader } from "./authority.ts";
import { entityNotFound } from "./catalog.ts";
import { readableData, writableData } from "./late-reads.ts";
import { meetsAll } from "./location-filter.ts";
import { pageOf } from "./paging.ts";
import type { LakeFormationData, Location } from "./state.ts";

/** Source: AWS General Reference, Lake Formation quotas. */
const maximumLocations = 10_000;
const maximumPath = 700;

/** RegisterResource: either the service-linked role or a role of the account. */
export function registerResource(call: Call, input: RegisterResourceRequest): RegisterResourceResponse {
  requireAdministrator(call, "RegisterResource");
  const { RoleArn, UseServiceLinkedRole = false } = input;
  const arn = readArn(input.ResourceArn);
  const { locations } = call.account.lakeFormation.data;
  if (UseServiceLinkedRole === (RoleArn !== undefined)) throw invalidInput("Give either a role or the use of the service-linked role");
  if (RoleArn !== undefined) requireRole(call, RoleArn);
  if (locations.has(arn)) throw new ServiceError("AlreadyExistsException", "Resource is already registered");
  if (locations.size >= maximumLocations) {
    throw new ServiceError("ResourceNumberLimitExceededException", `An account has at most ${maximumLocations} registered locations`);
  }
  const role = RoleArn ?? serviceLinkedRole(call);
  const info: ResourceInfo = {
    ResourceArn: arn,
    RoleArn: role,
    LastModified: call.now,
    WithFederation: input.WithFederation ?? false,
    HybridAccessEnabled: input.HybridAccessEnabled ?? false,
    WithPrivilegedAccess: input.WithPrivilegedAccess ?? false,
    VerificationStatus: "NOT_VERIFIED",
    ...(input.ExpectedResourceOwnerAccount === undefined ? {} : { ExpectedResourceOwnerAccount: input.ExpectedResourceOwnerAccount }),
  };
  writableData(call).locations.set(arn, { info, serviceLinked: UseServiceLinkedRole });
  return {};
}

/** UpdateResource: refused for locations with the service-linked role. A switch that is not given stays as it is. */
export function updateResource(call: Call, input: UpdateResourceRequest): UpdateResourceResponse {
  requireAdministrator(call, "UpdateResource");
  const arn = readArn(input.ResourceArn);
  const { info, serviceLinked } = requireLocation(call.account.lakeFormation.data, arn);
  if (serviceLinked) throw invalidInput("A location registered with the service-linked role cannot be updated");
  requireRole(call, input.RoleArn);
  const changed: ResourceInfo = {
    ...info,
    RoleArn: input.RoleArn,
    LastModified: call.now,
    ...(input.WithFederation === undefined ? {} : { WithFederation: input.WithFederation }),
    ...(input.HybridAccessEnabled === undefined ? {} : { HybridAccessEnabled: input.HybridAccessEnabled }),
    ...(input.ExpectedResourceOwnerAccount === undefined ? {} : { ExpectedResourceOwnerAccount: input.ExpectedResourceOwnerAccount }),
  };
  writableData(call).locations.set(arn, { info: changed, serviceLinked });
  return {};
}

/** DeregisterResource: grants on the location and below stay. */
export function deregisterResource(call: Call, input: DeregisterResourceRequest): DeregisterResourceResponse {
  requireAdministrator(call, "DeregisterResource");
  const arn = readArn(input.ResourceArn);
  requireLocation(call.account.lakeFormation.data, arn);
  writableData(call).locations.delete(arn);
  return {};
}

/** DescribeResource: the location registered under exactly this path. */
export function describeResource(call: Call, input: DescribeResourceRequest): DescribeResourceResponse {
  requireReader(call, "DescribeResource");
  return { ResourceInfo: requireLocation(readableData(call), readArn(input.ResourceArn)).info };
}

/** ListResources: in order of ARN. */
export function listResources(call: Call, input: ListResourcesRequest): ListResourcesResponse {
  requireReader(call, "ListResources");
  const meets = meetsAll(input.FilterConditionList);
  const locations = new Map([...readableData(call).locations].filter(([, { info }]) => meets(info)));
  const { rows, next } = pageOf(locations, call.pageSize(input.MaxResults, 1000), input.NextToken);
  return { ResourceInfoList: rows.map(({ info }) => info), ...next };
}

/** True when a registered location is the path or a folder above it. Source: Lake Formation Developer Guide, register-location. */
export function isCovered(data: LakeFormationData, arn: string): boolean {
  let path = arn;
  while (!data.locations.has(path)) {
    const slash = path.lastIndexOf("/");
    if (slash < 0) return false;
    path = path.slice(0, slash);
  }
  return true;
}

/** `arn:aws:s3:::bucket/prefix` without a trailing slash. Throws InvalidInputException. */
function readArn(arn = ""): string {
  if (!/^arn:aws[a-z-]*:s3:::[^/*]+(\/[^*]*)?$/.test(arn)) throw invalidInput(`Invalid resource ARN: ${arn}`);
  if (arn.length > maximumPath) throw invalidInput(`A path has at most ${maximumPath} characters`);
  return arn.replace(/\/+$/, "");
}

function requireLocation(data: LakeFormationData, arn: string): Location {
  const location = data.locations.get(arn);
  if (location === undefined) throw entityNotFound("Entity not found");
  return location;
}

/** A registration role must exist, as iam:PassRole needs it to. */
function requireRole(call: Call, arn = ""): void {
  const name = arn.slice(arn.lastIndexOf("/") + 1).toLowerCase();
  if (arn !== serviceLinkedRole(call) && call.account.iam.roles.get(name)?.arn !== arn) throw invalidInput(`Invalid role: ${arn}`);
}

function serviceLinkedRole({ account }: Call): string {
  const path = "role/aws-service-role/lakeformation.amazonaws.com/AWSServiceRoleForLakeFormationDataAccess";
  return `arn:${partitionOf(account.region)}:iam::${account.id}:${path}`;
}
