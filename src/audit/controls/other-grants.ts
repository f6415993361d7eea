/** Foreign grants that do not read: they show, create or drop things in managed databases. */

import type { Control } from "../control.ts";
import { grantObservations } from "../grant-observations.ts";

export const otherGrants: Control = {
  code: "LGF206",
  title: "foreign grant on managed data that does not read",
  severity: "low",
  controls: ["ISMS-P 2.5.1", "ISMS-P 2.5.6"],
  reads: ["lf-grant"],
  evaluate: (estate) => grantObservations(estate, "other", "that no policy asks for; they do not read data"),
};
