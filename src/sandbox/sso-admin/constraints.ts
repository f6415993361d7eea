/** Constraints of the IAM Identity Center API model, 2020-07-20, for the operations the sandbox has. */

import { PrincipalType, ProvisioningStatus, ProvisionTargetType, StatusValues, TargetType } from "@aws-sdk/client-sso-admin";

import { oneOf } from "../wire/constraint.ts";
import type { Constraint, Constraints } from "../wire/constraint.ts";

const account: Constraint = { min: 12, max: 12, pattern: /^\d{12}$/ };
const partition = "arn:aws(-[a-z]{1,5}){0,3}";
const instance = "(sso)?ins-[a-zA-Z0-9-.]{16}";
const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const tagKey: Constraint = { min: 1, max: 128, pattern: tagText };
const requestId: Constraint = { min: 36, max: 36, pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/ };

const resource = new RegExp(
  [
    `^${partition}:sso::(`,
    `(:instance/${instance})|(:permissionSet/${instance}/ps-[a-zA-Z0-9-./]{16})`,
    `|(\\d{12}:application/${instance}/apl-[a-zA-Z0-9]{16})`,
    `|(\\d{12}:trustedTokenIssuer/${instance}/tti-[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}))$`,
  ].join(""),
);

export const constraints: Constraints = {
  AccountAssignmentCreationRequestId: requestId,
  AccountAssignmentDeletionRequestId: requestId,
  AccountId: account,
  "CreatePermissionSetRequest.Name": { min: 1, max: 32, pattern: /^[\w+=,.@-]+$/ },
  "CustomerManagedPolicyReference.Name": { min: 1, max: 128, pattern: /^[\w+=,.@-]+$/ },
  "CustomerManagedPolicyReference.Path": { min: 1, max: 512, pattern: /^((\/[A-Za-z0-9.,+@=_-]+)*)\/$/ },
  Description: { min: 1, max: 700, pattern: /^[\t\n\r\u0020-\u007E\u00A1-\u00FF]*$/ },
  InlinePolicy: { min: 1, max: 32_768, pattern: /^[\t\n\r\u0020-\u00FF]+$/ },
  InstanceArn: { min: 10, max: 1224, pattern: new RegExp(`^${partition}:sso:::instance/${instance}$`) },
  Key: tagKey,
  ManagedPolicyArn: {
    min: 20,
    max: 2048,
    pattern: new RegExp(`^${partition}:iam::aws:policy((/[A-Za-z0-9.,+@=_-]+)*)/([A-Za-z0-9.,+=@_-]+)$`),
  },
  MaxResults: { min: 1, max: 100 },
  NextToken: { max: 2048, pattern: /^[-a-zA-Z0-9+=/_]*$/ },
  PermissionSetArn: { min: 10, max: 1224, pattern: new RegExp(`^${partition}:sso:::permissionSet/${instance}/ps-[a-zA-Z0-9-./]{16}$`) },
  PrincipalId: {
    min: 1,
    max: 47,
    pattern: /^([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}$/,
  },
  PrincipalType: oneOf(PrincipalType),
  ProvisionPermissionSetRequestId: requestId,
  ProvisioningStatus: oneOf(ProvisioningStatus),
  "ProvisionPermissionSetRequest.TargetType": oneOf(ProvisionTargetType),
  RelayState: { min: 1, max: 240, pattern: /^[a-zA-Z0-9&$@#\\/%?=~\-_'"|!:,.;*+[\] (){}]+$/ },
  ResourceArn: { min: 10, max: 2048, pattern: resource },
  SessionDuration: {
    min: 1,
    max: 100,
    pattern: /^(-?)P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)([DW]))?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/,
  },
  Status: oneOf(StatusValues),
  TagKeys: { min: 1, max: 75, each: tagKey },
  Tags: { max: 75 },
  TargetId: account,
  TargetType: oneOf(TargetType),
  Value: { max: 256, pattern: tagText },
};
