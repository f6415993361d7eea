/** Revoking: everything asked for must be held, or nothing is revoked. */

import type { Permission } from "../../model/permission.ts";
import type { Call } from "../call.ts";
import { invalidInput } from "./authority.ts";
import { columnsHeld, revokeColumns } from "./column-grants.ts";
import type { ColumnHolding } from "./column-grants.ts";
import { findGrant, setGrant } from "./grants.ts";
import type { Holding } from "./grants.ts";
import { stampOf } from "./grant-stamp.ts";
import { writableData } from "./late-reads.ts";
import { requireLegal } from "./legal-permissions.ts";
import type { Wish } from "./legal-permissions.ts";
import { expanded, readWish, requireMayGrant } from "./read-wish.ts";
import type { Request } from "./read-wish.ts";

/**
 * Performs one revoke; the principal need not exist any more. A revoked permission loses its grant option too. Throws
 * InvalidInputException in AWS's words ("No permissions revoked. …") when the principal does not hold what is revoked.
 */
export function performRevoke(call: Call, request: Request): void {
  const wish = readWish(call, request);
  requireLegal(call.account, wish);
  requireMayGrant(call, wish);
  const { principal, securable, condition } = wish;
  const holding: Holding = { principal, securable, ...(condition === undefined ? {} : { condition }) };
  if (securable.type === "columns") return revokeSome(call, { ...holding, securable }, wish);
  const held = findGrant(call.account.lakeFormation.data, holding);
  if (held === undefined) throw nothingHeld(wish);
  const revoked = expanded(wish, wish.permissions);
  const revokedOptions = expanded(wish, wish.grantable);
  const missing = [
    ...revoked.filter((permission) => !held.permissions.includes(permission)),
    ...revokedOptions.filter((permission) => !held.grantable.includes(permission)),
  ];
  if (missing.length > 0) throw notHeld(missing);
  const permissions = held.permissions.filter((permission) => !revoked.includes(permission));
  const grantable = held.grantable.filter((permission) => permissions.includes(permission) && !revokedOptions.includes(permission));
  setGrant(writableData(call), holding, permissions, grantable, stampOf(call));
}

function revokeSome(call: Call, holding: ColumnHolding, wish: Wish): void {
  const { plain, passable } = columnsHeld(call.account.lakeFormation.data, holding);
  if (plain.length + passable.length === 0) throw nothingHeld(wish);
  const isHeld = (column: string) => passable.includes(column) || (wish.grantable.length === 0 && plain.includes(column));
  if (!holding.securable.columns.every(isHeld)) throw notHeld(["SELECT"]);
  revokeColumns(writableData(call), holding, stampOf(call));
}

/** The texts are those AWS is known to answer with. */
function nothingHeld({ securable }: Wish): Error {
  return securable.type === "lf-tag"
    ? invalidInput("No permissions revoked. Revoking Tag permissions on Tags that grantee does not have permissions on.")
    : invalidInput("No permissions revoked. Grantee has no permissions and no grantable permissions on resource.");
}

function notHeld(permissions: readonly Permission[]): Error {
  return invalidInput(`No permissions revoked. Grantee does not have: [${[...new Set(permissions)].join(", ")}]`);
}
