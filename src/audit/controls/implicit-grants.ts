/** Implicit grants: who made a table holds everything on it, and Lake Formation does not let that be revoked. */

import { addressOf } from "../../model/address.ts";
import { groupBy } from "../../model/batches.ts";
import { principalKind, shortPrincipal } from "../../model/principal.ts";
import type { Control, Estate } from "../control.ts";
import { holderOf } from "../principals.ts";
import { reachOf, uniteReach } from "../reach.ts";
import { counted, sampleOf } from "../sample.ts";

export const implicitGrants: Control = {
  code: "LGF209",
  title: "implicit grant of a table's creator",
  severity: "informational",
  controls: ["ISMS-P 2.5.5", "ISMS-P 2.5.6"],
  reads: ["catalog"],
  evaluate: (estate) =>
    [...groupBy(creations(estate), ({ creator, database }) => addressOf("implicit", creator, database))].flatMap(([resource, made]) => {
      const [first] = made;
      if (first === undefined) return [];
      const { creator, database } = first;
      const { count, examples } = sampleOf(made.map(({ table }) => table));
      const { grades } = uniteReach(made.map(({ table }) => reachOf(estate, { type: "table", database, table })));
      const message = `${shortPrincipal(creator)} made ${counted(count, "table")} of ${database} and holds every permission on them, with grant option`;
      return [
        { resource, message, evidence: { principal: creator, principalKind: principalKind(creator), database, count, examples, grades } },
      ];
    }),
};

interface Creation {
  readonly creator: string;
  readonly database: string;
  readonly table: string;
}

function creations(estate: Estate): readonly Creation[] {
  const { live, desired } = estate;
  return live.catalog.databases
    .filter(({ name }) => Object.hasOwn(desired.scope.managed, name))
    .flatMap(({ name: database, tables }) =>
      tables.flatMap(({ name: table, type, createdBy }) =>
        createdBy === undefined || type === "resource-link" ? [] : [{ creator: holderOf(createdBy, estate), database, table }],
      ),
    );
}
