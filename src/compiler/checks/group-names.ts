/** Checks that every group has a name of its own. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Resolved, ResolvedGroup } from "../resolved.ts";

export function* checkGroupNames({ groups }: Resolved): Generator<Diagnostic> {
  const seen = new Map<string, ResolvedGroup>();
  for (const group of groups) {
    const before = seen.get(group.name);
    if (before === undefined) {
      seen.set(group.name, group);
      continue;
    }
    yield report("LG3003", {
      message: `there are two groups named \`${group.name}\``,
      help: "rename one, or write their principals into one group",
      range: group.document.at(["name"]),
      related: [{ message: "the other one", range: before.document.at(["name"]) }],
    });
  }
}
