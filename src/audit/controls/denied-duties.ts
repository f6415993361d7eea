/** Denies of others in buckets' policies that hit those who must get through: registration roles, operators, direct readers and writers. */

import { denialOf } from "../../access/denied-use.ts";
import type { Denial } from "../../access/denied-use.ts";
import { addressOf } from "../../model/address.ts";
import type { Principal } from "../../model/principal.ts";
import { accountView } from "../account.ts";
import { dutiesOf } from "../bucket-duties.ts";
import type { Duty } from "../bucket-duties.ts";
import type { Control, Estate, Observation } from "../control.ts";
import { foreignStatements } from "../governed-storage.ts";
import type { NamedStatement } from "../governed-storage.ts";
import { heldBuckets } from "../held-buckets.ts";
import type { HeldBucket } from "../held-buckets.ts";

export const deniedDuties: Control = {
  code: "LGF603",
  title: "bucket policy that denies access to those who need it",
  severity: "medium",
  controls: [],
  reads: ["s3-bucket-policy", "buckets", "lf-location", "catalog"],
  evaluate: (estate) =>
    heldBuckets(estate).flatMap((bucket) => {
      const denies = foreignStatements(bucket, estate).filter(({ statement }) => statement.effect === "Deny");
      if (denies.length === 0) return [];
      const duties = dutiesOf(bucket, estate);
      return denies.flatMap((named) => observe(bucket, named, duties, estate));
    }),
};

/** What a statement takes from one principal. */
interface Loss {
  readonly principal: Principal;
  readonly isForData: boolean;
  readonly actions: readonly { readonly title: string; readonly denial: Denial; readonly isWhole: boolean }[];
}

const principalsShown = 10;

function observe(
  { name: bucket }: HeldBucket,
  { name, alone }: NamedStatement,
  duties: readonly Duty[],
  estate: Estate,
): readonly Observation[] {
  const losses = duties.flatMap((duty) => lossOf(duty, alone, estate) ?? []);
  if (losses.length === 0) return [];
  const certain = partsOf(losses, "denies");
  const open = partsOf(losses, "may deny");
  const said = [...(certain.length === 0 ? [] : [`denies ${listOf(certain)}`]), ...(open.length === 0 ? [] : [`may deny ${listOf(open)}`])];
  const isDown = losses.some(
    ({ isForData, actions }) => isForData && actions.some(({ denial, isWhole }) => denial === "denies" && isWhole),
  );
  return [
    {
      ...(certain.length === 0 ? { status: "unknown" as const } : {}),
      ...(isDown ? { severity: "high" as const } : {}),
      resource: addressOf("bucket", bucket, name),
      message: `${name} in the policy of ${bucket} ${said.join(", and ")}`,
      evidence: { bucket, statement: name, denied: Object.fromEntries(certain), perhapsDenied: Object.fromEntries(open) },
    },
  ];
}

/** What the statement does to each action; one that it takes in some of its ways is named with these. */
function lossOf(
  { principal, isForData, caller, workplace, uses }: Duty,
  document: NamedStatement["alone"],
  estate: Estate,
): Loss | undefined {
  const actions = uses.flatMap((ways) => {
    const hits = ways.flatMap((use) => {
      const denial = denialOf(document, use, caller, workplace, accountView(estate));
      return denial === undefined ? [] : [{ use, denial }];
    });
    const [first] = hits;
    if (first === undefined) return [];
    const isAlike = hits.length === ways.length && hits.every(({ denial }) => denial === first.denial);
    return isAlike
      ? [{ title: first.use.action, denial: first.denial, isWhole: true }]
      : hits.map(({ use, denial }) => ({ title: `${use.action}${use.way}`, denial, isWhole: false }));
  });
  return actions.length === 0 ? undefined : { principal, isForData, actions };
}

/** By principal the actions that come to this. */
function partsOf(losses: readonly Loss[], wanted: Denial): readonly (readonly [principal: Principal, actions: readonly string[]])[] {
  return losses.flatMap(({ principal, actions }) => {
    const titles = actions.flatMap(({ title, denial }) => (denial === wanted ? [title] : []));
    return titles.length === 0 ? [] : [[principal, titles] as const];
  });
}

function listOf(parts: ReturnType<typeof partsOf>): string {
  const shown = parts.slice(0, principalsShown).map(([principal, actions]) => `${principal} ${actions.join(", ")}`);
  return [...shown, ...(parts.length > shown.length ? [`${parts.length - shown.length} more principals`] : [])].join("; ");
}
