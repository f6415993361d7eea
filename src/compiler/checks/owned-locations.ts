/** Checks that owners can be given the place where their databases are stored. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { dataLocationsOf, databasesOf } from "../reach.ts";
import type { Resolved } from "../resolved.ts";
import { nameList } from "./name-list.ts";

export function* checkOwnedLocations({ lake, governed, groups, locations }: Resolved): Generator<Diagnostic> {
  if (lake === undefined || governed === undefined) return;
  for (const group of groups) {
    if (group.access !== "own") continue;
    const homeless = databasesOf(group, governed.classified.databases)
      .filter((database) => dataLocationsOf(database, locations, lake.partition).length === 0)
      .map(({ name }) => name);
    if (homeless.length === 0) continue;
    yield report("LG4011", {
      message: `group \`${group.name}\` owns ${nameList(homeless)}, whose location in S3 is not known`,
      help: "give the database a location: without one its owners get no DATA_LOCATION_ACCESS and cannot make tables in registered paths",
      range: group.document.at(["access"]),
    });
  }
}
