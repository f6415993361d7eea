/** Constraints of the IAM API model, 2010-05-08, for the operations the sandbox has. */

import { ContextKeyTypeEnum, EntityType } from "@aws-sdk/client-iam";

import { oneOf } from "../wire/constraint.ts";
import type { Constraint, Constraints } from "../wire/constraint.ts";

const name = /^[\w+=,.@-]+$/;
const document: Constraint = { min: 1, max: 131_072, pattern: /^[\t\n\r\u0020-\u00FF]+$/ };

const resourceName: Constraint = { min: 1, max: 2048 };
const documents: Constraint = { each: document };

export const constraints: Constraints = {
  ActionNames: { each: { min: 3, max: 128 } },
  AssumeRolePolicyDocument: document,
  CallerArn: resourceName,
  ContextKeyName: { min: 5, max: 256 },
  ContextKeyType: oneOf(ContextKeyTypeEnum),
  "CreateUserRequest.UserName": { min: 1, max: 64, pattern: name },
  Description: { max: 1000 },
  "GetAccountAuthorizationDetailsRequest.Filter": { each: oneOf(EntityType) },
  Key: { min: 1, max: 128 },
  Marker: { min: 1, max: 320 },
  MaxItems: { min: 1, max: 1000 },
  MaxSessionDuration: { min: 3600, max: 43_200 },
  OrderedOrganizationPolicyInputList: { max: 7 },
  Path: { min: 1, max: 512, pattern: /^(\/|\/[\u0021-\u007E]+\/)$/ },
  PathPrefix: { min: 1, max: 512, pattern: /^\/[\u0021-\u007E]*$/ },
  PermissionsBoundaryPolicyInputList: documents,
  PermissionsBoundary: { min: 20, max: 2048 },
  PolicyArn: { min: 20, max: 2048 },
  PolicyDocument: document,
  PolicyInputList: documents,
  PolicyName: { min: 1, max: 128, pattern: name },
  PolicySourceArn: { min: 20, max: 2048 },
  ResourceArns: { each: resourceName },
  ResourceOwner: resourceName,
  ResourcePolicy: document,
  RoleName: { min: 1, max: 64, pattern: name },
  ServiceControlPolicyInputList: documents,
  Tags: { max: 50 },
  UserName: { min: 1, max: 128, pattern: name },
  Value: { max: 256 },
  VersionId: { pattern: /^v[1-9][0-9]*(\.[A-Za-z0-9-]*)?$/ },
};
