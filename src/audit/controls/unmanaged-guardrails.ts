/** Guardrails left to others: on roles whose policies show whether they are in place. */

import { addressOf } from "../../model/address.ts";
import type { UnmanagedGuardrail } from "../../model/guardrail.ts";
import { canonicalJson } from "../../model/canonical.ts";
import { canonicalStatement } from "../../model/iam/canonical-policy.ts";
import { parsePolicyDocument } from "../../model/iam/parse-policy.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { shortPrincipal } from "../../model/principal.ts";
import type { Role } from "../../model/state.ts";
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
function observe(guardrail: UnmanagedGuardrail, estate: Estate): readonly Observation[] {
  const { principal, mode, statements } = guardrail;
  const role = estate.live.roles.find(({ arn }) => arn === principal);
  if (role === undefined) return [];
  const held = new Set(statementsOf(role, estate).map(meaning));
  const missing = statements.filter((statement) => !held.has(meaning(statement)));
  if (missing.length === 0) return [];
  const next =
    mode === "emit"
      ? "`lakegrade plan --guardrails DIR` writes the policy for its owner"
      : "nobody is asked to write it: `guardrail: report`";
  const message = `${counted(missing.length, "statement")} of the guardrail of ${shortPrincipal(principal)} ${missing.length === 1 ? "is" : "are"} not in its policies; ${next}`;
  return [
    { resource: addressOf("guardrail", principal), message, evidence: { principal, mode, missing: missing.map(({ sid }) => sid ?? "") } },
  ];
}

/** A policy that was not read, or is not understood, holds nothing that could be relied on. */
function statementsOf({ policies }: Role, { live }: Estate): readonly PolicyStatement[] {
  const managed = (policies?.attached ?? []).flatMap(
    (arn) => live.facts?.managedPolicies.find((policy) => policy.arn === arn)?.document ?? [],
  );
  return [...(policies?.inline ?? []).map(({ document }) => document), ...managed].flatMap((text) => {
    const parsed = parsePolicyDocument(text, { unknown: "keep" });
    return "document" in parsed ? parsed.document.statements : [];
  });
}

/** What a statement says, whoever named it. */
function meaning(statement: PolicyStatement): string {
  const { sid: _sid, ...rest } = canonicalStatement(statement);
  return canonicalJson(rest);
}
