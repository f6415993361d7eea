/** Registrations over managed data that weaken it: by the service-linked role, or with privileged access. */

import { address } from "../../kinds/lf-location/spec.ts";
import type { LfLocation } from "../../kinds/lf-location/spec.ts";
import type { Control, Estate, Observation } from "../control.ts";
import { locationsAfter, touchesManaged } from "../managed-locations.ts";

/** Source: Lake Formation Developer Guide, service-linked-roles. */
const serviceLinkedRole = /:role\/aws-service-role\/lakeformation\.amazonaws\.com\//;

export const serviceLinkedLocations: Control = {
  code: "LGF403",
  title: "managed location registered with the service-linked role",
  severity: "medium",
  controls: ["ISMS-P 2.10.2"],
  reads: ["lf-location", "catalog"],
  evaluate: (estate) =>
    observe(
      estate,
      ({ role }) => serviceLinkedRole.test(role),
      "is registered with the service-linked role, which no policy of yours bounds and no session context reaches",
    ),
};

export const privilegedLocations: Control = {
  code: "LGF404",
  title: "managed location registered with privileged access",
  severity: "high",
  controls: ["ISMS-P 2.5.5", "ISMS-P 2.10.2"],
  reads: ["lf-location", "catalog"],
  evaluate: (estate) =>
    observe(
      estate,
      ({ privileged }) => privileged,
      "is registered with privileged access: who registered it may do everything there without a grant",
    ),
};

function observe(estate: Estate, isWeak: (location: LfLocation) => boolean, says: string): readonly Observation[] {
  return [...locationsAfter(estate).values()]
    .filter((location) => isWeak(location) && touchesManaged(estate, location.arn))
    .map((location) => ({
      resource: address(location),
      message: `${location.arn} ${says}`,
      evidence: { arn: location.arn, role: location.role },
    }));
}
