/** Statements of policies, put together from what the lowering has to say. */

import type { ConditionClause, PolicyStatement } from "../model/iam/policy-document.ts";

interface StatementParts {
  /** The whole Sid, prefix included. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: readonly ConditionClause[];
}

export function allow(parts: StatementParts): PolicyStatement {
  return { effect: "Allow", ...common(parts) };
}

export function deny(parts: StatementParts): PolicyStatement {
  return { effect: "Deny", ...common(parts) };
}

/** A deny of a policy that a resource carries: for everybody whom its conditions do not leave out. */
export function denyEverybody(parts: StatementParts): PolicyStatement {
  return { ...deny(parts), principal: { negated: false, byType: { AWS: ["*"] } } };
}

export function clause(operator: string, key: string, ...values: readonly string[]): ConditionClause {
  return { operator, key, values };
}

function common({ sid, actions, resources, conditions = [] }: StatementParts): Omit<PolicyStatement, "effect"> {
  return { sid, action: { negated: false, names: actions }, resource: { negated: false, names: resources }, conditions };
}
