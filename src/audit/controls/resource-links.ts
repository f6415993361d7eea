/** Resource links: what they point to is governed elsewhere, so they are skipped, and said to be. */

import { addressOf } from "../../model/address.ts";
import type { Control, Observation } from "../control.ts";
import { counted, sampleOf } from "../sample.ts";

export const resourceLinks: Control = {
  code: "LGF502",
  title: "resource link that is not analysed",
  severity: "informational",
  controls: [],
  reads: ["catalog"],
  evaluate: ({ live, desired }) => {
    const databases = live.catalog.databases.filter(({ resourceLink }) => resourceLink === true).map(({ name }) => name);
    const tables = live.catalog.databases
      .filter(({ name }) => Object.hasOwn(desired.scope.managed, name))
      .map(({ name, tables: all }) => ({ name, links: all.filter(({ type }) => type === "resource-link").map((table) => table.name) }))
      .filter(({ links }) => links.length > 0);
    return [
      ...(databases.length === 0 ? [] : [linksIn("catalog", "the catalog", "linked database", databases)]),
      ...tables.map(({ name, links }) => linksIn(addressOf("database", name), name, "linked table", links)),
    ];
  },
};

function linksIn(resource: string, place: string, noun: string, names: readonly string[]): Observation {
  const { count, examples } = sampleOf(names);
  const message = `${counted(count, noun)} in ${place}: who reads what they point to is decided by its own grants, which are not analysed`;
  return { status: "unknown", resource, message, evidence: { count, examples } };
}
