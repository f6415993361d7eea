/** Does a change close something that is open? */

import { isChangeOf } from "../kinds/specs.ts";
import { canonicalJson } from "../model/canonical.ts";
import type { Change } from "../model/change.ts";

/** Does the change close a way around Lake Formation? One that allows and denies at once counts as widening, and closes all the same. */
export function closesWays(change: Change): boolean {
  const isPolicy =
    isChangeOf(change, "iam-role-policy") || isChangeOf(change, "permission-set-policy") || isChangeOf(change, "s3-bucket-policy");
  if (!isPolicy) return false;
  if (change.impact === "narrows") return true;
  const { before, after } = change;
  const held = new Set((before?.statements ?? []).map((statement) => canonicalJson(statement)));
  return (after?.statements ?? []).some((statement) => statement.effect === "Deny" && !held.has(canonicalJson(statement)));
}
