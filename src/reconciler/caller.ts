/** Who is asking: Lake Formation shows each caller only what it may see, and says nothing about the rest. */

import { isLakeAdmin } from "../kinds/lf-settings/spec.ts";
import { roleNameOfSession } from "../model/principal.ts";
import type { Resources, Role, Unread } from "../model/state.ts";

/** The principal behind an identity: the role of a session, found by name because a session ARN has no path. */
export function principalOfCaller(arn: string, roles: readonly Role[]): string {
  const name = roleNameOfSession(arn);
  if (name === undefined) return arn;
  return roles.find((role) => role.name === name)?.arn ?? arn;
}

/**
 * What a caller who is no administrator cannot have seen whole. ListPermissions, ListLFTags and the Glue listings are
 * filtered without a word for everybody but (read-only) data lake administrators (Lake Formation API, ListPermissions;
 * boto/boto3#3922), so an empty answer means nothing then.
 */
export function unreadByCaller(caller: string, resources: Resources, known: readonly Unread[]): readonly Unread[] {
  if (known.some(({ kind }) => kind === "lf-settings") || isLakeAdmin(caller, resources)) return [];
  const reason = `${caller} is neither a data lake administrator nor a read-only one, so Lake Formation shows it only a part`;
  const filtered = [
    ["catalog", "databases and tables"],
    ["lf-tag", "LF-Tags"],
    ["lf-tag-assignment", "LF-Tag assignments"],
    ["lf-grant", "grants"],
  ] as const;
  return filtered.filter(([kind]) => known.every((entry) => entry.kind !== kind)).map(([kind, what]) => ({ kind, what, reason }));
}
