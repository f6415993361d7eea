/** Saved plans: written for review, read again for apply, and refused when they are not what was written. */

import { readableAddress } from "../model/address.ts";
import { canonicalJson } from "../model/canonical.ts";
import type { Change } from "../model/change.ts";
import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Plan } from "../model/plan.ts";
import { closesWays } from "./closes-ways.ts";
import { counterpartIn } from "./counterparts.ts";
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
  if (stray !== undefined)
    return { diagnostic: changed(file, `the change at \`${readableAddress(stray.address)}\` is not what that address names`) };
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
 * is applied is what was reviewed, whoever wrote the file and whatever its digests say. Steps are not compared, for the
 * order that is applied is the fresh one.
 */
export function compareWithFresh(saved: Plan, fresh: readonly Change[], policyDigest: string): readonly Diagnostic[] {
  if (saved.policyDigest !== policyDigest) {
    return [report("LG5006", { message: "the policies changed after the plan was made", help: "make a new plan and have it reviewed" })];
  }
  const freshOf = counterpartIn(fresh);
  const touched = saved.changes.filter((change) => freshOf(change) === undefined);
  if (touched.length === 0) return [...guardMeaning(saved, freshOf), ...guardOmissions(saved, fresh)];
  const addresses = new Set(fresh.map(({ address }) => address));
  if (saved.changes.every(({ address }) => !addresses.has(address))) {
    const message = `none of the ${saved.changes.length} planned changes is needed any more: the plan was applied already, or somebody else made them`;
    return [report("LG5008", { message, help: "`lakegrade plan` shows what is left to do" })];
  }
  const some = touched.slice(0, 5).map(({ address }) => `\`${readableAddress(address)}\``);
  return [
    report("LG5008", {
      message: `${touched.length} of ${saved.changes.length} planned changes are not what the policies ask of the account now: ${some.join(", ")}${touched.length > some.length ? ", …" : ""}`,
      help: "somebody changed the account, or the file, after the plan was made; make a new plan and have it reviewed",
    }),
  ];
}

/** What a change is called and does to access was reviewed as well: others may decide that, and the file may say anything. */
function guardMeaning(saved: Plan, freshOf: (change: Change) => Change | undefined): readonly Diagnostic[] {
  const other = saved.changes.flatMap((was) => {
    const now = freshOf(was);
    return now === undefined || (now.action === was.action && now.impact === was.impact) ? [] : [{ was, now }];
  });
  const [first] = other;
  if (first === undefined) return [];
  const { was, now } = first;
  return [
    report("LG5008", {
      message: `${other.length} of ${saved.changes.length} planned changes do something else than the plan says: \`${readableAddress(was.address)}\` ${said(was)} there, and ${said(now)} now${other.length > 1 ? ", …" : ""}`,
      help: "somebody changed what others may read, or the file, after the plan was made; make a new plan and have it reviewed",
    }),
  ];
}

function said({ action, impact }: Change): string {
  return `is a${action === "update" ? "n" : ""} ${action} that ${impact === "neutral" ? "leaves access as it is" : `${impact} access`}`;
}

/**
 * The fresh changes that were reviewed, in the fresh order, so that no file can change it. Of a resource that changes in
 * several steps only the reviewed ones: who reviewed that a grant loses has not reviewed that it gains.
 */
export function reviewedChanges(saved: Plan, fresh: readonly Change[]): readonly Change[] {
  const reviewedOf = counterpartIn(saved.changes);
  return fresh.filter((change) => reviewedOf(change) !== undefined);
}

/**
 * What closes or prepares must not be missing where something later opens: a plan with a part taken out, or a table that
 * appeared after the review, would be opened without having been closed. Guardrails and bucket policies close last, once everybody reads through
 * Lake Formation, so that theirs must not be missing wherever anything opens.
 */
function guardOmissions(saved: Plan, fresh: readonly Change[]): readonly Diagnostic[] {
  const reviewedOf = counterpartIn(saved.changes);
  const lastOpening = reviewedChanges(saved, fresh).reduce(
    (last, { impact, step }) => (impact === "widens" ? Math.max(last, step) : last),
    -1,
  );
  const isNeeded = (change: Change): boolean => (change.step < lastOpening && change.impact !== "widens") || closesWays(change);
  const missing = lastOpening < 0 ? [] : fresh.filter((change) => isNeeded(change) && reviewedOf(change) === undefined);
  const [first] = missing;
  if (first === undefined) return [];
  return [
    report("LG5008", {
      message: `${missing.length} ${missing.length === 1 ? "change" : "changes"} that must go with what this plan opens ${missing.length === 1 ? "was" : "were"} not reviewed: \`${readableAddress(first.address)}\`${missing.length > 1 ? ", …" : ""}`,
      help: "the account changed after the plan was made, or a part was taken out of the file; make a new plan and have it reviewed",
    }),
  ];
}
