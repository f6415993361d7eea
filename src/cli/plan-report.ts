/** What a report of a plan needs beside the plan: names of grades, and which columns a table's tag reaches. */

import { lfTagAssignment } from "../kinds/lf-tag-assignment/kind.ts";
import { groupBy } from "../model/batches.ts";
import { partitionOf } from "../model/principal.ts";
import type { Messages } from "./messages/en.ts";
import type { Planning } from "./planning.ts";
import type { LoadedPolicies } from "./policies.ts";
import { gradeLegends } from "./render/grade-legends.ts";
import { knownNames } from "./render/known-names.ts";
import type { PlanViewOptions } from "./render/plan-view.ts";

/** The states a plan was made of, and the policies behind it. */
type Planned = Pick<Planning, "live" | "desired"> & { readonly loaded: Pick<LoadedPolicies, "set"> };

export function planReport({ loaded, live, desired }: Planned, messages: Messages, full: boolean): PlanViewOptions {
  const lake = loaded.set.lake?.value;
  const databases = groupBy(live.catalog.databases, ({ name }) => name.toLowerCase());
  return {
    full,
    messages,
    ...(live.facts === undefined ? {} : { names: knownNames(live.facts, partitionOf(live.region)) }),
    ...(lake === undefined ? {} : { legends: gradeLegends(lake, messages.language) }),
    inheriting: (key, database, table) => {
      const tables = databases.get(database)?.flatMap((found) => found.tables.filter(({ name }) => name.toLowerCase() === table)) ?? [];
      return tables
        .flatMap(({ columns, partitionKeys }) => [...columns, ...partitionKeys].map(({ name }) => name.toLowerCase()))
        .filter((column) => {
          const at = lfTagAssignment.address({ key, value: "", database, table, column });
          return !live.resources.has(at) && !desired.resources.has(at);
        });
    },
  };
}
