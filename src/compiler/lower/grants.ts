/** Lowers Groups to grants on LF-Tag expressions: what each principal may do, wherever the tags match. */

import * as lfGrant from "../../kinds/lf-grant/spec.ts";
import type { LfGrant } from "../../kinds/lf-grant/spec.ts";
import type { Permission } from "../../model/permission.ts";
import type { Securable } from "../../model/securable.ts";
import type { Range } from "../../model/source.ts";
import type { Access } from "../policy.gen.ts";
import { dataLocationsOf, databasesOf, expressionOf } from "../reach.ts";
import type { Lowerable, ResolvedGroup } from "../resolved.ts";
import { entryOf } from "./entry.ts";
import type { Entry } from "../../model/resources.ts";

const kind = { name: "lf-grant", ...lfGrant };

const onTables: Readonly<Record<Access, readonly Permission[]>> = {
  read: ["DESCRIBE", "SELECT"],
  write: ["ALTER", "DELETE", "DESCRIBE", "INSERT", "SELECT"],
  own: ["ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"],
};

const onDatabases: Readonly<Record<Access, readonly Permission[]>> = {
  read: ["DESCRIBE"],
  write: ["DESCRIBE"],
  own: ["CREATE_TABLE", "DESCRIBE"],
};

/** Engines ask for the database `default` whatever a query names. Source: Athena User Guide, lf-athena-limitations. */
const defaultDatabase = "default";

export function* lowerGrants(lowerable: Lowerable): Generator<Entry> {
  const hasDefault = lowerable.governed.catalog.databases.some(({ name }) => name.toLowerCase() === defaultDatabase);
  for (const group of lowerable.groups) {
    const grants = grantsOf(group, lowerable, hasDefault);
    for (const { id, range } of group.principals) {
      for (const { securable, permissions, origin } of grants) {
        const spec: LfGrant = { principal: id, securable, permissions, grantable: [] };
        yield entryOf(kind, spec, origin === undefined ? [range] : [range, origin]);
      }
    }
  }
}

interface GroupGrant {
  readonly securable: Securable;
  readonly permissions: readonly Permission[];
  readonly origin?: Range;
}

function grantsOf(group: ResolvedGroup, { lake, governed, locations }: Lowerable, hasDefault: boolean): readonly GroupGrant[] {
  const expression = expressionOf(group, lake);
  const origin = group.document.at(["clearance"]);
  const grants: GroupGrant[] = [
    { securable: { type: "lf-tag-policy", target: "table", expression }, permissions: onTables[group.access], origin },
    { securable: { type: "lf-tag-policy", target: "database", expression }, permissions: onDatabases[group.access], origin },
  ];
  if (hasDefault) grants.push({ securable: { type: "database", database: defaultDatabase }, permissions: ["DESCRIBE"] });
  if (group.access === "own") {
    const reached = databasesOf(group, governed.classified.databases);
    const arns = new Set(reached.flatMap((database) => dataLocationsOf(database, locations, lake.partition)));
    const access = group.document.at(["access"]);
    for (const arn of arns)
      grants.push({ securable: { type: "data-location", arn }, permissions: ["DATA_LOCATION_ACCESS"], origin: access });
  }
  return grants;
}
