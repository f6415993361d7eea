/** Guardrails that others are to write: what of them a role's policies lack, and what of ours stays until nothing is lacking. */

import { address as rolePolicyAddress } from "../kinds/iam-role-policy/spec.ts";
import { address as setPolicyAddress } from "../kinds/permission-set-policy/spec.ts";
import type { Address } from "../model/address.ts";
import type { UnmanagedGuardrail } from "../model/guardrail.ts";
import { meaningOf } from "../model/iam/canonical-policy.ts";
import { parsePolicyDocument } from "../model/iam/parse-policy.ts";
import type { PolicyStatement } from "../model/iam/policy-document.ts";
import { isOurSid, rolePolicyName, sidPrefix } from "../model/ours.ts";
import { permissionSetOfRole, permissionSetRolePath } from "../model/principal.ts";
import type { LiveState, Role } from "../model/state.ts";

export interface Placement {
  /** Statements that no policy of others on the role says. Ours do not count: they are to go once the others are there. */
  readonly missing: readonly PolicyStatement[];
  /** Where our own guardrail of this lake is, or would be. */
  readonly ours: Address;
}

/** Undefined for principals without a role in the account: nobody here sees their policies. */
export function placementOf({ principal, statements }: UnmanagedGuardrail, live: LiveState, lake: string): Placement | undefined {
  const role = live.roles.find(({ arn }) => arn === principal);
  if (role === undefined) return undefined;
  const held = new Set(statementsOfOthers(role, live, lake).map(meaningOf));
  const set = setOf(role);
  return {
    missing: statements.filter((statement) => !held.has(meaningOf(statement))),
    ours:
      set === undefined
        ? rolePolicyAddress({ role: role.name, policy: rolePolicyName(lake) })
        : setPolicyAddress({ permissionSet: set, prefix: sidPrefix(lake) }),
  };
}

function setOf({ name, path }: Role): string | undefined {
  return path.startsWith(permissionSetRolePath) ? permissionSetOfRole(name) : undefined;
}

/** A policy that was not read, or is not understood, holds nothing that could be relied on. In a permission set's one policy the Sid tells ours. */
function statementsOfOthers(role: Role, { facts }: LiveState, lake: string): readonly PolicyStatement[] {
  const { inline = [], attached = [] } = role.policies ?? {};
  const named = setOf(role) === undefined ? inline.filter(({ name }) => name !== rolePolicyName(lake)) : inline;
  const managed = attached.flatMap((arn) => facts?.managedPolicies.find((policy) => policy.arn === arn)?.document ?? []);
  const own = named.flatMap(({ document }) => statementsIn(document));
  const prefix = sidPrefix(lake);
  return [...(setOf(role) === undefined ? own : own.filter(({ sid }) => !isOurSid(sid, prefix))), ...managed.flatMap(statementsIn)];
}

function statementsIn(text: string): readonly PolicyStatement[] {
  const parsed = parsePolicyDocument(text, { unknown: "keep" });
  return "document" in parsed ? parsed.document.statements : [];
}
