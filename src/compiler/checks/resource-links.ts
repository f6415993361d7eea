/** Reports resource links in managed data: their tags say nothing about the data behind them, so they are skipped. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Resolved } from "../resolved.ts";
import { nameList } from "./name-list.ts";

const help = "grade the data in the catalog that the link points to";

export function* checkResourceLinks({ governed }: Resolved): Generator<Diagnostic> {
  if (governed === undefined) return;
  for (const [name, { defaultRange }] of governed.classified.linkedDatabases) {
    yield report("LG3015", { message: `database \`${name}\` is a resource link and is skipped`, help, range: defaultRange });
  }
  for (const { name, resourceLinks, defaultRange } of governed.classified.databases.values()) {
    if (resourceLinks.length === 0) continue;
    const links = nameList(resourceLinks.map((link) => `${name}.${link}`));
    const verb = resourceLinks.length === 1 ? "is a resource link and is" : "are resource links and are";
    yield report("LG3015", { message: `${links} ${verb} skipped`, help, range: defaultRange });
  }
}
