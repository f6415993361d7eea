/** Observations about foreign grants: one for each principal and place, however many grants it holds there. */

import { groupBy } from "../model/batches.ts";
import { addressOf } from "../model/address.ts";
import type { Address } from "../model/address.ts";
import { principalKind, shortPrincipal } from "../model/principal.ts";
import { describeSecurable } from "../model/securable.ts";
import type { Securable } from "../model/securable.ts";
import { compareText } from "../model/source.ts";
import type { Estate, Observation } from "./control.ts";
import { foreignGrants, touches } from "./grant-concern.ts";
import type { ForeignGrant, GrantConcern } from "./grant-concern.ts";
import { isPrivileged, whyKept } from "./principals.ts";
import { describeReach, nothing, reachOf, uniteReach } from "./reach.ts";
import { counted, sampleOf } from "./sample.ts";

/** Grants of one principal in one place. `place` is part of an address: `["database", "claims"]`. */
export interface GrantGroup {
  readonly principal: string;
  readonly place: readonly string[];
  readonly grants: readonly ForeignGrant[];
}

/** Grants of one concern by principal and place, in the order of their addresses. */
export function grantGroups(estate: Estate, concern: GrantConcern): readonly GrantGroup[] {
  const grants = (foreignGrants(estate).get(concern) ?? []).toSorted((a, b) => compareText(a.address, b.address));
  const groups = groupBy(grants, ({ grant }) => resourceOf(grant.principal, placeOf(grant.securable)));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ principal: first.grant.principal, place: placeOf(first.grant.securable), grants: group }];
  });
}

/**
 * What the groups of one concern hold and what they reach. `says` completes the sentence "X holds N grants on Y …".
 * Unknown only where the reach of none of them is decided: one that is decided is enough to be certain.
 */
export function grantObservations(estate: Estate, concern: GrantConcern, says: string): readonly Observation[] {
  return grantGroups(estate, concern).map((group) => {
    const parts = group.grants.map(({ grant }) => (touches(estate, grant) ? reachOf(estate, grant.securable) : nothing));
    const reach = uniteReach(parts);
    const reaches = reach.undecided === undefined ? describeReach(reach) : `up to ${describeReach(reach)}: ${reach.undecided}`;
    const { count, evidence } = grantEvidence(estate, group);
    const kept = whyKept(group.principal, estate);
    return {
      status: parts.every(({ undecided }) => undecided !== undefined) ? "unknown" : "failed",
      resource: resourceOf(group.principal, group.place),
      message: `${shortPrincipal(group.principal)} holds ${counted(count, "grant")} on ${placeName(group.place)} ${says}; reach: ${reaches}${kept === undefined ? "" : `; ${kept}`}`,
      evidence: { ...evidence, grades: reach.grades, tables: reach.tables.length },
    };
  });
}

/** What is said about every group, whatever it reaches. */
export function grantEvidence(
  estate: Estate,
  { principal, grants }: GrantGroup,
): { readonly count: number; readonly evidence: Observation["evidence"] } {
  const { count, examples } = sampleOf(
    grants.map(({ grant }) => `${grant.permissions.join(", ")} on ${describeSecurable(grant.securable)}`),
  );
  const permissions = sorted(grants.flatMap(({ grant }) => grant.permissions));
  const grantable = sorted(grants.flatMap(({ grant }) => grant.grantable));
  const conditions = sorted(grants.flatMap(({ grant }) => grant.condition ?? []));
  const evidence = {
    principal,
    principalKind: principalKind(principal),
    count,
    examples,
    permissions,
    ...(grantable.length === 0 ? {} : { grantable }),
    ...(conditions.length === 0 ? {} : { conditions: sampleOf(conditions).examples }),
    ...(isPrivileged(principal, estate) ? { namedByPolicies: true } : {}),
  };
  return { count, evidence };
}

function sorted(list: readonly string[]): readonly string[] {
  return [...new Set(list)].toSorted(compareText);
}

/** The name of a principal's grants in one place; stable however many there are. */
export function resourceOf(principal: string, place: readonly string[]): Address {
  return addressOf("grants", principal, ...place);
}

function placeOf(securable: Securable): readonly string[] {
  if (securable.type !== "unknown" && securable.catalog !== undefined) return ["catalog", securable.catalog];
  if ("database" in securable) return ["database", securable.database];
  switch (securable.type) {
    case "catalog":
      return ["catalog"];
    case "data-location":
      return ["data-locations"];
    case "lf-tag":
      return ["lf-tag", securable.key];
    case "lf-tag-policy":
    case "lf-tag-policy-named":
      return ["lf-tag-policies"];
    case "lf-tag-expression":
      return ["lf-tag-expressions"];
    case "unknown":
      return ["unknown"];
  }
}

/** A place for people: `database claims`, `LF-Tag grade`. */
export function placeName([type = "", name]: readonly string[]): string {
  const types: Readonly<Record<string, string>> = {
    catalog: "the catalog",
    "data-locations": "data locations",
    "lf-tag": "LF-Tag",
    "lf-tag-policies": "LF-Tag expressions",
    "lf-tag-expressions": "saved LF-Tag expressions",
    unknown: "an unknown kind of resource",
  };
  const shown = types[type] ?? type;
  return name === undefined ? shown : `${shown} ${name}`;
}
