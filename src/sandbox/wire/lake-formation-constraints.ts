/** Constraints of the Lake Formation API model, 2017-03-31, for permissions, LF-Tags, settings and locations. */

import {
  ComparisonOperator,
  DataLakeResourceType,
  FieldNameString,
  Permission,
  ResourceShareType,
  ResourceType,
} from "@aws-sdk/client-lakeformation";

import { oneOf } from "./constraint.ts";
import type { Constraint, Constraints } from "./constraint.ts";

const singleLine = /^[\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}\t]*$/u;
const multiLine = /^[\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}\r\n\t]*$/u;
const name: Constraint = { min: 1, max: 255, pattern: singleLine };
const tagValue: Constraint = { max: 256, pattern: /^[\p{L}\p{Z}\p{N}_.:*/=+\-@%]*$/u };
const tagValues: Constraint = { min: 1, max: 50, each: tagValue };

export const constraints: Constraints = {
  CatalogId: name,
  "CatalogResource.Id": name,
  "BatchPermissionsRequestEntry.Id": { min: 1, max: 255 },
  DatabaseName: name,
  TableCatalogId: name,
  TableName: name,
  Name: name,
  ExpressionName: name,
  VersionId: name,
  Description: { max: 2048, pattern: multiLine },
  ColumnNames: { each: name },
  ExcludedColumnNames: { each: name },
  TagKey: { min: 1, max: 128, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@%]*$/u },
  "LFTagKeyResource.TagKey": name,
  TagValues: tagValues,
  TagValuesToAdd: tagValues,
  TagValuesToDelete: tagValues,
  LFTags: { min: 1, max: 50 },
  DataLakePrincipalIdentifier: { min: 1, max: 255 },
  Permissions: { each: oneOf(Permission) },
  PermissionsWithGrantOption: { each: oneOf(Permission) },
  "Condition.Expression": { max: 3000 },
  FilterExpression: { max: 2048, pattern: multiLine },
  IncludeRelated: { min: 1, max: 5, pattern: singleLine },
  MaxResults: { min: 1, max: 1000 },
  "SearchDatabasesByLFTagsRequest.MaxResults": { min: 1, max: 100 },
  "SearchTablesByLFTagsRequest.MaxResults": { min: 1, max: 100 },
  ResourceShareType: oneOf(ResourceShareType),
  "LFTagPolicyResource.ResourceType": oneOf(ResourceType),
  "ListPermissionsRequest.ResourceType": oneOf(DataLakeResourceType),
  DataLakeAdmins: { max: 30 },
  ReadOnlyAdmins: { max: 30 },
  ExternalDataFilteringAllowList: { max: 30 },
  AuthorizedSessionTagValueList: { each: name },
  TrustedResourceOwners: { each: name },
  FilterConditionList: { min: 1, max: 20 },
  Field: oneOf(FieldNameString),
  ComparisonOperator: oneOf(ComparisonOperator),
  RoleArn: { pattern: /^arn:aws[a-z-]*:iam::[0-9]*:role\/.*$/ },
  ExpectedResourceOwnerAccount: { pattern: /^\d{12}$/ },
};
