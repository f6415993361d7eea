/** Checks that every Classification finds a database in the catalog. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { didYouMean } from "../../model/suggestion.ts";
import type { Resolved } from "../resolved.ts";
import { patternMatches } from "../selector.ts";

export function* checkUnknownDatabases({ governed, classifications }: Resolved): Generator<Diagnostic> {
  if (governed === undefined) return;
  const names = governed.catalog.databases.map(({ name }) => name.toLowerCase());
  for (const { document, database, exact } of classifications) {
    if (names.some((name) => patternMatches(database, name))) continue;
    const range = document.at(["database"]);
    if (exact === undefined) {
      yield report("LG3007", { message: `no database of the catalog matches \`${database.text}\``, range });
      continue;
    }
    const help = didYouMean(exact, names, "the catalog has no such database: it may be in another Region, or not made yet");
    yield report("LG3006", { message: `no database \`${exact}\` in the catalog`, range, ...(help === undefined ? {} : { help }) });
  }
}
