/** Checks that a group names each principal once, in whatever spelling. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { principalIdentity } from "../principals.ts";
import type { ResolvedPrincipal } from "../principals.ts";
import type { Resolved } from "../resolved.ts";

export function* checkRepeatedPrincipals({ lake, groups }: Resolved): Generator<Diagnostic> {
  const account = lake?.identity.account ?? "";
  for (const { name, principals } of groups) {
    const seen = new Map<string, ResolvedPrincipal>();
    for (const principal of principals) {
      const identity = principalIdentity(principal.id, account);
      const before = seen.get(identity);
      if (before === undefined) {
        seen.set(identity, principal);
        continue;
      }
      yield report("LG4005", {
        message: `\`${identity}\` is named twice in group \`${name}\``,
        help: "remove one",
        range: principal.range,
        related: [{ message: "named here", range: before.range }],
      });
    }
  }
}
