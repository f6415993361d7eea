/** What a change does to access, in the few words beside its line. */

import { isChangeOf } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import { statementsEffects } from "../../model/iam/statements-impact.ts";
import type { StatementsEffects } from "../../model/iam/statements-impact.ts";
import type { Messages } from "../messages/en.ts";
import { statementName } from "./statements-text.ts";

/** A policy may open and close at once: then the stricter word, which the plan holds, would hide that most of it closes. */
export function impactMark(change: Change, messages: Messages): string {
  const { opens, closes } = effectsOf(change);
  if (change.impact !== "widens" || opens.length === 0 || closes.length === 0) return messages.impact[change.impact];
  return messages.narrowsAndWidens([...new Set(opens.map((statement) => statementName(statement, messages)))].join(", "));
}

function effectsOf(change: Change): StatementsEffects {
  const isPolicy =
    isChangeOf(change, "iam-role-policy") || isChangeOf(change, "permission-set-policy") || isChangeOf(change, "s3-bucket-policy");
  if (!isPolicy) return { opens: [], closes: [] };
  return statementsEffects(change.before?.statements ?? [], change.after?.statements ?? []);
}
