/** Guardrails in the parts that must not come at one moment: what they allow, what they deny, and what they no longer deny. */

import { isDeepStrictEqual } from "node:util";

import type { IamRolePolicy } from "../../kinds/iam-role-policy/spec.ts";
import type { PermissionSetPolicy } from "../../kinds/permission-set-policy/spec.ts";
import { isChangeOf, subjectOf } from "../../kinds/specs.ts";
import type { ChangeOf } from "../../kinds/specs.ts";
import type { Action } from "../../model/change.ts";
import { namesAction } from "../../model/iam/names-action.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { statementsEffects } from "../../model/iam/statements-impact.ts";
import { unionStatements } from "../../model/iam/union-statements.ts";
import { partBeforeLocations } from "../bucket-policy-parts.ts";
import type { RolesOfLocations } from "../bucket-policy-parts.ts";
import type { Difference } from "../diff.ts";

type Guardrail = IamRolePolicy | PermissionSetPolicy;

export type GuardrailDifference = ChangeOf<"iam-role-policy", Difference> | ChangeOf<"permission-set-policy", Difference>;

/** What a plan does beside its guardrails. */
export interface BesideGuardrails {
  /** Is any location new? */
  readonly registers: boolean;
  /** Does a bucket's policy let a role of a location through before that is registered or changed? */
  readonly sparesRoles: boolean;
  /** Does a bucket's policy close anything, or open anything, in step 99? */
  readonly bucketsClose: boolean;
  readonly bucketsOpen: boolean;
}

export function besideGuardrails(differences: readonly Difference[], locations: RolesOfLocations): BesideGuardrails {
  const policies = differences.filter((difference) => isChangeOf(difference, "s3-bucket-policy"));
  const effects = policies.map(({ before, after }) => statementsEffects(before?.statements ?? [], after?.statements ?? []));
  return {
    registers: differences.some(({ kind, before }) => kind === "lf-location" && before === null),
    sparesRoles: policies.some((difference) => partBeforeLocations(difference, locations) !== undefined),
    bucketsClose: effects.some(({ closes }) => closes.length > 0),
    bucketsOpen: effects.some(({ opens }) => opens.length > 0),
  };
}

export function isGuardrail(difference: Difference): difference is GuardrailDifference {
  return isChangeOf(difference, "iam-role-policy") || isChangeOf(difference, "permission-set-policy");
}

/**
 * A guardrail's difference by steps, one at least.
 *
 * What a new one allows is there before a location is registered (92). Becoming a role of a location is denied before a bucket's policy spares that
 * role (92): until then the policy kept it out. What else is denied comes when everybody reads through Lake Formation (97). Where a bucket's policy
 * closes (99), what is no longer denied is denied until that is done (100): whom the guardrail kept off the bucket, and whom the policy is to keep
 * off it, gets in at no moment, and who gets in before and after is denied by neither. One of which a write opens more than is known here is written
 * once, as late as may be; where it is needed earlier a guard refuses the plan.
 */
export function guardrailParts(
  difference: GuardrailDifference,
  beside: BesideGuardrails,
): readonly { readonly difference: Difference; readonly step: number }[] {
  const { before, after } = difference;
  const { bucketsClose } = beside;
  if (opensBlindly(difference)) return [{ difference, step: bucketsClose ? 100 : 97 }];
  const [was, is] = [before?.statements ?? [], after?.statements ?? []];
  const early = earlyStatements(difference, beside);
  const stages: [number, Guardrail | null][] = [
    [92, early.length === 0 ? before : withStatements(difference, unionStatements(was, early))],
    [97, bucketsClose ? withStatements(difference, unionStatements(was.filter(isDeny), is)) : after],
    [100, after],
  ];
  const parts: { difference: Difference; step: number }[] = [];
  let state: Guardrail | null = before;
  for (const [step, next] of stages) {
    const isLast = next === after;
    if (isLast ? isDeepStrictEqual(state, next) : isDeepStrictEqual(state?.statements, next?.statements)) continue;
    parts.push({ difference: { ...difference, action: actionOf(state, next), before: state, after: next }, step });
    state = next;
  }
  return parts;
}

/** What has to be there in step 92 already. */
export function earlyStatements(
  { before, after }: GuardrailDifference,
  { registers, sparesRoles }: Pick<BesideGuardrails, "registers" | "sparesRoles">,
): readonly PolicyStatement[] {
  return (after?.statements ?? []).filter(({ effect, action }) =>
    effect === "Allow" ? registers && before === null : sparesRoles && namesAction(action, "sts:AssumeRole"),
  );
}

function isDeny({ effect }: PolicyStatement): boolean {
  return effect === "Deny";
}

/**
 * Does whatever is written open something that nothing here tells of? A set that waits to be provisioned takes along what waits, also what its
 * roles still deny and its definition does not, and a statement that is not understood cannot be written again.
 */
export function opensBlindly(difference: GuardrailDifference): boolean {
  const { before } = difference;
  if (before?.statements.some(({ notUnderstood }) => notUnderstood !== undefined) === true) return true;
  if (!isChangeOf(difference, "permission-set-policy")) return false;
  return difference.before?.provisioned === false || subjectOf(difference).waiting !== undefined;
}

/** The guardrail with other statements; null for one without any. */
function withStatements(difference: GuardrailDifference, statements: readonly PolicyStatement[]): Guardrail | null {
  return statements.length === 0 ? null : { ...subjectOf<Guardrail>(difference), statements };
}

function actionOf(before: Guardrail | null, after: Guardrail | null): Action {
  return before === null ? "create" : after === null ? "delete" : "update";
}
