/** Checks that a principal in two groups gets from each what the other cannot give: grants only ever add up. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { principalIdentity } from "../principals.ts";
import type { ResolvedPrincipal } from "../principals.ts";
import type { Resolved, ResolvedGroup } from "../resolved.ts";

interface Membership {
  readonly group: ResolvedGroup;
  readonly principal: ResolvedPrincipal;
}

export function* checkSharedPrincipals({ lake, groups }: Resolved): Generator<Diagnostic> {
  const account = lake?.identity.account ?? "";
  const memberships = new Map<string, Membership[]>();
  for (const group of groups) {
    for (const principal of group.principals) {
      const identity = principalIdentity(principal.id, account);
      const others = memberships.get(identity) ?? [];
      const clash = others.find((other) => other.group !== group && !areDisjoint(other.group, group));
      memberships.set(identity, [...others, { group, principal }]);
      if (clash === undefined) continue;
      yield report("LG4006", {
        message: `\`${identity}\` is in the groups \`${clash.group.name}\` and \`${group.name}\``,
        help: "keep it in one of them, or give both groups `domains` that have none in common",
        range: principal.range,
        related: [{ message: `in \`${clash.group.name}\``, range: clash.principal.range }],
      });
    }
  }
}

function areDisjoint(a: ResolvedGroup, b: ResolvedGroup): boolean {
  return a.domains !== undefined && b.domains !== undefined && !a.domains.some((domain) => b.domains?.includes(domain));
}
