/** Guardrails left to others: on roles whose policies show whether they are in place. */

import { placementOf } from "../../access/guardrail-in-place.ts";
import { addressOf } from "../../model/address.ts";
import type { UnmanagedGuardrail } from "../../model/guardrail.ts";
import { shortPrincipal } from "../../model/principal.ts";
import type { Control, Estate, Observation } from "../control.ts";
import { counted } from "../sample.ts";

export const unmanagedGuardrails: Control = {
  code: "LGF703",
  title: "guardrail that is left to others and not in place",
  severity: "medium",
  controls: ["ISMS-P 2.5.6"],
  reads: ["roles"],
  evaluate: (estate) => (estate.desired.guardrails ?? []).flatMap((guardrail) => observe(guardrail, estate)),
};

/** Principals without a role in the account are LGF704's. */
function observe(guardrail: UnmanagedGuardrail, { live, desired }: Estate): readonly Observation[] {
  const { principal, mode } = guardrail;
  const { missing = [], ours } = placementOf(guardrail, live, desired.lake.name) ?? {};
  if (missing.length === 0 || ours === undefined) return [];
  const next =
    mode === "emit"
      ? "`lakegrade plan --guardrails DIR` writes the policy for its owner"
      : "nobody is asked to write it: `guardrail: report`";
  const isKept = live.resources.has(ours);
  const kept = isKept ? "; the guardrail that this lake wrote before is kept as it is until they are there" : "";
  const message = `${counted(missing.length, "statement")} of the guardrail of ${shortPrincipal(principal)} ${missing.length === 1 ? "is" : "are"} not in the policies of its owner${kept}; ${next}`;
  const evidence = { principal, mode, missing: missing.map(({ sid }) => sid ?? ""), ...(isKept ? { kept: ours } : {}) };
  return [{ resource: addressOf("guardrail", principal), message, evidence }];
}
