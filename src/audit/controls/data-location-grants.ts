/** Foreign data location grants: their holders may make tables over files that managed tables already hold. */

import type { Control } from "../control.ts";
import { grantObservations } from "../grant-observations.ts";

export const dataLocationGrants: Control = {
  code: "LGF208",
  title: "foreign data location grant over managed data",
  severity: "medium",
  controls: ["ISMS-P 2.5.1", "ISMS-P 2.5.6"],
  reads: ["lf-grant", "catalog"],
  evaluate: (estate) => grantObservations(estate, "data-location", "that no policy asks for, so it may make tables over managed files"),
};
