/** Reports resource links in managed data: their tags say nothing about the data behind them, so they are skipped. */

import { groupBy } from "../../model/batches.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { formatRange } from "../../model/source.ts";
import type { Range } from "../../model/source.ts";
import type { ClassifiedDatabase } from "../classify.ts";
import type { Resolved } from "../resolved.ts";
import { nameList } from "./name-list.ts";

const help = "grade the data in the catalog that the link points to";

/** One diagnostic for a `default`, however many links are under it. */
export function* checkResourceLinks({ governed }: Resolved): Generator<Diagnostic> {
  if (governed === undefined) return;
  const { linkedDatabases, databases } = governed.classified;
  const linked = [...linkedDatabases].map(([name, { defaultRange }]): Link => ({ name, range: defaultRange }));
  yield* skipped(linked, "database ", "databases ");
  yield* skipped([...databases.values()].flatMap(linksIn), "", "");
}

interface Link {
  readonly name: string;
  /** What would govern it. */
  readonly range: Range;
}

function linksIn({ name, resourceLinks, defaultRange }: ClassifiedDatabase): readonly Link[] {
  return resourceLinks.map((link) => ({ name: `${name}.${link}`, range: defaultRange }));
}

function* skipped(links: readonly Link[], one: string, several: string): Generator<Diagnostic> {
  for (const same of groupBy(links, ({ range }) => formatRange(range)).values()) {
    const names = nameList(same.map(({ name }) => name));
    const message =
      same.length === 1 ? `${one}${names} is a resource link and is skipped` : `${several}${names} are resource links and are skipped`;
    yield report("LG3015", { message, help, range: same[0]?.range });
  }
}
