/** Which roles the policies of a bucket and its keys name: they alone can be told from others by these policies. */

import { namesAction } from "../model/iam/names-action.ts";
import { compilePattern, matchesPattern } from "../model/iam/pattern.ts";
import type { PolicyDocument } from "../model/iam/policy-document.ts";
import type { Role } from "../model/state.ts";
import { decryptAction, hasVariables, isAboutCaller, readAction } from "./like-readers.ts";
import { idsNamed, sessionsNamed, sessionsOfRole } from "./role-sessions.ts";

/** The roles that a value of a policy names, by ARN or id, or by the ARN of a session. */
export type RolesNamed = (value: string) => readonly Role[];

/** Looks for each value once: most buckets of a lake name the same principals. */
export function rolesNamed(roles: readonly Role[]): RolesNamed {
  const exact = new Map(
    roles.flatMap((role) =>
      [role.arn, role.policies?.id, sessionsOfRole(role.arn)].flatMap((key) => (key === undefined ? [] : [[key, role] as const])),
    ),
  );
  const known = new Map<string, readonly Role[]>();
  const search = (value: string): readonly Role[] => {
    const role = exact.get(sessionsNamed(value) ?? value);
    if (role !== undefined) return [role];
    if (!/[*?]/.test(value)) return [];
    const pattern = compilePattern([{ text: value, literal: false }]);
    const fixed = value.replace(/[*?].*$/s, "");
    const isNamed = (text: string): boolean => text.startsWith(fixed) && matchesPattern(pattern, text);
    return roles.filter(({ arn, policies }) => isNamed(arn) || isNamed(`${policies?.id ?? ""}:simulated`));
  };
  return (value) => {
    const found = known.get(value) ?? search(value);
    known.set(value, found);
    return found;
  };
}

/**
 * By ARN, what tells a role from others: roles that are named alike have equal texts, and those that nobody names have none. Undefined: by their
 * variables the policies may tell any role from any other. `grantees`: of grants on the keys.
 */
export function namesIn(
  policies: readonly PolicyDocument[],
  grantees: readonly string[],
  named: RolesNamed,
): ReadonlyMap<string, string> | undefined {
  const values = new Set(grantees);
  for (const statement of policies.flatMap(({ statements }) => statements)) {
    if (![readAction, decryptAction].some((action) => namesAction(statement.action, action))) continue;
    const own = statement.conditions.filter(isAboutCaller);
    if (hasVariables(statement) || own.some(({ operator }) => /IgnoreCase/i.test(operator))) return undefined;
    const said = own.flatMap((clause) => clause.values);
    // Of whose sessions a value may speak tells roles apart as much as what it matches.
    for (const value of [...Object.values(statement.principal?.byType ?? {}).flat(), ...said, ...said.map(idsNamed)]) values.add(value);
  }
  values.delete("*");
  const texts = new Map<string, string>();
  for (const [index, value] of [...values].entries()) {
    for (const { arn } of named(value)) texts.set(arn, `${texts.get(arn) ?? ""} ${index}`);
  }
  return texts;
}
