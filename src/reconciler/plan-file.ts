/** Saved plans: written for review, read again for apply, and refused when they are not what was written. */

import { canonicalJson } from "../model/canonical.ts";
import { changeKey } from "../model/change.ts";
import type { Change } from "../model/change.ts";
import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Plan } from "../model/plan.ts";
import { liveDigestOf, planDigest } from "./plan.ts";
import { isAddressed, parseJson, shapePlan } from "./validate-file.ts";

/** Changes up to which a plan file is indented: beyond, nobody reads it line by line, and a string has a longest length. */
const indentedChanges = 20_000;

/** The text of a plan file: canonical, with a final line break. */
export function formatPlan(plan: Plan): string {
  return `${canonicalJson(plan, plan.changes.length > indentedChanges ? 0 : 1)}\n`;
}

/** A plan from the text of a plan file: of the right shape, with its digest intact. */
export function parsePlan(text: string, file: string): { readonly plan: Plan } | { readonly diagnostic: Diagnostic } {
  const parsed = parseJson(text, file);
  if ("diagnostic" in parsed) return parsed;
  const shape = shapePlan(parsed.json, file);
  if ("diagnostic" in shape) return shape;
  const plan = shape.shaped;
  const { digest, ...rest } = plan;
  if (planDigest(rest) !== digest || liveDigestOf(plan.changes) !== plan.liveDigest) {
    return { diagnostic: changed(file, "its digest does not fit what it holds") };
  }
  const stray = plan.changes.find((change) => specs(change).some((spec) => !isAddressed(change.address, change.kind, spec)));
  if (stray !== undefined) return { diagnostic: changed(file, `the change at \`${stray.address}\` is not what that address names`) };
  return { plan };
}

function specs({ before, after }: Change): readonly unknown[] {
  return [before, after].filter((spec) => spec !== null);
}

function changed(file: string, how: string): Diagnostic {
  return report("LG5007", {
    message: `\`${file}\` was changed after it was written: ${how}`,
    help: "make a new plan and have it reviewed",
  });
}

/**
 * Is the saved plan still what an apply would do? Every saved change must come out of a fresh plan, to the letter: so what
 * is applied is what was reviewed, whoever wrote the file and whatever its digests say.
 */
export function compareWithFresh(saved: Plan, fresh: readonly Change[], policyDigest: string): readonly Diagnostic[] {
  if (saved.policyDigest !== policyDigest) {
    return [report("LG5006", { message: "the policies changed after the plan was made", help: "make a new plan and have it reviewed" })];
  }
  const byKey = new Map(fresh.map((change) => [changeKey(change), change]));
  const touched = saved.changes.filter((change) => {
    const { before, after } = change;
    const now = byKey.get(changeKey(change));
    return now === undefined || canonicalJson([now.before, now.after]) !== canonicalJson([before, after]);
  });
  if (touched.length === 0) return guardOmissions(saved, fresh);
  const addresses = new Set(fresh.map(({ address }) => address));
  if (saved.changes.every(({ address }) => !addresses.has(address))) {
    const message = `none of the ${saved.changes.length} planned changes is needed any more: the plan was applied already, or somebody else made them`;
    return [report("LG5008", { message, help: "`lakegrade plan` shows what is left to do" })];
  }
  const some = touched.slice(0, 5).map(({ address }) => `\`${address}\``);
  return [
    report("LG5008", {
      message: `${touched.length} of ${saved.changes.length} planned changes are not what the policies ask of the account now: ${some.join(", ")}${touched.length > some.length ? ", …" : ""}`,
      help: "somebody changed the account, or the file, after the plan was made; make a new plan and have it reviewed",
    }),
  ];
}

/**
 * The fresh changes that were reviewed, in the fresh order, so that no file can change it. Of a resource that changes in
 * several steps only the reviewed ones: who reviewed that a grant loses has not reviewed that it gains.
 */
export function reviewedChanges(saved: Plan, fresh: readonly Change[]): readonly Change[] {
  const reviewed = new Set(saved.changes.map(changeKey));
  return fresh.filter((change) => reviewed.has(changeKey(change)));
}

/**
 * What closes or prepares must not be missing where something later opens: a plan with a part taken out, or a table that
 * appeared after the review, would be opened without having been closed.
 */
function guardOmissions(saved: Plan, fresh: readonly Change[]): readonly Diagnostic[] {
  const reviewed = new Set(saved.changes.map(changeKey));
  const lastOpening = reviewedChanges(saved, fresh).reduce(
    (last, { impact, step }) => (impact === "widens" ? Math.max(last, step) : last),
    -1,
  );
  const missing = fresh.filter((change) => change.step < lastOpening && change.impact !== "widens" && !reviewed.has(changeKey(change)));
  const [first] = missing;
  if (first === undefined) return [];
  return [
    report("LG5008", {
      message: `${missing.length} ${missing.length === 1 ? "change" : "changes"} that must come before what this plan opens ${missing.length === 1 ? "was" : "were"} not reviewed: \`${first.address}\`${missing.length > 1 ? ", …" : ""}`,
      help: "the account changed after the plan was made, or a part was taken out of the file; make a new plan and have it reviewed",
    }),
  ];
}
