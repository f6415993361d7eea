/** The Lake Formation operations the sandbox has, by AWS's names. */

import type { GetDataLakePrincipalResponse } from "@aws-sdk/client-lakeformation";

import type { Call, Operations } from "../call.ts";
import { addLFTagsToResource, removeLFTagsFromResource } from "./assign-tags.ts";
import {
  createDataCellsFilter,
  deleteDataCellsFilter,
  getDataCellsFilter,
  listDataCellsFilter,
  updateDataCellsFilter,
} from "./data-cells-filters.ts";
import {
  createLFTagExpression,
  deleteLFTagExpression,
  getLFTagExpression,
  listLFTagExpressions,
  updateLFTagExpression,
} from "./expressions.ts";
import { batchGrantPermissions, batchRevokePermissions, grantPermissions, revokePermissions } from "./grant-permissions.ts";
import { listPermissions } from "./list-permissions.ts";
import { deregisterResource, describeResource, listResources, registerResource, updateResource } from "./locations.ts";
import { createLakeFormationOptIn, deleteLakeFormationOptIn, listLakeFormationOptIns } from "./opt-ins.ts";
import { getResourceLFTags } from "./resource-tags.ts";
import { searchDatabasesByLFTags, searchTablesByLFTags } from "./search-by-tags.ts";
import { getDataLakeSettings, putDataLakeSettings } from "./settings.ts";
import { createLFTag, deleteLFTag, getLFTag, listLFTags, updateLFTag } from "./tags.ts";

/** GetDataLakePrincipal: the caller's own identity. */
function getDataLakePrincipal(call: Call): GetDataLakePrincipalResponse {
  return { Identity: call.caller.arn };
}

/** Every operation takes the SDK's input, already checked against the SDK's schema, and answers with the SDK's output shape. */
export const operations = {
  AddLFTagsToResource: addLFTagsToResource,
  BatchGrantPermissions: batchGrantPermissions,
  BatchRevokePermissions: batchRevokePermissions,
  CreateDataCellsFilter: createDataCellsFilter,
  CreateLFTag: createLFTag,
  CreateLFTagExpression: createLFTagExpression,
  CreateLakeFormationOptIn: createLakeFormationOptIn,
  DeleteDataCellsFilter: deleteDataCellsFilter,
  DeleteLFTag: deleteLFTag,
  DeleteLFTagExpression: deleteLFTagExpression,
  DeleteLakeFormationOptIn: deleteLakeFormationOptIn,
  DeregisterResource: deregisterResource,
  DescribeResource: describeResource,
  GetDataCellsFilter: getDataCellsFilter,
  GetDataLakePrincipal: getDataLakePrincipal,
  GetDataLakeSettings: getDataLakeSettings,
  GetLFTag: getLFTag,
  GetLFTagExpression: getLFTagExpression,
  GetResourceLFTags: getResourceLFTags,
  GrantPermissions: grantPermissions,
  ListDataCellsFilter: listDataCellsFilter,
  ListLFTagExpressions: listLFTagExpressions,
  ListLFTags: listLFTags,
  ListLakeFormationOptIns: listLakeFormationOptIns,
  ListPermissions: listPermissions,
  ListResources: listResources,
  PutDataLakeSettings: putDataLakeSettings,
  RegisterResource: registerResource,
  RemoveLFTagsFromResource: removeLFTagsFromResource,
  RevokePermissions: revokePermissions,
  SearchDatabasesByLFTags: searchDatabasesByLFTags,
  SearchTablesByLFTags: searchTablesByLFTags,
  UpdateDataCellsFilter: updateDataCellsFilter,
  UpdateLFTag: updateLFTag,
  UpdateLFTagExpression: updateLFTagExpression,
  UpdateResource: updateResource,
} satisfies Operations;
