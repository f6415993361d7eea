/** Authority over the grade: whoever may assign, alter or grant on the tags of grade and domain decides who reads what. */

import { shortPrincipal } from "../../model/principal.ts";
import { isUnread } from "../control.ts";
import type { Control } from "../control.ts";
import { grantEvidence, grantGroups, placeName, resourceOf } from "../grant-observations.ts";

export const tagAuthority: Control = {
  code: "LGF207",
  title: "authority over the grade or domain tag without being an administrator",
  severity: "high",
  controls: ["ISMS-P 2.5.5", "ISMS-P 2.5.6"],
  reads: ["lf-grant", "lf-settings"],
  evaluate: (estate) =>
    grantGroups(estate, "tag-authority").map((group) => {
      const { evidence } = grantEvidence(estate, group);
      const permissions = [...new Set(group.grants.flatMap(({ grant }) => grant.permissions))].toSorted().join(", ");
      return {
        // Without the settings it may be an administrator, who has this authority anyway.
        status: isUnread(estate, "lf-settings") ? "unknown" : "failed",
        resource: resourceOf(group.principal, group.place),
        message: `${shortPrincipal(group.principal)} is no data lake administrator and holds ${permissions} on ${placeName(group.place)}, so it may re-grade data or open it`,
        evidence,
      };
    }),
};
