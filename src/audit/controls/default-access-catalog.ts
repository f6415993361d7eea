/** IAM_ALLOWED_PRINCIPALS on the catalog: whoever IAM allows makes databases, which nobody classified. */

import type { Control } from "../control.ts";
import { foreignGrants } from "../grant-concern.ts";

export const defaultAccessCatalog: Control = {
  code: "LGF102",
  title: "IAM_ALLOWED_PRINCIPALS on the catalog",
  severity: "medium",
  controls: ["ISMS-P 2.5.1", "ISMS-P 2.10.2"],
  reads: ["lf-grant"],
  evaluate: (estate) =>
    (foreignGrants(estate).get("default-access-catalog") ?? []).map(({ address, grant }) => ({
      resource: address,
      message: `whoever IAM allows holds ${grant.permissions.join(", ")} on the catalog`,
      evidence: { permissions: grant.permissions },
    })),
};
