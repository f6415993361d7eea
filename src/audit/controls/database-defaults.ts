/** Defaults of managed databases: what every new table is granted to, before anybody has looked at it. */

import { address } from "../../kinds/glue-database-defaults/spec.ts";
import { compareText } from "../../model/source.ts";
import { isUnread } from "../control.ts";
import type { Control, Observation } from "../control.ts";
import { specsAfter } from "../specs.ts";

export const databaseDefaults: Control = {
  code: "LGF104",
  title: "managed database whose new tables start open",
  severity: "medium",
  controls: ["ISMS-P 2.5.1", "ISMS-P 2.6.4", "ISMS-P 2.10.2"],
  reads: ["glue-database-defaults"],
  evaluate: (estate) => {
    const defaults = specsAfter(estate, "glue-database-defaults");
    return Object.keys(estate.desired.scope.managed).flatMap((database): readonly Observation[] => {
      const resource = address({ database, grants: [] });
      const spec = defaults.get(resource);
      if (spec === undefined) {
        if (isUnread(estate, "glue-database-defaults")) return [];
        return [
          { status: "unknown", resource, message: `the state does not say what a new table of ${database} starts with`, evidence: {} },
        ];
      }
      if (spec.grants.length === 0) return [];
      const principals = spec.grants.map(({ principal }) => principal).toSorted(compareText);
      return [
        {
          resource,
          message: `every new table of ${database} is granted to ${principals.join(", ")}`,
          evidence: { database, grants: spec.grants },
        },
      ];
    });
  },
};
