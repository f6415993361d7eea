/** A guard on who applies: a read-only data lake administrator sees the whole lake and may change nothing of it. */

import type { LfGrant } from "../../kinds/lf-grant/spec.ts";
import { address } from "../../kinds/lf-settings/spec.ts";
import { eachSpec } from "../../kinds/specs.ts";
import type { KindName } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { shortPrincipal } from "../../model/principal.ts";
import type { LiveState } from "../../model/state.ts";

/**
 * Kinds whose changes take an administrator, or rights that one handed on. IAM permissions decide on settings and locations. Sources: Lake
 * Formation Developer Guide, implicit-permissions, TBAC-adding-tag-creator.
 */
const administered: ReadonlySet<string> = new Set<KindName>(["lf-tag", "lf-tag-assignment", "lf-grant"]);

/** A refusal of an apply, as an error: one for all changes, before the first. */
export function guardReadOnly(live: LiveState, changes: readonly Change[]): readonly Diagnostic[] {
  const { caller, resources } = live;
  const isA = (setting: "admin" | "read-only-admin"): boolean => resources.has(address({ setting, principal: caller }));
  if (!isA("read-only-admin") || isA("admin") || mayHandOn(live)) return [];
  const concerned = changes.filter(({ kind }) => administered.has(kind)).length;
  if (concerned === 0) return [];
  return [
    report("LG5017", {
      message: `\`${shortPrincipal(caller)}\` cannot apply this plan: it is a read-only data lake administrator, and Lake Formation would refuse ${concerned} of ${changes.length} changes`,
      help: "apply as a data lake administrator, such as one of `Lake.operators`; `lakegrade bootstrap` makes those administrators that the Lake names",
    }),
  ];
}

/** Does the caller, or everybody, hold what lets somebody who is no administrator grant or tag something? */
function mayHandOn({ caller, resources }: LiveState): boolean {
  let may = false;
  eachSpec(resources, "lf-grant", (grant) => {
    may ||= (grant.principal === caller || grant.principal.endsWith(":IAMPrincipals")) && handsOn(grant);
  });
  return may;
}

function handsOn({ securable, grantable }: LfGrant): boolean {
  return grantable.length > 0 || securable.type === "lf-tag" || securable.type === "catalog";
}
