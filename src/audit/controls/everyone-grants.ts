/** Grants to every principal of the account: no clearance holds for anybody while they are there. */

import type { Control } from "../control.ts";
import { grantObservations } from "../grant-observations.ts";

export const everyoneGrants: Control = {
  code: "LGF201",
  title: "grant to everybody in the account",
  severity: "high",
  controls: ["ISMS-P 2.5.1", "ISMS-P 2.5.2", "ISMS-P 2.6.4"],
  reads: ["lf-grant"],
  evaluate: (estate) => grantObservations(estate, "everyone", "for everybody in the account"),
};
