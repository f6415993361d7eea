/** Members of groups whom a permissions boundary or a Deny keeps from reading through Lake Formation, whatever is granted to them. */

import { addressOf } from "../../model/address.ts";
import { shortPrincipal } from "../../model/principal.ts";
import { sortedOnce } from "../../model/source.ts";
import type { Role } from "../../model/state.ts";
import { accountView, guardedView } from "../account.ts";
import type { Control, Estate, Observation } from "../control.ts";
import { guardedRoles } from "../guarded-roles.ts";
import { missingRightsIn } from "../lake-reading.ts";
import type { MissingRight } from "../lake-reading.ts";

export const blockedReaders: Control = {
  code: "LGF613",
  title: "role of a group that cannot read through Lake Formation",
  severity: "medium",
  controls: [],
  reads: ["roles"],
  evaluate: (estate) => {
    const roles = readers(estate);
    if (roles.length === 0) return [];
    const missingRights = missingRightsIn(guardedView(estate), sortedOnce(Object.keys(estate.desired.scope.managed)));
    return roles.flatMap((role) => observe(role, missingRights(role)));
  },
};

/** With a guardrail of ours, or of others. */
function readers(estate: Estate): readonly Role[] {
  const others = estate.desired.guardrails ?? [];
  if (others.length === 0) return guardedRoles(estate);
  const { roles } = accountView(estate);
  return [...new Set([...guardedRoles(estate), ...others.flatMap(({ principal }) => roles.get(principal) ?? [])])];
}

function observe(role: Role, missing: readonly MissingRight[]): readonly Observation[] {
  const known = missing.find(({ verdict }) => verdict.result === "denied");
  const first = known ?? missing[0];
  if (first === undefined) return [];
  return [
    {
      ...(known === undefined ? { status: "unknown" as const } : {}),
      resource: addressOf("role", role.name),
      message: `${shortPrincipal(role.arn)} ${known === undefined ? "perhaps cannot read" : "cannot read"} through Lake Formation: ${first.verdict.why}`,
      evidence: { principal: role.arn, actions: missing.map(({ action }) => action), why: first.verdict.why },
    },
  ];
}
