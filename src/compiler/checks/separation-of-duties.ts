/** Checks that nobody whose reading the lake limits can also change the limits. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { principalIdentity } from "../principals.ts";
import type { Duty, DutyHolder, Resolved } from "../resolved.ts";

/** Read-only administrators may be in groups: they see grants and tags, and can change neither. */
const incompatible: Readonly<Record<Duty, string | undefined>> = {
  admin: "a data lake administrator",
  "read-only-admin": undefined,
  operator: "an operator of the lake",
  "break-glass": "a break-glass principal of the lake",
};

export function* checkSeparationOfDuties({ lake, groups, dutyHolders }: Resolved): Generator<Diagnostic> {
  const account = lake?.identity.account ?? "";
  const holders = new Map<string, DutyHolder>();
  for (const holder of dutyHolders) {
    const identity = principalIdentity(holder.id, account);
    if (incompatible[holder.duty] !== undefined && !holders.has(identity)) holders.set(identity, holder);
  }
  for (const { name, principals, through } of groups) {
    for (const { id, range } of [...principals, ...through]) {
      const identity = principalIdentity(id, account);
      const holder = holders.get(identity);
      if (holder === undefined) continue;
      yield report("LG4007", {
        message: `\`${identity}\` of group \`${name}\` is also ${incompatible[holder.duty] ?? ""}`,
        help: "who changes grants and tags can read everything: give that work to a principal of its own",
        range,
        related: [{ message: "named here", range: holder.range }],
      });
    }
  }
}
