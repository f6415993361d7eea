/** Orphan grants: what is granted to a role that is gone waits for whoever makes a role of its name. */

import { addressOf } from "../../model/address.ts";
import { groupBy } from "../../model/batches.ts";
import { shortPrincipal } from "../../model/principal.ts";
import { describeSecurable } from "../../model/securable.ts";
import type { Control, Estate, Observation } from "../control.ts";
import { foreignGrants, unaskedGrants } from "../grant-concern.ts";
import { isUser } from "../principals.ts";
import { counted, sampleOf } from "../sample.ts";

export const orphanGrants: Control = {
  code: "LGF210",
  title: "grant to a principal that does not exist",
  severity: "medium",
  controls: ["ISMS-P 2.5.1", "ISMS-P 2.5.6"],
  reads: ["lf-grant", "roles"],
  evaluate: (estate) => [...orphans(estate), ...users(estate)],
};

function orphans(estate: Estate): readonly Observation[] {
  const grants = (foreignGrants(estate).get("orphan") ?? []).map(({ grant }) => grant);
  return [...groupBy(grants, ({ principal }) => principal)].map(([principal, held]) => {
    const { count, examples } = sampleOf(held.map(({ securable }) => describeSecurable(securable)));
    const message = `${shortPrincipal(principal)} holds ${counted(count, "grant")} and does not exist in this account`;
    return { resource: addressOf("grants", principal), message, evidence: { principal, count, examples } };
  });
}

/** Users are not read, so of theirs it is never known. */
function users(estate: Estate): readonly Observation[] {
  const names = new Set(
    unaskedGrants(estate)
      .map(([, { principal }]) => principal)
      .filter((principal) => isUser(principal, estate)),
  );
  if (names.size === 0) return [];
  const { count, examples } = sampleOf(names);
  const message = `${counted(count, "IAM user")} ${count === 1 ? "holds" : "hold"} grants; users are not read, so it is not known whether they exist`;
  return [{ status: "unknown", resource: "users", message, evidence: { count, examples } }];
}
