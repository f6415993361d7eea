/** Grants that this version cannot read: on another catalog, of an unknown shape, with an unknown permission. Never counted as safe. */

import { shortPrincipal } from "../../model/principal.ts";
import type { Control } from "../control.ts";
import { grantEvidence, grantGroups, placeName, resourceOf } from "../grant-observations.ts";
import { counted } from "../sample.ts";

export const unanalysedGrants: Control = {
  code: "LGF211",
  title: "grant that is not analysed",
  severity: "medium",
  controls: ["ISMS-P 2.5.6"],
  reads: ["lf-grant"],
  evaluate: (estate) =>
    grantGroups(estate, "unanalysed").map((group) => {
      const { count, evidence } = grantEvidence(estate, group);
      const raw = group.grants.flatMap(({ grant }) => (grant.securable.type === "unknown" ? [grant.securable.raw] : [])).slice(0, 1);
      const holder = group.principal === "" ? "a principal without a name" : shortPrincipal(group.principal);
      return {
        status: "unknown",
        resource: resourceOf(group.principal, group.place),
        message: `${holder} holds ${counted(count, "grant")} on ${placeName(group.place)} that this version does not analyse: what they open is not known`,
        evidence: { ...evidence, ...(raw.length === 0 ? {} : { raw: raw[0] }) },
      };
    }),
};
