/** Guards: plans that must not be applied, whatever the policies say. */

import type { LfGrant } from "../../kinds/lf-grant/spec.ts";
import type { LfTagAssignment } from "../../kinds/lf-tag-assignment/spec.ts";
import { isChangeOf, specsOf } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import { deniedAdvice } from "../../model/denied-advice.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { expressionOf } from "../../model/securable.ts";
import type { LiveState, Unread } from "../../model/state.ts";

/** Refusals of a plan, as errors. `lake`: its name; without one whatever is missing counts. */
export function guard(live: LiveState, changes: readonly Change[], lake?: string): readonly Diagnostic[] {
  return [...guardReading(live, lake), ...guardAdmins(live, changes), ...guardTags(live, changes), ...guardLocations(changes)];
}

/**
 * Nothing may be decided on a reading that is not whole: what is missing could be what matters, unless it is known to stand alone or to be
 * another lake's. `lake`: as above.
 */
export function guardReading({ unread: all, catalog, region }: LiveState, lake?: string): readonly Diagnostic[] {
  const isOurs = ({ lake: owner }: Unread): boolean => owner === undefined || lake === undefined || owner === lake;
  const unread = all.filter((entry) => entry.isolated !== true && isOurs(entry));
  if (unread.length === 0) return [];
  const advice = new Set(unread.flatMap(({ reason }) => deniedAdvice(reason) ?? []));
  if (advice.size === 0) advice.add("mend what the lines above name, and run the command again");
  if (catalog.databases.length === 0)
    advice.add(
      `the catalog in ${region} shows no database: it has none, so that \`Lake.region\` may be wrong, or it shows none to a caller who is no data lake administrator`,
    );
  return [
    report("LG5002", {
      message: `the account could not be read whole: ${unread.map(({ what }) => what).join(", ")}`,
      notes: unread.map(({ what, reason }) => `${what}: ${shortened(reason)}`),
      help: [...advice].join("; "),
    }),
  ];
}

/** Characters of a reason that are shown: AWS's texts may hold whole documents. */
const reasonLength = 300;

function shortened(reason: string): string {
  const characters = Array.from(reason);
  return characters.length <= reasonLength ? reason : `${characters.slice(0, reasonLength - 1).join("")}…`;
}

function guardAdmins(live: LiveState, changes: readonly Change[]): readonly Diagnostic[] {
  const settings = changes.filter((change) => isChangeOf(change, "lf-settings"));
  const removed = settings.flatMap(({ before, after }) => (after === null && before !== null && "principal" in before ? [before] : []));
  const removesAdmin = removed.some(({ setting }) => setting === "admin");
  const added = settings.some(({ after }) => after?.setting === "admin");
  const before = specsOf(live.resources, "lf-settings").filter(([, { setting }]) => setting === "admin").length;
  const left = before - removed.filter(({ setting }) => setting === "admin").length;
  const diagnostics: Diagnostic[] = [];
  if (removesAdmin && left === 0 && !added) {
    diagnostics.push(
      report("LG5003", { message: "the plan removes the last data lake administrator", help: "name at least one in `Lake.admins`" }),
    );
  }
  if (removed.some(({ principal }) => principal === live.caller)) {
    diagnostics.push(
      report("LG5004", {
        message: `the plan removes the caller's own administrator entry: \`${live.caller}\``,
        help: "name it in `Lake.admins` or `Lake.readOnlyAdmins`, or apply as another administrator",
      }),
    );
  }
  return diagnostics;
}

/**
 * A value that is still carried. Lake Formation's own documents disagree whether it refuses or silently untags (API
 * reference, UpdateLFTag; Developer Guide, TBAC-updating-tags), so it is not tried.
 */
function guardTags(live: LiveState, changes: readonly Change[]): readonly Diagnostic[] {
  const deleted = changes
    .filter((change) => isChangeOf(change, "lf-tag"))
    .flatMap(({ before, after }) => (after === null && before !== null ? [before] : []));
  if (deleted.length === 0) return [];
  const retagged = new Set(changes.flatMap(({ kind, address }) => (kind === "lf-tag-assignment" ? [address] : [])));
  const going = new Set(changes.flatMap(({ action, address }) => (action === "delete" ? [address] : [])));
  const grants = specsOf(live.resources, "lf-grant").filter(([address]) => !going.has(address));
  const assignments = specsOf(live.resources, "lf-tag-assignment").filter(([address]) => !retagged.has(address));
  return deleted.flatMap(({ key, value }) => {
    const carriers = assignments.filter(([, assignment]) => assignment.key === key && assignment.value === value);
    const users = [
      ...carriers.map(([, spec]) => nameOf(spec)),
      ...grants.flatMap(([, grant]) => (names(grant, key, value) ? [`a grant to ${grant.principal}`] : [])),
    ];
    if (users.length === 0) return [];
    const some = users.slice(0, 3);
    return [
      report("LG5005", {
        message: `the plan deletes value \`${value}\` of LF-Tag \`${key}\`, which is still in use (${users.length}): ${some.join(", ")}`,
        help: "manage those databases and grade them anew, or keep the grade",
      }),
    ];
  });
}

/** Does a grant speak of this value, by an expression or as a grant on the tag itself? */
function names({ securable }: LfGrant, key: string, value: string): boolean {
  if (securable.type === "lf-tag") return securable.key === key && securable.values.includes(value);
  return (expressionOf(securable) ?? []).some((condition) => condition.key === key && condition.values.includes(value));
}

/** A location of the service-linked role cannot be updated (Lake Formation Developer Guide, service-linked-role-limitations). */
function guardLocations(changes: readonly Change[]): readonly Diagnostic[] {
  return changes.flatMap((change) => {
    if (!isChangeOf(change, "lf-location") || change.before === null) return [];
    const [range] = change.origins;
    const { arn, role } = change.before;
    if (!role.includes("/aws-service-role/lakeformation.amazonaws.com/")) return [];
    return [
      report("LG5015", {
        message: `\`${arn}\` is registered with Lake Formation's service-linked role, which cannot be changed in place`,
        help: "deregister it in a quiet hour and apply again: it is then registered with the role that the policies name",
        range,
      }),
    ];
  });
}

function nameOf({ database, table, column }: LfTagAssignment): string {
  return [database, table, column].filter((part) => part !== undefined).join(".");
}
