/** Guardrails that a plan writes, and on which roles they are. */

import { isChangeOf } from "../../kinds/specs.ts";
import type { ChangeOf } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import { permissionSetOfRole, permissionSetRolePath } from "../../model/principal.ts";
import type { Role } from "../../model/state.ts";

export type GuardrailChange = ChangeOf<"iam-role-policy"> | ChangeOf<"permission-set-policy">;

/** Does a change write a guardrail? One that takes a guardrail away denies nobody anything. */
export function writesGuardrail(change: Change): change is GuardrailChange {
  return (isChangeOf(change, "iam-role-policy") || isChangeOf(change, "permission-set-policy")) && change.after !== null;
}

/** Is the guardrail written to this role, or to the permission set whose role it is? */
export function isOn({ after }: GuardrailChange, { name, path }: Role): boolean {
  if (after === null) return false;
  return "role" in after
    ? after.role === name
    : path.startsWith(permissionSetRolePath) && permissionSetOfRole(name) === after.permissionSet;
}
