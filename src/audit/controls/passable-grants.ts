/** Foreign grants with grant option: their holder decides who else may use managed data. */

import type { Control } from "../control.ts";
import { grantObservations } from "../grant-observations.ts";

export const passableGrants: Control = {
  code: "LGF204",
  title: "foreign grant on managed data with grant option",
  severity: "high",
  controls: ["ISMS-P 2.5.5", "ISMS-P 2.5.6"],
  reads: ["lf-grant"],
  evaluate: (estate) => grantObservations(estate, "passable", "that no policy asks for and that it may pass on"),
};
