/** A guard on who applies: a plan that its caller certainly cannot perform is refused before the first write, not in the middle. */

import { viewOf } from "../../access/account-view.ts";
import { sparedPrincipals } from "../../access/spared-principals.ts";
import { groupBy } from "../../model/batches.ts";
import type { Change } from "../../model/change.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { sidPrefix } from "../../model/ours.ts";
import { shortPrincipal } from "../../model/principal.ts";
import type { LiveState } from "../../model/state.ts";
import { configuresBucket } from "./caller-requests.ts";
import { deniedChanges } from "./denied-changes.ts";
import type { Cause, DeniedChange } from "./denied-changes.ts";
import { guardReadOnly } from "./read-only-administrator.ts";

/** Resources and principals that one line shows. */
const shown = 5;

/** Refusals of an apply, as errors. Whoever makes a plan may be somebody else, who only reads. `changes`: those to be applied, in their order. */
export function guardPerformer(live: LiveState, changes: readonly Change[], lake: string): readonly Diagnostic[] {
  const readOnly = guardReadOnly(live, changes);
  // Whoever only reads has to be somebody else for all of it.
  if (readOnly.length > 0) return readOnly;
  const denied = deniedChanges(live, changes, sidPrefix(lake));
  return [...groupBy(denied, ({ cause }) => cause.type).values()].map((ofCause) => refusal(live, changes.length, ofCause));
}

/**
 * A warning of a plan: its caller may write, but not past the denies of `protectConfiguration`. Of a caller who may write nothing anyway it says
 * nothing, because that one only plans.
 */
export function warnOfProtection(live: LiveState, changes: readonly Change[], lake: string): readonly Diagnostic[] {
  const denied = deniedChanges(live, changes, sidPrefix(lake), configuresBucket).filter(({ cause }) => cause.type === "protection");
  const [first] = denied;
  if (first === undefined) return [];
  const [range] = first.change.origins;
  return [
    report("LG5046", {
      message: `\`${shortPrincipal(live.caller)}\` cannot apply this plan: \`protectConfiguration\` denies it ${denied.length} of ${changes.length} changes`,
      notes: notesOf(denied),
      help: `who applies must be one of ${sparedBy(live, denied)}`,
      range,
    }),
  ];
}

function refusal(live: LiveState, total: number, denied: readonly DeniedChange[]): Diagnostic {
  const caller = shortPrincipal(live.caller);
  const range = denied.flatMap(({ change }) => change.origins)[0];
  return report("LG5045", {
    message: `\`${caller}\` cannot apply this plan: it may not make ${denied.length} of ${total} changes`,
    notes: notesOf(denied),
    help: helpOf(live, denied),
    range,
  });
}

function helpOf(live: LiveState, denied: readonly DeniedChange[]): string {
  const type: Cause["type"] | undefined = denied[0]?.cause.type;
  if (type === "protection") return `apply as one of ${sparedBy(live, denied)}`;
  if (type === "resource policy")
    return "apply as a principal that these statements spare, or have whoever wrote them change them: no IAM policy of the caller helps";
  return "apply as one of `Lake.operators`, or give the caller the IAM permissions that `lakegrade iam-policy apply` prints; no deny, permissions boundary or key policy may stand in the way";
}

/** The live statements decide, and not the policies: an operator that is new in these is not spared yet. */
function sparedBy({ account, region, roles }: LiveState, denied: readonly DeniedChange[]): string {
  const view = viewOf({ account, region, roles });
  const documents = denied.flatMap(({ cause }) => (cause.type === "protection" ? [cause.denies] : []));
  // As one document: whom thousands of buckets spare in the same words is looked up among the roles once.
  const statements = documents.flatMap((document) => document.statements);
  const names = sparedPrincipals(view, { version: "2012-10-17", statements }).map(shortPrincipal);
  const whom = "`Lake.operators` or `Lake.breakGlass`, as the policies of these buckets name them today";
  return names.length === 0 ? `${whom}: none of them is a role of the account` : `${whom}: ${list(names.map((name) => `\`${name}\``))}`;
}

/** A line for each action and reason. */
function notesOf(denied: readonly DeniedChange[]): readonly string[] {
  return [...groupBy(denied, ({ action, why }) => `${action} ${why}`).values()].flatMap(([first, ...more]) =>
    first === undefined ? [] : [`${first.action} on ${list([...new Set([first, ...more].map(({ on }) => on))])}: ${first.why}`],
  );
}

function list(names: readonly string[]): string {
  const more = names.length - shown;
  return `${names.slice(0, shown).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
