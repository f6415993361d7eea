/** Checks that every S3 path is registered once, and that paths inside each other are served by one role. */

import { covers } from "../../kinds/lf-location/spec.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { compareText } from "../../model/source.ts";
import { principalIdentity } from "../principals.ts";
import type { Resolved, ResolvedLocation } from "../resolved.ts";

export function* checkRegisteredLocations({ lake, locations }: Resolved): Generator<Diagnostic> {
  if (lake === undefined) return;
  const roleOf = ({ role }: ResolvedLocation): string => principalIdentity(role, lake.identity.account);
  // With a slash at the end, what a location covers follows right behind it.
  const sorted = locations.toSorted((a, b) => compareText(`${a.arn}/`, `${b.arn}/`));
  const around: ResolvedLocation[] = [];
  for (const location of sorted) {
    while (around.length > 0 && !covers(around.at(-1)?.arn ?? "", location.arn)) around.pop();
    const outer = around.at(-1);
    if (outer?.arn === location.arn) {
      yield report("LG4012", {
        message: "this path is registered twice",
        help: "remove one: a path has one registration role",
        range: location.range,
        related: [{ message: "registered here", range: outer.range }],
      });
      continue;
    }
    if (outer !== undefined && roleOf(outer) !== roleOf(location)) {
      yield report("LG4013", {
        message: "this path lies within another one that has a different registration role",
        help: "register both with one role, or make the outer path narrower",
        range: location.range,
        related: [{ message: "the outer path", range: outer.range }],
      });
    }
    around.push(location);
  }
}
