/** Constraints of the Glue API model, 2017-03-31, for the operations the sandbox has. */

import { DatabaseAttributes, Permission, ResourceShareType, TableAttributes } from "@aws-sdk/client-glue";

import { oneOf } from "../wire/constraint.ts";
import type { Constraint, Constraints } from "../wire/constraint.ts";

const singleLine = /^[\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}\t]*$/u;
const multiLine = /^[\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}\r\n\t]*$/u;
const name: Constraint = { min: 1, max: 255, pattern: singleLine };

export const constraints: Constraints = {
  CatalogId: name,
  DatabaseName: name,
  Name: name,
  VersionId: name,
  Description: { max: 2048, pattern: multiLine },
  LocationUri: { min: 1, max: 1024, pattern: multiLine },
  "GetDatabasesRequest.AttributesToGet": { each: oneOf(DatabaseAttributes) },
  "GetTablesRequest.AttributesToGet": { each: oneOf(TableAttributes) },
  MaxResults: { min: 1, max: 100 },
  ResourceShareType: oneOf(ResourceShareType),
  Expression: { max: 2048, pattern: singleLine },
  "PrincipalPermissions.Permissions": { each: oneOf(Permission) },
  DataLakePrincipalIdentifier: { min: 1, max: 255 },
  "Column.Type": { max: 131_072, pattern: singleLine },
  "Column.Comment": { max: 255, pattern: singleLine },
  "StorageDescriptor.Location": { max: 2056, pattern: multiLine },
  InputFormat: { max: 128, pattern: singleLine },
  OutputFormat: { max: 128, pattern: singleLine },
  AdditionalLocations: { each: { max: 2056, pattern: multiLine } },
  BucketColumns: { each: name },
  SkewedColumnNames: { each: name },
  "Order.Column": name,
  SortOrder: { min: 0, max: 1 },
  Region: name,
  SerializationLibrary: name,
  Owner: name,
  Retention: { min: 0 },
  ViewOriginalText: { max: 409_600 },
  ViewExpandedText: { max: 409_600 },
  TableType: { max: 255 },
};
