/** AddLFTagsToResource and RemoveLFTagsFromResource: every tag succeeds or fails on its own, inside an answer with status 200. */

import type {
  AddLFTagsToResourceRequest,
  AddLFTagsToResourceResponse,
  LFTagError,
  LFTagPair,
  RemoveLFTagsFromResourceRequest,
  RemoveLFTagsFromResourceResponse,
} from "@aws-sdk/client-lakeformation";

import type { Call } from "../call.ts";
import { ServiceError } from "../service-error.ts";
import { accessDenied, invalidInput, isAdministrator, requireOwnCatalog } from "./authority.ts";
import { entityNotFound } from "./catalog.ts";
import { writableData } from "./late-reads.ts";
import { mayAssignTo } from "./resource-authority.ts";
import type { LakeFormationData, TagSet } from "./state.ts";
import { holdsOnTag } from "./tag-authority.ts";
import { assignToColumn, assignToDatabase, assignToTable, databaseTags, noTags, tableTags } from "./tag-sets.ts";
import { readKey, requireTagValues } from "./tag-values.ts";
import { readTaggedResource } from "./tagged-resource.ts";
import type { TaggedResource } from "./tagged-resource.ts";

/** Source: Lake Formation API, AddLFTagsToResource; the General Reference has the same number of tags on one resource. */
const maximumTags = 50;

interface Assignment {
  readonly pair: LFTagPair;
  readonly key: string;
  readonly value: string;
}

/** Adds tags to what is there; a key that is there already gets the new value. */
export function addLFTagsToResource(call: Call, input: AddLFTagsToResourceRequest): AddLFTagsToResourceResponse {
  return change(call, input, (data, resource, { key, value }) => {
    requireTagValues(data, key, [value]);
    for (const { tags, assign } of placesOf(data, resource)) {
      if (!tags.has(key) && tags.size >= maximumTags) {
        throw new ServiceError("ResourceNumberLimitExceededException", `A resource has at most ${maximumTags} LF-Tags`);
      }
      assign(key, value);
    }
  });
}

/** Removes tags that are assigned at this very level; an inherited tag cannot be removed where it is only inherited. */
export function removeLFTagsFromResource(call: Call, input: RemoveLFTagsFromResourceRequest): RemoveLFTagsFromResourceResponse {
  return change(call, input, (data, resource, { key, value }) => {
    const places = placesOf(data, resource);
    if (places.some(({ tags }) => tags.get(key) !== value)) {
      throw entityNotFound(`LF-Tag is not assigned to the resource: ${key}=${value}`);
    }
    for (const { assign } of places) assign(key, undefined);
  });
}

type Change = (data: LakeFormationData, resource: TaggedResource, assignment: Assignment) => void;

function change(call: Call, input: AddLFTagsToResourceRequest, perform: Change): { Failures: LFTagError[] } {
  requireOwnCatalog(call, input.CatalogId);
  const assignments = readAssignments(call, input.LFTags);
  const resource = readTaggedResource(call, input.Resource);
  const data = writableData(call);
  const failures = assignments.flatMap((assignment): LFTagError[] => {
    try {
      requireMayAssign(call, resource, assignment);
      if (call.faults.failsEntry()) throw new ServiceError("ConcurrentModificationException", "Please retry in a short while");
      perform(data, resource, assignment);
      return [];
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      return [{ LFTag: assignment.pair, Error: { ErrorCode: error.code, ErrorMessage: error.message } }];
    }
  });
  return { Failures: failures };
}

function readAssignments(call: Call, pairs: readonly LFTagPair[] = []): readonly Assignment[] {
  if (pairs.length === 0 || pairs.length > maximumTags) throw invalidInput(`A call takes 1 to ${maximumTags} LF-Tags, not ${pairs.length}`);
  const assignments = pairs.map(({ CatalogId, TagKey, TagValues = [] }) => {
    requireOwnCatalog(call, CatalogId);
    const [value] = TagValues;
    if (value === undefined || value === "*" || TagValues.length !== 1) {
      throw invalidInput("Tag value wild card was found or input tag value list has size not equal to 1");
    }
    const key = readKey(TagKey);
    return { pair: { CatalogId: call.account.id, TagKey: key, TagValues: [value.toLowerCase()] }, key, value: value.toLowerCase() };
  });
  if (new Set(assignments.map(({ key }) => key)).size < assignments.length) {
    throw invalidInput("Provided list of tags contains duplicate tag key");
  }
  return assignments;
}

/** Administrators may, by implicit rights on all resources and all tags; others need ASSOCIATE and rights on the resource. */
function requireMayAssign(call: Call, resource: TaggedResource, { key, value }: Assignment): void {
  if (isAdministrator(call)) return;
  if (!holdsOnTag(call, "ASSOCIATE", key, value))
    throw accessDenied(`Insufficient Lake Formation permission(s): Required ASSOCIATE on ${key}=${value}`);
  if (!mayAssignTo(call, resource)) throw accessDenied("Insufficient Lake Formation permission(s) on the resource");
}

interface Place {
  readonly tags: TagSet;
  readonly assign: (key: string, value: string | undefined) => void;
}

/** The database, the table, or each of the columns, with what is assigned there. */
function placesOf(data: LakeFormationData, { database, table, columns }: TaggedResource): readonly Place[] {
  if (table === undefined) {
    return [{ tags: databaseTags(data, database), assign: (key, value) => assignToDatabase(data, database, key, value) }];
  }
  const assigned = tableTags(data, database, table);
  if (columns === undefined) {
    return [{ tags: assigned?.own ?? noTags, assign: (key, value) => assignToTable(data, database, table, key, value) }];
  }
  return columns.map((column) => ({
    tags: assigned?.columns.get(column) ?? noTags,
    assign: (key, value) => assignToColumn(data, { database, table, column }, key, value),
  }));
}
