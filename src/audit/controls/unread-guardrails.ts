/** Guardrails of permission sets while Identity Center is not read: whether they are there is not known. */

import { specsOf } from "../../kinds/specs.ts";
import { addressOf } from "../../model/address.ts";
import { setsHolding } from "../../model/iam/sets-holding.ts";
import { sidPrefix } from "../../model/ours.ts";
import { sortedOnce } from "../../model/source.ts";
import type { Control } from "../control.ts";
import { counted, sampleOf } from "../sample.ts";

export const unreadGuardrails: Control = {
  code: "LGF701",
  title: "guardrail of a permission set that was not compared",
  severity: "high",
  controls: ["ISMS-P 2.5.6"],
  reads: [],
  evaluate: ({ live, desired }) => {
    const wanted = specsOf(desired.resources, "permission-set-policy").map(([, { permissionSet }]) => permissionSet);
    // What no policy asks for any more is to be taken away, and is not.
    const concerned = sortedOnce([...wanted, ...setsHolding(live.roles, sidPrefix(desired.scope.lake))]);
    const unread = live.unread.filter(({ kind }) => kind === "permission-set-policy");
    const isWhole = live.facts?.identityCenter !== undefined && unread.every(({ only }) => only !== undefined);
    const sets = isWhole ? concerned.filter((set) => unread.some(({ only }) => only === set)) : concerned;
    if (sets.length === 0) return [];
    const { count, examples } = sampleOf(sets);
    const reasons = unread.map(({ reason }) => reason);
    const because = reasons.length === 0 ? "Identity Center was not asked" : reasons.join("; ");
    const message = `${counted(count, "permission set")}: it is not known whether the guardrails that policies ask for are in place, and those they no longer ask for are gone: ${because}`;
    return [{ status: "unknown", resource: addressOf("permission-set-policy"), message, evidence: { count, examples, reasons } }];
  },
};
