/** Checks that no registration role is in a group: what Lake Formation vends acts as that role, so a guardrail on it hits everybody. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { principalIdentity } from "../principals.ts";
import type { Resolved } from "../resolved.ts";

/** Roles of locations that others registered in governed buckets count as well: nobody deregisters those. */
export function* checkRegistrationRoles({ lake, groups, locations, registrations }: Resolved): Generator<Diagnostic> {
  const account = lake?.identity.account ?? "";
  const named = new Map(locations.map(({ role, range }) => [principalIdentity(role, account), range]));
  const registered = new Map(registrations.map(({ role, arn }) => [principalIdentity(role, account), arn]));
  for (const { name, principals, through } of groups) {
    for (const { id, range } of [...principals, ...through]) {
      const identity = principalIdentity(id, account);
      const location = named.get(identity);
      const arn = registered.get(identity);
      if (location === undefined && arn === undefined) continue;
      const what = location === undefined ? `location \`${arn}\`, which the policies do not name` : "a location";
      const help = "the role reads all data there for everybody, whatever the group says: use another role for the group";
      yield report("LG4033", {
        message: `\`${identity}\` of group \`${name}\` is the registration role of ${what}`,
        help: location === undefined ? `${help}, or have the location registered with another role` : help,
        range,
        ...(location === undefined ? {} : { related: [{ message: "the location", range: location }] }),
      });
    }
  }
}
