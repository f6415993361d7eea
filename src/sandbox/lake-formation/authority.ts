/** Who may call what: data lake administrators, read-only administrators, and everybody else. */

import type { Call } from "../call.ts";
import { ServiceError } from "../service-error.ts";
import { entityNotFound } from "./catalog.ts";

/** An error for input that the schema allows and Lake Formation does not. */
export function invalidInput(message: string): ServiceError {
  return new ServiceError("InvalidInputException", message);
}

/** The error for a caller without the needed permission. */
export function accessDenied(message: string): ServiceError {
  return new ServiceError("AccessDeniedException", message, 403);
}

/** True for data lake administrators of the settings in force, and for the account's administrator identity. */
export function isAdministrator(call: Call): boolean {
  return call.caller.administrator || listed(call, "DataLakeAdmins");
}

/** True for administrators and read-only administrators: they see everything. */
export function seesEverything(call: Call): boolean {
  return isAdministrator(call) || listed(call, "ReadOnlyAdmins");
}

function listed(call: Call, list: "DataLakeAdmins" | "ReadOnlyAdmins"): boolean {
  const principals = call.account.lakeFormation.data.settings[list] ?? [];
  return principals.some(({ DataLakePrincipalIdentifier }) => DataLakePrincipalIdentifier === call.caller.principal);
}

/** Throws AccessDeniedException unless the caller is a data lake administrator. */
export function requireAdministrator(call: Call, operation: string): void {
  if (!isAdministrator(call)) throw accessDenied(`${call.caller.arn} is not a data lake administrator and may not call ${operation}`);
}

/** Throws AccessDeniedException unless the caller is an administrator or a read-only administrator. */
export function requireReader(call: Call, operation: string): void {
  if (!seesEverything(call)) throw accessDenied(`${call.caller.arn} is not a data lake administrator and may not call ${operation}`);
}

/** Throws for a catalog that is not the account's own: the sandbox has no other. Absent means one's own. */
export function requireOwnCatalog(call: Call, catalogId: string | undefined): void {
  if (catalogId !== undefined && catalogId !== call.account.id) throw entityNotFound(`Catalog not found: ${catalogId}`);
}
