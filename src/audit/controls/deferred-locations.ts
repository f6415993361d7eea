/** Locations the policies name that are not registered yet, because tables below them are still open to everyone IAM allows. */

import { specsOf } from "../../kinds/specs.ts";
import { findOpenTables } from "../../kinds/lf-location/open-tables.ts";
import type { Control } from "../control.ts";
import { counted, sampleOf } from "../sample.ts";

export const deferredLocations: Control = {
  code: "LGF405",
  title: "location that is not registered while tables below it are open",
  severity: "medium",
  controls: ["ISMS-P 2.10.2"],
  reads: ["lf-location", "lf-grant", "catalog"],
  evaluate: ({ live: { region, catalog, resources }, desired }) => {
    const waiting = specsOf(desired.resources, "lf-location").filter(([resource]) => !resources.has(resource));
    if (waiting.length === 0) return [];
    const openTablesBelow = findOpenTables({ region, catalog, resources, scope: desired.scope });
    return waiting.flatMap(([resource, { arn }]) => {
      const { count, examples } = sampleOf(openTablesBelow(arn));
      if (count === 0) return [];
      const message = `${arn} is not registered yet: ${counted(count, "table")} below it ${count === 1 ? "stays" : "stay"} open to everyone IAM allows`;
      return [{ resource, message, evidence: { arn, tables: count, examples } }];
    });
  },
};
