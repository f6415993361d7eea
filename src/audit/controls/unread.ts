/** What could not be read: as long as it is missing, no answer of this assessment is complete. */

import { addressOf } from "../../model/address.ts";
import type { Control } from "../control.ts";

export const unread: Control = {
  code: "LGF503",
  title: "something that could not be read",
  severity: "high",
  controls: [],
  reads: [],
  evaluate: ({ live }) =>
    live.unread.map(({ kind, what, reason }) => ({
      status: "unknown",
      resource: addressOf("unread", kind, what),
      message: `${what} could not be read: ${reason}`,
      evidence: { kind, what, reason },
    })),
};
