/** Administrators beyond the policies: they read nothing by that, but may grant themselves everything at any time. */

import { specsOf } from "../../kinds/specs.ts";
import type { LfSettings } from "../../kinds/lf-settings/spec.ts";
import { principalKind, shortPrincipal } from "../../model/principal.ts";
import type { Control, Estate, Observation } from "../control.ts";
import { isMissing } from "../principals.ts";

type AdminSetting = Extract<LfSettings, { readonly principal: string }>["setting"];

export const administrators: Control = {
  code: "LGF301",
  title: "data lake administrator that no policy names",
  severity: "high",
  controls: ["ISMS-P 2.5.5", "ISMS-P 2.5.6"],
  reads: ["lf-settings"],
  evaluate: (estate) => beyondPolicies(estate, "admin", "may grant itself everything"),
};

/** Read-only administrators beyond the policies: they see every grant and every name, and change nothing. */
export const readOnlyAdministrators: Control = {
  code: "LGF302",
  title: "read-only administrator that no policy names",
  severity: "low",
  controls: ["ISMS-P 2.5.5", "ISMS-P 2.5.6"],
  reads: ["lf-settings"],
  evaluate: (estate) => beyondPolicies(estate, "read-only-admin", "sees the whole catalog and all grants"),
};

function beyondPolicies(estate: Estate, setting: AdminSetting, may: string): readonly Observation[] {
  const { live, desired } = estate;
  return specsOf(live.resources, "lf-settings").flatMap(([resource, spec]) => {
    if (spec.setting !== setting || desired.resources.has(resource) || goes(estate, resource, spec)) return [];
    // Operators and break-glass principals are named by the policies; `bootstrap` makes operators administrators.
    if ((desired.scope.privileged ?? []).includes(spec.principal)) return [];
    const missing = isMissing(spec.principal, estate);
    const message = missing
      ? `${shortPrincipal(spec.principal)} is an administrator and does not exist; Lake Formation refuses changes of its settings until it is removed`
      : `${shortPrincipal(spec.principal)} is an administrator that no policy names: it ${may}`;
    return [{ resource, message, evidence: { principal: spec.principal, principalKind: principalKind(spec.principal), exists: !missing } }];
  });
}

/** Exclusive policies remove others, but never the caller's own entry nor the last one. */
function goes({ live, desired, removals }: Estate, resource: string, spec: LfSettings): boolean {
  if (removals !== undefined) return removals.has(resource);
  if (!desired.scope.adminsExclusive || !("principal" in spec) || spec.principal === live.caller) return false;
  return spec.setting !== "admin" || specsOf(desired.resources, "lf-settings").some(([, { setting }]) => setting === "admin");
}
