/** Who is in which group of random policies, and names as patterns: what writing them down and answering for them share. */

import type { Model, ModelGroup } from "./policy-model.ts";

/** A name as a pattern that matches it: characters with a meaning in selectors become `?`. */
export function pattern(name: string): string {
  return name === "*" ? name : name.replace(/[.*?{},\s]/g, "?");
}

/** The domains that a classification has; groups may name no others. */
function domainsOf({ terms: list }: Model): ReadonlySet<string> {
  return new Set(list.flatMap((one) => (one.managed && one.domain !== undefined ? [one.domain] : [])));
}

/** A group with the domains that exist; without any it is left out, so that it does not reach every domain. */
export function groupsIn(model: Model): readonly (ModelGroup | undefined)[] {
  const known = domainsOf(model);
  return model.groups.map((group) => {
    if (group?.domains === undefined) return group;
    const domains = group.domains.filter((name) => known.has(name));
    return domains.length === 0 ? undefined : { ...group, domains };
  });
}

/** The two groups, by index, that the role `shared` belongs to: the first two whose domains have none in common. */
function sharing(groups: readonly (ModelGroup | undefined)[]): readonly number[] {
  for (const [i, a] of groups.entries()) {
    for (const [j, b] of groups.entries()) {
      if (i < j && a?.domains !== undefined && b?.domains !== undefined && !a.domains.some((name) => b.domains?.includes(name)))
        return [i, j];
    }
  }
  return [];
}

/** The roles of one group, by its index. */
export function rolesOf(index: number, groups: readonly (ModelGroup | undefined)[]): readonly string[] {
  return [`role-${index}`, ...(sharing(groups).includes(index) ? ["shared"] : [])];
}
