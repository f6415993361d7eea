/** Locations the policies name that are not registered yet, because tables below them are still open to everyone IAM allows. */

import { openTablesBelow } from "../../kinds/lf-location/open-tables.ts";
import { specsOf } from "../../kinds/specs.ts";
import type { Control } from "../control.ts";
import { counted, sampleOf } from "../sample.ts";

export const deferredLocations: Control = {
  code: "LGF405",
  title: "location that is not registered while tables below it are open",
  severity: "medium",
  controls: ["ISMS-P 2.10.2"],
  reads: ["lf-location", "lf-grant", "catalog"],
  evaluate: ({ live, desired }) =>
    specsOf(desired.resources, "lf-location").flatMap(([resource, { arn }]) => {
      const { region, catalog, resources } = live;
      const { count, examples } = sampleOf(openTablesBelow(arn, { region, catalog, resources, scope: desired.scope }));
      if (count === 0 || resources.has(resource)) return [];
      const message = `${arn} is not registered yet: ${counted(count, "table")} below it ${count === 1 ? "stays" : "stay"} open to everyone IAM allows`;
      return [{ resource, message, evidence: { arn, tables: count, examples } }];
    }),
};
