/** Guardrails of permission sets while Identity Center is not read: whether they are there is not known. */

import { addressOf } from "../../model/address.ts";
import type { Control } from "../control.ts";
import { counted, sampleOf } from "../sample.ts";
import { specsIn } from "../specs.ts";

export const unreadGuardrails: Control = {
  code: "LGF701",
  title: "guardrail of a permission set that was not compared",
  severity: "high",
  controls: ["ISMS-P 2.5.6"],
  reads: [],
  evaluate: ({ live, desired }) => {
    const sets = specsIn(desired.resources, "permission-set-policy").map(([, { permissionSet }]) => permissionSet);
    const unread = live.unread.filter(({ kind }) => kind === "permission-set-policy");
    if (sets.length === 0 || (unread.length === 0 && live.facts?.identityCenter !== undefined)) return [];
    const { count, examples } = sampleOf(sets);
    const reasons = unread.map(({ reason }) => reason);
    const because = reasons.length === 0 ? "Identity Center was not asked" : reasons.join("; ");
    const message = `${counted(count, "permission set")} of groups: it is not known whether their guardrails are in place: ${because}`;
    return [{ status: "unknown", resource: addressOf("permission-set-policy"), message, evidence: { count, examples, reasons } }];
  },
};
