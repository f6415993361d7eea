/** What a report of a plan needs beside the plan: names of grades, and which columns a table's tag reaches. */

import { lfTagAssignment } from "../kinds/lf-tag-assignment/kind.ts";
import { groupBy } from "../model/batches.ts";
import { partitionOf } from "../model/principal.ts";
import type { Messages } from "./messages/en.ts";
import type { Planning } from "./planning.ts";
import type { LoadedPolicies } from "./policies.ts";
import { gradeLegends } from "./render/grade-legends.ts";
import { knownNames } from "./render/known-names.ts";
import { otherStatements } from "./render/other-statements.ts";
import type { PlanViewOptions } from "./render/plan-view.ts";

/** The states a plan was made of, and the policies behind it. */
type Planned = Pick<Planning, "live" | "desired"> & {
  readonly loaded: Pick<LoadedPolicies, "set">;
  readonly plan: Pick<Planning["plan"], "findings">;
};

export function planReport({ loaded, live, desired, plan }: Planned, messages: Messages, full: boolean): PlanViewOptions {
  const lake = loaded.set.lake?.value;
  const databases = groupBy(live.catalog.databases, ({ name }) => name.toLowerCase());
  return {
    full,
    messages,
    ...(live.facts === undefined ? {} : { names: knownNames(live.facts, partitionOf(live.region)) }),
    ...(live.facts === undefined ? {} : { others: otherStatements(live.facts.buckets, plan.findings) }),
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
