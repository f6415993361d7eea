/** Foreign grants with a condition: what it decides is not known here, so they count as open. */

import type { Control } from "../control.ts";
import { grantObservations } from "../grant-observations.ts";

export const conditionalGrants: Control = {
  code: "LGF205",
  title: "foreign grant on managed data with a condition",
  severity: "high",
  controls: ["ISMS-P 2.5.1", "ISMS-P 2.5.6", "ISMS-P 2.6.4"],
  reads: ["lf-grant"],
  evaluate: (estate) => grantObservations(estate, "conditional", "under a condition, which is not evaluated here and counts as met"),
};
