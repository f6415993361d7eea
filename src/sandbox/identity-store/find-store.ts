/** The identity store of a call, and who may use it. */

import type { AlternateIdentifier, Filter } from "@aws-sdk/client-identitystore";

import type { Call } from "../call.ts";
import type { PageRequest } from "../page.ts";
import { badToken, invalid, notFound } from "../sso-admin/error.ts";
import { requireAdministrator } from "../sso-admin/instance-call.ts";
import type { IdentityStore } from "./state.ts";

/** What all inputs have. */
interface StoreInput {
  readonly IdentityStoreId: string | undefined;
}

/**
 * The store of the instance in the caller's Region. `action`: `identitystore:DescribeGroup`.
 * @throws ServiceError AccessDeniedException, ResourceNotFoundException
 */
export function findStore(call: Call, action: string, { IdentityStoreId: id = "" }: StoreInput): IdentityStore {
  requireAdministrator(call, action, `arn:aws:identitystore::${call.account.organization.managementAccount}:identitystore/${id}`);
  const store = call.account.organization.identityCenter.instances.get(call.account.region)?.store;
  if (store?.id !== id) throw notFound("IDENTITY_STORE");
  return store;
}

/** Source: Identity Store API Reference, MaxResults of every listing: 1 to 100. */
export function pageRequest(call: Call, input: { MaxResults?: number | undefined; NextToken?: string | undefined }): PageRequest {
  return { size: call.pageSize(input.MaxResults, 100), token: input.NextToken, badToken };
}

/** The value a listing is filtered by, of the one attribute that can be; paths are compared without regard to case. */
export function filteredBy(path: string, filters: readonly Filter[] | undefined): string | undefined {
  const [filter] = filters ?? [];
  if (filter === undefined) return undefined;
  if (filter.AttributePath?.toLowerCase() !== path.toLowerCase())
    throw invalid(`The attribute path ${filter.AttributePath} is not supported.`);
  return filter.AttributeValue;
}

/** What is looked for: an attribute by path and value, or an external id, which nothing that was created here has. */
export function readAlternateIdentifier(
  identifier: AlternateIdentifier | undefined,
  paths: readonly string[],
): { readonly path: string; readonly value: unknown } | "external" {
  const { UniqueAttribute: attribute, ExternalId: external } = identifier ?? {};
  if ((attribute === undefined) === (external === undefined)) throw invalid("An alternate identifier is one attribute or one external id.");
  if (attribute === undefined) return "external";
  const path = paths.find((each) => each.toLowerCase() === attribute.AttributePath?.toLowerCase());
  if (path === undefined) throw invalid(`The attribute path ${attribute.AttributePath} is not supported.`);
  return { path, value: attribute.AttributeValue };
}

/** Names neither users nor groups may have. Source: Identity Store API Reference, CreateGroup, CreateUser. */
export function requireFreeName(name: string): void {
  if (/^(Administrator|AWSAdministrators)$/i.test(name)) throw invalid(`The name ${name} is reserved.`);
}
