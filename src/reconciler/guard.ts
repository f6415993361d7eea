/** Guards: plans that must not be applied, whatever the policies say. */

import type { LfSettings } from "../kinds/lf-settings/spec.ts";
import type { LfLocation } from "../kinds/lf-location/spec.ts";
import type { LfTagAssignment } from "../kinds/lf-tag-assignment/spec.ts";
import type { LfTag } from "../kinds/lf-tag/spec.ts";
import type { Change } from "../model/change.ts";
import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { LiveState, Unread } from "../model/state.ts";

/** Refusals of a plan, as errors. */
export function guard(live: LiveState, changes: readonly Change[]): readonly Diagnostic[] {
  return [...guardReading(live), ...guardAdmins(live, changes), ...guardTags(live, changes), ...guardLocations(changes)];
}

/** Nothing may be decided on a reading that is not whole: what is missing could be what matters. */
export function guardReading({ unread, catalog, region }: LiveState): readonly Diagnostic[] {
  return unread.length === 0
    ? []
    : [
        report("LG5002", {
          message: `the account could not be read whole: ${list(unread)}`,
          help: `${adviceFor(unread)}${catalog.databases.length === 0 ? `. The catalog in ${region} shows no database: is \`Lake.region\` right?` : ""}`,
        }),
      ];
}

function list(unread: readonly Unread[]): string {
  return unread.map(({ what }) => what).join(", ");
}

function adviceFor(unread: readonly Unread[]): string {
  const reasons = [...new Set(unread.map(({ reason }) => reason))];
  return `${reasons.join("; ")}. Use a role that is a (read-only) data lake administrator and may list roles; \`lakegrade bootstrap\` makes it one`;
}

function guardAdmins(live: LiveState, changes: readonly Change[]): readonly Diagnostic[] {
  const removed = changes.flatMap(({ kind, before, after }) => {
    const spec = before as LfSettings | null;
    return kind === "lf-settings" && after === null && spec !== null && "principal" in spec ? [spec] : [];
  });
  const removesAdmin = removed.some(({ setting }) => setting === "admin");
  const added = changes.some(({ kind, after }) => kind === "lf-settings" && (after as LfSettings | null)?.setting === "admin");
  const before = [...live.resources.values()].filter(
    ({ kind, spec }) => kind === "lf-settings" && (spec as LfSettings).setting === "admin",
  ).length;
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
  const deleted = changes.filter(({ kind, after }) => kind === "lf-tag" && after === null);
  if (deleted.length === 0) return [];
  const retagged = new Set(changes.flatMap(({ kind, address }) => (kind === "lf-tag-assignment" ? [address] : [])));
  return deleted.flatMap(({ before }) => {
    const { key, value } = before as LfTag;
    const users = [...live.resources].filter(([address, { kind: userKind, spec }]) => {
      const assignment = spec as LfTagAssignment;
      return userKind === "lf-tag-assignment" && assignment.key === key && assignment.value === value && !retagged.has(address);
    });
    if (users.length === 0) return [];
    const some = users.slice(0, 3).map(([, { spec }]) => nameOf(spec as LfTagAssignment));
    return [
      report("LG5005", {
        message: `the plan deletes value \`${value}\` of LF-Tag \`${key}\`, which ${users.length} resource(s) still carry: ${some.join(", ")}`,
        help: "manage those databases and grade them anew, or keep the grade",
      }),
    ];
  });
}

/** A location of the service-linked role cannot be updated (Lake Formation Developer Guide, service-linked-role-limitations). */
function guardLocations(changes: readonly Change[]): readonly Diagnostic[] {
  return changes.flatMap(({ kind, before, origins: [range] }) => {
    if (kind !== "lf-location" || before === null) return [];
    const { arn, role } = before as LfLocation;
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
