/** GrantPermissions, RevokePermissions and their batch forms. */

import type {
  BatchGrantPermissionsRequest,
  BatchGrantPermissionsResponse,
  BatchPermissionsFailureEntry,
  BatchPermissionsRequestEntry,
  BatchRevokePermissionsRequest,
  BatchRevokePermissionsResponse,
  GrantPermissionsRequest,
  GrantPermissionsResponse,
  RevokePermissionsRequest,
  RevokePermissionsResponse,
} from "@aws-sdk/client-lakeformation";

import type { Call } from "../call.ts";
import { ServiceError } from "../service-error.ts";
import { invalidInput, requireOwnCatalog } from "./authority.ts";
import { performGrant } from "./perform-grant.ts";
import type { Request } from "./read-wish.ts";
import { performRevoke } from "./perform-revoke.ts";

/** Source: Lake Formation API, BatchGrantPermissions ("A list of up to 20 entries"). */
const maximumEntries = 20;

/** GrantPermissions: one grant, see `performGrant`. */
export function grantPermissions(call: Call, input: GrantPermissionsRequest): GrantPermissionsResponse {
  requireOwnCatalog(call, input.CatalogId);
  performGrant(call, input);
  return {};
}

/** RevokePermissions: one revoke, see `performRevoke`. */
export function revokePermissions(call: Call, input: RevokePermissionsRequest): RevokePermissionsResponse {
  requireOwnCatalog(call, input.CatalogId);
  performRevoke(call, input);
  return {};
}

/** BatchGrantPermissions: entries succeed or fail one by one, in order, inside an answer with status 200. */
export function batchGrantPermissions(call: Call, input: BatchGrantPermissionsRequest): BatchGrantPermissionsResponse {
  return { Failures: performEach(call, input, performGrant) };
}

/** BatchRevokePermissions: as BatchGrantPermissions. */
export function batchRevokePermissions(call: Call, input: BatchRevokePermissionsRequest): BatchRevokePermissionsResponse {
  return { Failures: performEach(call, input, performRevoke) };
}

function performEach(
  call: Call,
  input: BatchGrantPermissionsRequest,
  perform: (call: Call, request: Request) => void,
): BatchPermissionsFailureEntry[] {
  requireOwnCatalog(call, input.CatalogId);
  const entries = input.Entries ?? [];
  if (entries.length > maximumEntries) throw invalidInput(`A batch has at most ${maximumEntries} entries, not ${entries.length}`);
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) throw invalidInput("Ids of a batch must be unique");
  return entries.flatMap((entry) => performEntry(call, entry, perform));
}

function performEntry(
  call: Call,
  entry: BatchPermissionsRequestEntry,
  perform: (call: Call, request: Request) => void,
): BatchPermissionsFailureEntry[] {
  try {
    if (call.faults.failsEntry()) throw new ServiceError("ConcurrentModificationException", "Please retry in a short while");
    perform(call, entry);
    return [];
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return [{ RequestEntry: entry, Error: { ErrorCode: error.code, ErrorMessage: error.message } }];
  }
}
