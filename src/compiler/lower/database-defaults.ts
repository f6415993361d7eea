/** Lowers enforcement to each database's own default: new tables are granted to nobody before they are looked at. */

import * as glueDatabaseDefaults from "../../kinds/glue-database-defaults/spec.ts";
import type { Lowerable } from "../resolved.ts";
import { entryOf } from "./entry.ts";
import type { Entry } from "../../model/resources.ts";

const kind = { name: "glue-database-defaults", ...glueDatabaseDefaults };

export function* lowerDatabaseDefaults({ lake, governed }: Lowerable): Generator<Entry> {
  if (lake.iamAllowedPrincipals === "report") return;
  for (const { name, enforce, defaultRange } of governed.classified.databases.values()) {
    if (enforce) yield entryOf(kind, { database: name, grants: [] }, [defaultRange]);
  }
}
