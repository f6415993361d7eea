/** Foreign grants that read managed data: Lake Formation unites all grants, so they stand beside every clearance. */

import type { Control } from "../control.ts";
import { grantObservations } from "../grant-observations.ts";

export const readingGrants: Control = {
  code: "LGF203",
  title: "foreign grant that reads managed data",
  severity: "high",
  controls: ["ISMS-P 2.5.1", "ISMS-P 2.5.6", "ISMS-P 2.6.4"],
  reads: ["lf-grant"],
  evaluate: (estate) => grantObservations(estate, "reading", "that no policy asks for and that read data"),
};
