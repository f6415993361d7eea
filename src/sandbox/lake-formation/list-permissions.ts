/** ListPermissions: the explicit grants, by pages, as far as the caller may see them. */

import type { ListPermissionsRequest, ListPermissionsResponse, PrincipalResourcePermissions } from "@aws-sdk/client-lakeformation";

import type { Permission } from "../../model/permission.ts";
import type { Securable } from "../../model/securable.ts";
import type { Call } from "../call.ts";
import { notImplemented } from "../not-implemented.ts";
import { ServiceError } from "../service-error.ts";
import { accessDenied, invalidInput, requireOwnCatalog, seesEverything } from "./authority.ts";
import { everyGrant, findGrant, grantsIn, grantType, listOfFilters, listOfPrincipal, listOfType, listOn } from "./grants.ts";
import type { GrantType } from "./grants.ts";
import { readableData } from "./late-reads.ts";
import { isDatabaseLink } from "./legal-permissions.ts";
import { decodeToken, encodeToken, lowerBound } from "./paging.ts";
import { rowsOf } from "./permission-rows.ts";
import { readResource } from "./read-resource.ts";
import type { Grant, LakeFormationData } from "./state.ts";

/** What is asked for: a list of the grant table, and the grants of it that are wanted. */
interface Query {
  readonly lists: readonly string[];
  readonly wants: (grant: Grant) => boolean;
}

/**
 * Only explicit grants, in order of creation. Callers who are no administrators get what concerns them and no error, so a
 * page of theirs may be empty and still have a token.
 */
export function listPermissions(call: Call, input: ListPermissionsRequest): ListPermissionsResponse {
  requireOwnCatalog(call, input.CatalogId);
  const query = readQuery(call, input);
  const data = readableData(call);
  const size = call.pageSize(input.MaxResults, 1000);
  const place = input.NextToken === undefined ? [0, 0, 0] : decodeToken(input.NextToken, ["number", "number", "number"]).map(Number);
  return readPage(call, data, query, size, place);
}

function readPage(call: Call, data: LakeFormationData, query: Query, size: number, place: readonly number[]): ListPermissionsResponse {
  const rows: PrincipalResourcePermissions[] = [];
  let looked = 0;
  for (const found of rowsFrom(call.account.id, data, query, place)) {
    if (looked === size) return { PrincipalResourcePermissions: rows, NextToken: encodeToken(found.place) };
    looked += 1;
    const visible = asSeen(call, data, found.grant, found.row);
    if (visible !== undefined) rows.push(visible);
  }
  return { PrincipalResourcePermissions: rows };
}

/** The rows from a place on. A place is: the list, the sequence of the grant in it, the row of the grant. */
function* rowsFrom(catalog: string, data: LakeFormationData, { lists, wants }: Query, place: readonly number[]) {
  const [fromList = 0, fromSequence = 0, fromRow = 0] = place;
  for (const [l, name] of lists.entries()) {
    if (l < fromList) continue;
    const list = grantsIn(data, name);
    const first = l === fromList ? lowerBound(list, ({ sequence }) => sequence < fromSequence) : 0;
    for (let g = first; g < list.length; g++) {
      const grant = list[g];
      if (grant === undefined || !wants(grant)) continue;
      const skipped = l === fromList && grant.sequence === fromSequence ? fromRow : 0;
      for (const [r, row] of rowsOf(catalog, grant).entries()) if (r >= skipped) yield { grant, row, place: [l, grant.sequence, r] };
    }
  }
}

function readQuery(call: Call, input: ListPermissionsRequest): Query {
  const principal = input.Principal?.DataLakePrincipalIdentifier;
  const related = readRelated(input);
  if (input.Resource !== undefined) return onResource(call, input, related, principal);
  if (principal === undefined) return { lists: [listOf(input.ResourceType)], wants: () => true };
  if (input.ResourceType === undefined || input.ResourceType === "LF_TAG") {
    throw invalidInput("Resource is mandatory if Principal is set in the input.");
  }
  // Groups and users of Identity Center are not found by this filter, whatever they hold.
  if (principal.includes(":identitystore:")) return { lists: [], wants: () => false };
  const type = grantTypeOf(input.ResourceType);
  return { lists: [listOfPrincipal(principal)], wants: (grant) => grantType(grant.securable) === type };
}

function onResource(call: Call, input: ListPermissionsRequest, related: boolean, principal: string | undefined): Query {
  if (input.Resource?.TableWithColumns !== undefined)
    throw invalidInput("TableWithColumns is not supported, list the permissions on the table");
  if (principal !== undefined) {
    // AWS answers this with effective permissions, in rows whose shape no document shows.
    throw notImplemented("ListPermissions with both a principal and a resource");
  }
  const securable = readListed(call, input);
  if (securable.type === "database" && isDatabaseLink(call.account, securable.database)) throw invalidInput("Database cannot be a link");
  const type = input.ResourceType === undefined ? undefined : grantTypeOf(input.ResourceType);
  if (type !== undefined && type !== grantType(securable)) throw invalidInput("The resource is not of the resource type");
  if (related && securable.type !== "table") throw invalidInput("IncludeRelated needs a table as resource");
  const filters = related && securable.type === "table" ? [listOfFilters(securable.database, securable.table)] : [];
  return { lists: [listOn(securable), ...filters], wants: () => true };
}

/** A caller without rights is not told whether a resource exists. */
function readListed(call: Call, input: ListPermissionsRequest): Securable {
  try {
    return readResource(call, input.Resource);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== "EntityNotFoundException" || seesEverything(call)) throw error;
    throw accessDenied("Resource does not exist or requester is not authorized to access requested permissions.");
  }
}

function readRelated({ IncludeRelated, Principal }: ListPermissionsRequest): boolean {
  if (IncludeRelated !== undefined && IncludeRelated !== "TRUE" && IncludeRelated !== "FALSE") {
    throw invalidInput("IncludeRelated must be TRUE or FALSE");
  }
  if (IncludeRelated === "TRUE" && Principal !== undefined) throw invalidInput("Principal must not be set with IncludeRelated");
  return IncludeRelated === "TRUE";
}

function listOf(type: ListPermissionsRequest["ResourceType"]): string {
  return type === undefined ? everyGrant : listOfType(grantTypeOf(type));
}

/** LF_TAG_POLICY has returned the policies on databases only. */
function grantTypeOf(type: NonNullable<ListPermissionsRequest["ResourceType"]>): GrantType {
  return type === "LF_TAG_POLICY" ? "LF_TAG_POLICY_DATABASE" : type;
}

/** The row as the caller sees it: its own rows, and of others the permissions it may pass on itself. */
function asSeen(
  call: Call,
  data: LakeFormationData,
  grant: Grant,
  row: PrincipalResourcePermissions,
): PrincipalResourcePermissions | undefined {
  if (seesEverything(call) || grant.principal === call.caller.principal) return row;
  const passable = findGrant(data, { principal: call.caller.principal, securable: grant.securable })?.grantable ?? [];
  const seen = (list: readonly Permission[] = []) => list.filter((permission) => passable.includes(permission));
  const permissions = seen(row.Permissions);
  if (permissions.length === 0) return undefined;
  return { ...row, Permissions: permissions, PermissionsWithGrantOption: seen(row.PermissionsWithGrantOption) };
}
