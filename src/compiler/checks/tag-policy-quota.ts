/** Checks that no principal needs more LF-Tag policies than Lake Formation allows by default. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { principalIdentity } from "../principals.ts";
import type { ResolvedPrincipal } from "../principals.ts";
import type { Resolved } from "../resolved.ts";

/** LF-Tag policies of one principal on tables, and again on databases; adjustable. Source: AWS General Reference, Lake Formation quotas. */
const policyQuota = 50;

/** Each group costs its principals one policy on tables and one on databases. */
export function* checkTagPolicyQuota({ lake, groups }: Resolved): Generator<Diagnostic> {
  const account = lake?.identity.account ?? "";
  const groupsOf = new Map<string, { readonly names: Set<string>; last: ResolvedPrincipal }>();
  for (const { name, principals } of groups) {
    for (const principal of principals) {
      const identity = principalIdentity(principal.id, account);
      const known = groupsOf.get(identity) ?? { names: new Set<string>(), last: principal };
      known.names.add(name);
      known.last = principal;
      groupsOf.set(identity, known);
    }
  }
  for (const [identity, { names, last }] of groupsOf) {
    if (names.size <= policyQuota) continue;
    yield report("LG4015", {
      message: `\`${identity}\` is in ${names.size} groups, and by default Lake Formation allows a principal ${policyQuota} LF-Tag policies`,
      help: "put domains of one clearance into one group, or ask AWS for a higher quota",
      range: last.range,
    });
  }
}
