/** Checks that no two Classifications name one database exactly. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Resolved } from "../resolved.ts";
import type { ReadClassification } from "../rules.ts";

export function* checkDuplicateClassifications({ classifications }: Resolved): Generator<Diagnostic> {
  const seen = new Map<string, ReadClassification>();
  for (const classification of classifications) {
    const { exact, document } = classification;
    if (exact === undefined) continue;
    const before = seen.get(exact);
    if (before === undefined) {
      seen.set(exact, classification);
      continue;
    }
    yield report("LG3004", {
      message: `database \`${exact}\` has two classifications`,
      help: "write their rules into one",
      range: document.at(["database"]),
      related: [{ message: "the other one", range: before.document.at(["database"]) }],
    });
  }
}
