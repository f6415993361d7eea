/** Checks that no registration role is in a group: what Lake Formation vends acts as that role, so a guardrail on it hits everybody. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { principalIdentity } from "../principals.ts";
import type { Resolved } from "../resolved.ts";

export function* checkRegistrationRoles({ lake, groups, locations }: Resolved): Generator<Diagnostic> {
  const account = lake?.identity.account ?? "";
  const registered = new Map(locations.map(({ role, range }) => [principalIdentity(role, account), range]));
  for (const { name, principals, through } of groups) {
    for (const { id, range } of [...principals, ...through]) {
      const identity = principalIdentity(id, account);
      const location = registered.get(identity);
      if (location === undefined) continue;
      yield report("LG4033", {
        message: `\`${identity}\` of group \`${name}\` is the registration role of a location`,
        help: "the role reads all data there for everybody, whatever the group says: use another role for the group",
        range,
        related: [{ message: "the location", range: location }],
      });
    }
  }
}
