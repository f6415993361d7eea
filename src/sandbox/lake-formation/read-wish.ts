/** Reads what a grant or revoke request asks for, and who may ask. */

import type { BatchPermissionsRequestEntry } from "@aws-sdk/client-lakeformation";

import { normalizePermissions } from "../../model/permission.ts";
import type { Permission } from "../../model/permission.ts";
import { permissionSetOf } from "../../model/securable.ts";
import type { Call } from "../call.ts";
import { accessDenied, invalidInput, isAdministrator } from "./authority.ts";
import type { Wish } from "./legal-permissions.ts";
import { requirePrincipal } from "./principals.ts";
import { readResource } from "./read-resource.ts";
import { mayGrant } from "./resource-authority.ts";
import { ServiceError } from "../service-error.ts";

/** The members that the single and the batch operations share. */
export type Request = Omit<BatchPermissionsRequestEntry, "Id">;

/**
 * Reads one request. Callers without rights on a resource are not told whether it exists. Throws InvalidInputException,
 * EntityNotFoundException and AccessDeniedException.
 */
export function readWish(call: Call, request: Request): Wish {
  const principal = request.Principal?.DataLakePrincipalIdentifier;
  if (principal === undefined || principal === "") throw invalidInput("Principal is mandatory");
  const securable = readKnownResource(call, request);
  const wish: Wish = {
    principal,
    securable,
    selectOnly: request.Resource?.TableWithColumns !== undefined,
    permissions: request.Permissions ?? [],
    grantable: request.PermissionsWithGrantOption ?? [],
    ...(request.Condition?.Expression === undefined ? {} : { condition: request.Condition.Expression }),
  };
  return wish;
}

/** Throws InvalidInputException ("Invalid principal") for a principal that is not there to be granted anything. */
export function requireGrantee(call: Call, { principal }: Wish): void {
  requirePrincipal(call, principal);
}

/** The permissions of a wish with ALL expanded. */
export function expanded(wish: Wish, list: readonly Permission[]): readonly Permission[] {
  return normalizePermissions(list, permissionSetOf(wish.securable));
}

/** Throws AccessDeniedException unless the caller may grant, and so revoke, what is asked for. */
export function requireMayGrant(call: Call, wish: Wish): void {
  if (mayGrant(call, wish.securable, expanded(wish, wish.permissions))) return;
  throw wish.securable.type === "catalog"
    ? accessDenied("Insufficient Lake Formation permission(s) on Catalog")
    : accessDenied("Insufficient Lake Formation permission(s): Required grantable permissions on the resource");
}

function readKnownResource(call: Call, request: Request) {
  try {
    return readResource(call, request.Resource);
  } catch (error) {
    if (error instanceof ServiceError && error.code === "EntityNotFoundException" && !isAdministrator(call)) {
      throw accessDenied("Resource does not exist or requester is not authorized to access requested permissions.");
    }
    throw error;
  }
}
