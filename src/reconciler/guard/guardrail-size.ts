/** A guard on the size of guardrails while an apply goes on: the compiler looks at what stays, and the part before it may be longer. */

import { isChangeOf, subjectOf } from "../../kinds/specs.ts";
import { groupBy } from "../../model/batches.ts";
import type { Change } from "../../model/change.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { policyJson } from "../../model/iam/format-policy.ts";
import { formatShared, parseShared } from "../../model/iam/shared-document.ts";
import { inlinePolicyQuota, policyCharacters } from "../../model/policy-quotas.ts";
import type { LiveState } from "../../model/state.ts";
import { writesGuardrail } from "./guardrail-changes.ts";
import type { GuardrailChange } from "./guardrail-changes.ts";

/** Refusals of a plan, as errors: of each guardrail that changes in several parts, those before the last. */
export function guardGuardrailSize(live: Pick<LiveState, "roles" | "facts">, changes: readonly Change[]): readonly Diagnostic[] {
  const guardrails = changes.filter((change) => isChangeOf(change, "iam-role-policy") || isChangeOf(change, "permission-set-policy"));
  return [...groupBy(guardrails, ({ address }) => address).values()].flatMap((parts) => {
    const sizes = parts
      .slice(0, -1)
      .filter(writesGuardrail)
      .map((part) => sizeOf(part, live));
    const longest = Math.max(0, ...sizes);
    const [first] = parts;
    if (first === undefined || longest <= inlinePolicyQuota) return [];
    const subject = subjectOf<NonNullable<GuardrailChange["after"]>>(first);
    const whose = "role" in subject ? `role \`${subject.role}\`` : `permission set \`${subject.permissionSet}\``;
    const [range] = first.origins;
    return [
      report("LG5020", {
        message: `the inline policies of ${whose} would have ${longest} characters during the apply, more than the ${inlinePolicyQuota} that IAM takes, because the guardrail denies what it denied and what it is to deny until bucket policies have closed`,
        help: "go in two plans: first what closes buckets, such as `directAccess`, with the groups as they are, then the rest; or move its other inline policies into managed ones",
        range,
      }),
    ];
  });
}

/** Characters of all inline policies of the role or set once the part is written. */
function sizeOf(part: GuardrailChange, { roles, facts }: Pick<LiveState, "roles" | "facts">): number {
  const statements = part.after?.statements ?? [];
  const subject = subjectOf<NonNullable<GuardrailChange["after"]>>(part);
  if ("permissionSet" in subject) {
    const text = facts?.identityCenter?.permissionSets.find(({ name }) => name === subject.permissionSet)?.inlinePolicy ?? "";
    const document = parseShared(text);
    return "problems" in document ? 0 : policyCharacters(formatShared(document, subject.prefix, statements));
  }
  const inline = roles.find(({ name }) => name === subject.role)?.policies?.inline ?? [];
  const others = inline.flatMap(({ name, document }) => (name === subject.policy ? [] : [document]));
  const own = JSON.stringify(policyJson({ version: "2012-10-17", statements }));
  return [own, ...others].reduce((sum, text) => sum + policyCharacters(text), 0);
}
