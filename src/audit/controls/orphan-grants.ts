/** Orphan grants: what is granted to a role or user that is gone waits for whoever makes one of its name. */

import { addressOf } from "../../model/address.ts";
import { groupBy } from "../../model/batches.ts";
import { shortPrincipal } from "../../model/principal.ts";
import { describeSecurable } from "../../model/securable.ts";
import type { Control } from "../control.ts";
import { foreignGrants } from "../grant-concern.ts";
import { counted, sampleOf } from "../sample.ts";

export const orphanGrants: Control = {
  code: "LGF210",
  title: "grant to a principal that does not exist",
  severity: "medium",
  controls: ["ISMS-P 2.5.1", "ISMS-P 2.5.6"],
  reads: ["lf-grant", "roles"],
  evaluate: (estate) => {
    const grants = (foreignGrants(estate).get("orphan") ?? []).map(({ grant }) => grant);
    return [...groupBy(grants, ({ principal }) => principal)].map(([principal, held]) => {
      const { count, examples } = sampleOf(held.map(({ securable }) => describeSecurable(securable)));
      const message = `${shortPrincipal(principal)} holds ${counted(count, "grant")} and does not exist in this account`;
      return { resource: addressOf("grants", principal), message, evidence: { principal, count, examples } };
    });
  },
};
