/** Tags of permission sets and of the instance. They stay here: roles do not get them. */

import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  Tag,
  TagResourceRequest,
  UntagResourceRequest,
} from "@aws-sdk/client-sso-admin";

import type { Call } from "../call.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { notFound, quotaExceeded } from "./error.ts";
import { findOwnPermissionSet, findPermissionSet, openInstance, pageRequest, showToken } from "./instance-call.ts";

/** What AWS resources have as a rule; no document of IAM Identity Center names a number. */
const tagQuota = 50;

export function tagResource(call: Call, input: TagResourceRequest): object {
  addTags(tagsOf(call, "sso:TagResource", input), input.Tags ?? []);
  return {};
}

export function untagResource(call: Call, input: UntagResourceRequest): object {
  const tags = tagsOf(call, "sso:UntagResource", input);
  for (const key of input.TagKeys ?? []) tags.delete(key);
  return {};
}

export function listTagsForResource(call: Call, input: ListTagsForResourceRequest): ListTagsForResourceResponse {
  const tags = tagsOf(call, "sso:ListTagsForResource", input);
  const page = pageOf(sortedKeys(tags), pageRequest(call, { NextToken: input.NextToken }), (key) => ({ Key: key, Value: tags.get(key) }));
  return { Tags: [...page.rows], ...showToken(page.token) };
}

/** Adds tags and replaces those of the same key. Throws ServiceError ServiceQuotaExceededException. */
export function addTags(tags: Map<string, string>, added: readonly Tag[]): void {
  const all = new Map([...tags, ...added.map(({ Key = "", Value = "" }) => [Key, Value] as const)]);
  if (all.size > tagQuota) throw quotaExceeded("tags per resource", tagQuota);
  for (const [key, value] of all) tags.set(key, value);
}

/** The instance is named by the resource where it is not named by itself. */
function tagsOf(
  call: Call,
  action: string,
  input: { InstanceArn?: string | undefined; ResourceArn: string | undefined },
): Map<string, string> {
  const { ResourceArn: arn = "" } = input;
  const instanceArn = input.InstanceArn ?? arn.replace(/:permissionSet\/([^/]+)\/.*$/, ":instance/$1");
  const request = openInstance(call, action, instanceArn);
  if (arn === instanceArn) return request.instance.tags;
  if (!arn.includes(":permissionSet/")) throw notFound(`Resource ${arn}`);
  return action === "sso:ListTagsForResource" ? findPermissionSet(request, arn).tags : findOwnPermissionSet(request, arn).tags;
}
