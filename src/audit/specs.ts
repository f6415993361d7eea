/** What controls derive from an estate: specs as they are after the plan, and anything else, once. */

import { specsOf } from "../kinds/specs.ts";
import type { KindName, Specs } from "../kinds/specs.ts";
import type { Address } from "../model/address.ts";
import type { Resource, Resources } from "../model/state.ts";
import type { Estate } from "./control.ts";

/** The few resources of each state: all but assignments of LF-Tags, of which there may be half a million. */
const fewOf = new WeakMap<Resources, Resources>();

/** Addresses and specs of one kind in a state. INVARIANT: states no longer change once they are assessed. */
export function specsIn<Name extends KindName>(resources: Resources, kind: Name): readonly (readonly [Address, Specs[Name]])[] {
  if (kind === "lf-tag-assignment") return specsOf(resources, kind);
  const known = fewOf.get(resources);
  if (known !== undefined) return specsOf(known, kind);
  const few = new Map<Address, Resource>();
  for (const [address, resource] of resources) if (resource.kind !== "lf-tag-assignment") few.set(address, resource);
  fewOf.set(resources, few);
  return specsOf(few, kind);
}

/** The specs of a kind that is never deleted as they are after the plan: what policies ask for, and what is live beside it. */
export function specsAfter<Kind extends "glue-database-defaults" | "lf-location" | "lf-settings">(
  { live, desired }: Estate,
  kind: Kind,
): ReadonlyMap<Address, Specs[Kind]> {
  return new Map([...specsIn(live.resources, kind), ...specsIn(desired.resources, kind)]);
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
