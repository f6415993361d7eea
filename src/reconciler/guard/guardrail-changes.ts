/** Guardrails that a plan writes, and on which roles they are. */

import { isChangeOf, subjectOf } from "../../kinds/specs.ts";
import type { ChangeOf, Specs } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import { permissionSetOfRole, permissionSetRolePath } from "../../model/principal.ts";
import type { Role } from "../../model/state.ts";

export type GuardrailChange = ChangeOf<"iam-role-policy"> | ChangeOf<"permission-set-policy">;

type GuardrailSpec = Specs["iam-role-policy" | "permission-set-policy"];

/** Is a change one of a guardrail, written or taken away? */
export function isGuardrail(change: Change): change is GuardrailChange {
  return isChangeOf(change, "iam-role-policy") || isChangeOf(change, "permission-set-policy");
}

/** Does a change write a guardrail? One that takes a guardrail away denies nobody anything. */
export function writesGuardrail(change: Change): change is GuardrailChange {
  return isGuardrail(change) && change.after !== null;
}

/** Is the guardrail written to this role, or to the permission set whose role it is? */
export function isOn(change: GuardrailChange, role: Role): boolean {
  return change.after !== null && isAbout(change, role);
}

/** The same of a guardrail that is taken away, too. */
export function isAbout(change: GuardrailChange, { name, path }: Role): boolean {
  const guardrail = subjectOf<GuardrailSpec>(change);
  return "role" in guardrail
    ? guardrail.role === name
    : path.startsWith(permissionSetRolePath) && permissionSetOfRole(name) === guardrail.permissionSet;
}
