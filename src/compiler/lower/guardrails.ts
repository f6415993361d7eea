/** Lowers Groups to guardrails: an inline policy on each role, statements in each permission set, and what others have to write. */

import * as iamRolePolicy from "../../kinds/iam-role-policy/spec.ts";
import * as permissionSetPolicy from "../../kinds/permission-set-policy/spec.ts";
import type { UnmanagedGuardrail } from "../../model/guardrail.ts";
import { normalStatements } from "../../model/iam/normal-statement.ts";
import { rolePolicyName, sidPrefix } from "../../model/ours.ts";
import { compareText } from "../../model/source.ts";
import { guardedPrincipals } from "../guarded.ts";
import type { Lowerable } from "../resolved.ts";
import { entryOf } from "./entry.ts";
import type { Entry } from "../../model/resources.ts";
import { guardrailStatements } from "./guardrail-statements.ts";

const rolePolicy = { name: "iam-role-policy", ...iamRolePolicy };
const setPolicy = { name: "permission-set-policy", ...permissionSetPolicy };

export function* lowerGuardrails(lowerable: Lowerable): Generator<Entry> {
  const { name } = lowerable.lake.identity;
  for (const guarded of guardedPrincipals(lowerable)) {
    const { mode, target, origins } = guarded;
    if (mode !== "manage" || target === undefined) continue;
    const statements = guardrailStatements(guarded, lowerable, lowerable.lake);
    if ("role" in target) yield entryOf(rolePolicy, { role: target.role, policy: rolePolicyName(name), statements }, origins);
    // What stands beside the statements, and the set's ARN, are the account's to say.
    else yield entryOf(setPolicy, { ...target, prefix: sidPrefix(name), statements, others: "", provisioned: true, arn: "" }, origins);
  }
}

/** Guardrails that are asked for and not managed, by principal: those of users, of services and of other accounts cannot be. */
export function unmanagedGuardrails(lowerable: Lowerable): readonly UnmanagedGuardrail[] {
  return guardedPrincipals(lowerable)
    .filter(({ mode, target }) => mode !== "manage" || target === undefined)
    .map((guarded) => ({
      principal: guarded.id,
      mode: guarded.mode === "manage" ? ("emit" as const) : guarded.mode,
      statements: normalStatements(guardrailStatements(guarded, lowerable, lowerable.lake)),
      origins: guarded.origins,
    }))
    .toSorted((a, b) => compareText(a.principal, b.principal));
}
