/** Resources of a state by kind, with their specs' types: what controls iterate over. */

import type { GlueDatabaseDefaults } from "../kinds/glue-database-defaults/spec.ts";
import type { LfGrant } from "../kinds/lf-grant/spec.ts";
import type { LfLocation } from "../kinds/lf-location/spec.ts";
import type { LfSettings } from "../kinds/lf-settings/spec.ts";
import type { LfTagAssignment } from "../kinds/lf-tag-assignment/spec.ts";
import type { Address } from "../model/address.ts";
import type { Resource, Resources } from "../model/state.ts";
import type { Estate } from "./control.ts";

interface SpecOf {
  readonly "glue-database-defaults": GlueDatabaseDefaults;
  readonly "lf-grant": LfGrant;
  readonly "lf-location": LfLocation;
  readonly "lf-settings": LfSettings;
  readonly "lf-tag-assignment": LfTagAssignment;
}

/** INVARIANT: a resource's spec is of the kind whose name stands beside it. */
function isOf<Kind extends keyof SpecOf>(resource: Resource, kind: Kind): resource is Resource<Kind, SpecOf[Kind]> {
  return resource.kind === kind;
}

/** Addresses and specs of one kind. */
export function specsOf<Kind extends keyof SpecOf>(resources: Resources, kind: Kind): readonly (readonly [Address, SpecOf[Kind]])[] {
  const specs: (readonly [Address, SpecOf[Kind]])[] = [];
  for (const [address, resource] of resources) {
    if (isOf(resource, kind)) specs.push([address, resource.spec]);
  }
  return specs;
}

/** The specs of a kind that is never deleted as they are after the plan: what policies ask for, and what is live beside it. */
export function specsAfter<Kind extends "glue-database-defaults" | "lf-location" | "lf-settings">(
  { live, desired }: Estate,
  kind: Kind,
): ReadonlyMap<Address, SpecOf[Kind]> {
  return new Map([...specsOf(live.resources, kind), ...specsOf(desired.resources, kind)]);
}

/** A function of an estate, computed once for each: controls share what they derive from it. */
export function oncePerEstate<Result>(derive: (estate: Estate) => Result): (estate: Estate) => Result {
  const results = new WeakMap<Estate, { readonly result: Result }>();
  return (estate) => {
    const known = results.get(estate);
    if (known !== undefined) return known.result;
    const result = derive(estate);
    results.set(estate, { result });
    return result;
  };
}
