/** A guard on guardrails: none takes administration from whoever makes the plan, nor from a data lake administrator who stays one. */

import { viewAfter } from "../../access/account-after.ts";
import { viewOf } from "../../access/account-view.ts";
import type { AccountView } from "../../access/account-view.ts";
import { callerOfRole } from "../../access/bucket-writers.ts";
import { isLost, judge } from "../../access/judge.ts";
import type { Verdict } from "../../access/judge.ts";
import { policiesOf } from "../../access/simulate-write.ts";
import { serviceRequest } from "../../access/write-requests.ts";
import { specsOf } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { shortPrincipal } from "../../model/principal.ts";
import type { LiveState, Role } from "../../model/state.ts";
import { isOn, writesGuardrail } from "./guardrail-changes.ts";

/** What an administrator does in Lake Formation. The actions know no resources: Service Authorization Reference, AWS Lake Formation. */
const administering = [
  "lakeformation:GrantPermissions",
  "lakeformation:AddLFTagsToResource",
  "lakeformation:PutDataLakeSettings",
  "lakeformation:RegisterResource",
];

/** Undoes a guardrail on a role. */
const ownPolicies = "iam:PutRolePolicy";

/**
 * Refusals of a plan, as errors. The policies know the administrators they declare alone: here are those of the account's settings whom the plan
 * leaves there, and the caller. Who may administer nothing today, such as most read-only administrators, has nothing to lose.
 */
export function guardAdministration(live: LiveState, changes: readonly Change[]): readonly Diagnostic[] {
  const guardrails = changes.filter(writesGuardrail);
  if (guardrails.length === 0) return [];
  const administrators = administratorsAfter(live, changes);
  const concerned = live.roles.flatMap((role) => {
    if (role.arn !== live.caller && !administrators.has(role.arn)) return [];
    const guardrail = guardrails.find((change) => isOn(change, role));
    return guardrail === undefined ? [] : [{ role, guardrail }];
  });
  if (concerned.length === 0) return [];
  const before = viewOf(live);
  const after = viewAfter(before, guardrails);
  return concerned.flatMap(({ role, guardrail: { origins } }) => {
    const lost = lostBy(role, before, after);
    if (lost.length === 0) return [];
    const isCaller = role.arn === live.caller;
    const [range] = origins;
    return [
      report("LG5044", {
        message: `a guardrail of the plan takes administration away from ${isCaller ? "its own caller" : "data lake administrator"} \`${shortPrincipal(role.arn)}\`, who would lose ${lost.join(", ")}`,
        help: isCaller
          ? "take the caller out of the group, or plan and apply as a principal that is in no group"
          : "take the administrator out of the group, or remove it from the administrators of Lake Formation first: `Lake.adminsExclusive: true` removes whom the policies do not name",
        range,
      }),
    ];
  });
}

function administratorsAfter({ resources }: LiveState, changes: readonly Change[]): ReadonlySet<string> {
  const removed = new Set(changes.flatMap(({ address, after }) => (after === null ? [address] : [])));
  return new Set(
    specsOf(resources, "lf-settings").flatMap(([address, spec]) =>
      spec.setting === "admin" && !removed.has(address) ? [spec.principal] : [],
    ),
  );
}

/** What a role may do before, or perhaps may, and not, or not certainly, after. */
function lostBy(role: Role, before: AccountView, after: AccountView): readonly string[] {
  const may = (view: AccountView, action: string, resource: string): Verdict["result"] => {
    const caller = callerOfRole(view, role);
    return judge(serviceRequest(view, caller.principal, action, resource), policiesOf(caller, undefined)).result;
  };
  const requests = [...administering.map((action) => [action, "*"] as const), [ownPolicies, role.arn] as const];
  return requests.flatMap(([action, resource]) => (isLost(may(before, action, resource), may(after, action, resource)) ? [action] : []));
}
