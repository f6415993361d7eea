/** Registrations over managed data that weaken it: by the service-linked role, or with privileged access. */

import { specsOf } from "../../kinds/specs.ts";
import { address } from "../../kinds/lf-location/spec.ts";
import type { LfLocation } from "../../kinds/lf-location/spec.ts";
import type { Control, Estate, Observation } from "../control.ts";
import { touchesManaged } from "../managed-locations.ts";

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
      "is registered with the service-linked role, whose rights nobody can edit and service control policies do not bound",
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
  // UpdateResource cannot change either, nor update what the service-linked role registered (Lake Formation API), so a live
  // registration stays weak whatever the policies ask for.
  const registered = new Map([...specsOf(estate.desired.resources, "lf-location"), ...specsOf(estate.live.resources, "lf-location")]);
  return [...registered.values()]
    .filter((location) => isWeak(location) && touchesManaged(estate, location.arn))
    .map((location) => ({
      resource: address(location),
      message: `${location.arn} ${says}`,
      evidence: { arn: location.arn, role: location.role },
    }));
}
