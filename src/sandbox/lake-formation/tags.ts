/** LF-Tag definitions: keys and the values they may have. */

import type {
  CreateLFTagRequest,
  CreateLFTagResponse,
  DeleteLFTagRequest,
  DeleteLFTagResponse,
  GetLFTagRequest,
  GetLFTagResponse,
  ListLFTagsRequest,
  ListLFTagsResponse,
  UpdateLFTagRequest,
  UpdateLFTagResponse,
} from "@aws-sdk/client-lakeformation";

import type { Call } from "../call.ts";
import { ServiceError } from "../service-error.ts";
import { accessDenied, invalidInput, isAdministrator, requireOwnCatalog } from "./authority.ts";
import { setGrant } from "./grants.ts";
import { stampOf } from "./grant-stamp.ts";
import { readableData, writableData } from "./late-reads.ts";
import { pageOf } from "./paging.ts";
import { isAttached, untagEverything } from "./tag-sets.ts";
import { holdsOnCatalog, holdsOnTag, visibleValues } from "./tag-authority.ts";
import { readKey, readValue, requireTag } from "./tag-values.ts";

/** Source: AWS General Reference, Lake Formation quotas. */
const maximumTags = 1000;
const maximumValues = 1000;
const maximumValuesPerCall = 50;

/** CreateLFTag: for administrators and holders of CREATE_LF_TAG, who get all permissions on what they create. */
export function createLFTag(call: Call, input: CreateLFTagRequest): CreateLFTagResponse {
  requireOwnCatalog(call, input.CatalogId);
  const { data } = call.account.lakeFormation;
  if (!isAdministrator(call) && !holdsOnCatalog(call, "CREATE_LF_TAG"))
    throw accessDenied("Insufficient Lake Formation permission(s) on Catalog");
  const key = readKey(input.TagKey);
  const values = readValues(input.TagValues, 1);
  if (data.tags.has(key)) throw invalidInput(`Tag key already exists: ${key}`);
  if (data.tags.size >= maximumTags) throw tooMany(`An account has at most ${maximumTags} LF-Tags`);
  writableData(call).tags.set(key, new Set(values));
  if (!call.caller.administrator) {
    const securable = { type: "lf-tag", key, values: ["*"] } as const;
    const all = ["ALTER", "ASSOCIATE", "DESCRIBE", "DROP", "GRANT_WITH_LF_TAG_EXPRESSION"] as const;
    setGrant(data, { principal: call.caller.principal, securable }, all, all, stampOf(call));
  }
  return {};
}

/** UpdateLFTag: refuses to delete a value that a resource carries, as the API reference says. */
export function updateLFTag(call: Call, input: UpdateLFTagRequest): UpdateLFTagResponse {
  requireOwnCatalog(call, input.CatalogId);
  const { data } = call.account.lakeFormation;
  const key = readKey(input.TagKey);
  const values = requireTag(data, key);
  requireOnTag(call, key, "ALTER");
  const added = readValues(input.TagValuesToAdd, 0);
  const deleted = readValues(input.TagValuesToDelete, 0);
  if (added.length + deleted.length === 0) throw invalidInput("No values to add or to delete");
  if (added.some((value) => deleted.includes(value))) throw invalidInput("A value is both to be added and to be deleted");
  const missing = deleted.filter((value) => !values.has(value));
  if (missing.length > 0) throw invalidInput(`Tag value does not exist: ${key}: [${missing.join(", ")}]`);
  const attached = deleted.filter((value) => isAttached(data, key, value));
  if (attached.length > 0) throw invalidInput(`Update not allowed: values are attached to resources: [${attached.join(", ")}]`);
  const after = new Set([...values, ...added].filter((value) => !deleted.includes(value)));
  if (after.size === 0) throw invalidInput("A tag key must keep at least one value");
  if (after.size > maximumValues) throw tooMany(`An LF-Tag has at most ${maximumValues} values`);
  writableData(call).tags.set(key, after);
  return {};
}

/** DeleteLFTag: no check whether the key is in use. Resources lose it; expressions and grants that name it stay and match nothing. */
export function deleteLFTag(call: Call, input: DeleteLFTagRequest): DeleteLFTagResponse {
  requireOwnCatalog(call, input.CatalogId);
  const key = readKey(input.TagKey);
  requireTag(call.account.lakeFormation.data, key);
  requireOnTag(call, key, "DROP");
  const data = writableData(call);
  data.tags.delete(key);
  untagEverything(data, key);
  return {};
}

/** GetLFTag: the values the caller may see. */
export function getLFTag(call: Call, input: GetLFTagRequest): GetLFTagResponse {
  requireOwnCatalog(call, input.CatalogId);
  const data = readableData(call);
  const key = readKey(input.TagKey);
  const values = visibleValues(call, data, key, requireTag(data, key));
  if (values.length === 0) throw accessDenied(`Insufficient Lake Formation permission(s) on LF-Tag ${key}`);
  return { CatalogId: call.account.id, TagKey: key, TagValues: values };
}

/** ListLFTags: the keys and values the caller may see; a page may be short for that. FOREIGN lists nothing: the sandbox shares nothing. */
export function listLFTags(call: Call, input: ListLFTagsRequest): ListLFTagsResponse {
  requireOwnCatalog(call, input.CatalogId);
  if (input.ResourceShareType === "FOREIGN") return { LFTags: [] };
  const data = readableData(call);
  const named = new Map([...data.tags].map(([key, values]) => [key, { key, values }]));
  const { rows, next } = pageOf(named, call.pageSize(input.MaxResults, 1000), input.NextToken);
  const visible = rows.map(({ key, values }) => ({
    CatalogId: call.account.id,
    TagKey: key,
    TagValues: visibleValues(call, data, key, values),
  }));
  return { LFTags: visible.filter(({ TagValues }) => TagValues.length > 0), ...next };
}

function readValues(list: readonly string[] = [], minimum: number): readonly string[] {
  if (list.length < minimum || list.length > maximumValuesPerCall) {
    throw invalidInput(`A call takes ${minimum} to ${maximumValuesPerCall} LF-Tag values, not ${list.length}`);
  }
  return [...new Set(list.map(readValue))];
}

function requireOnTag(call: Call, key: string, permission: "ALTER" | "DROP"): void {
  if (!isAdministrator(call) && !holdsOnTag(call, permission, key, "*")) {
    throw accessDenied(`Insufficient Lake Formation permission(s): Required ${permission} on LF-Tag ${key}`);
  }
}

function tooMany(message: string): ServiceError {
  return new ServiceError("ResourceNumberLimitExceededException", message);
}
