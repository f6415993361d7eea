/** Grants to other accounts, their principals and organisations: whom they let in is decided elsewhere. */

import type { Control } from "../control.ts";
import { grantObservations } from "../grant-observations.ts";

export const externalGrants: Control = {
  code: "LGF202",
  title: "grant to another account or an organisation",
  severity: "high",
  controls: ["ISMS-P 2.5.1", "ISMS-P 2.6.4"],
  reads: ["lf-grant"],
  evaluate: (estate) => grantObservations(estate, "external", "from outside the account"),
};
