/** What controls derive from an estate: specs as they are after the plan, and anything else, once. */

import { specsOf } from "../kinds/specs.ts";
import type { Specs } from "../kinds/specs.ts";
import type { Address } from "../model/address.ts";
import type { Estate } from "./control.ts";

/** The specs of a kind that is never deleted as they are after the plan: what policies ask for, and what is live beside it. */
export function specsAfter<Kind extends "glue-database-defaults" | "lf-location" | "lf-settings">(
  { live, desired }: Estate,
  kind: Kind,
): ReadonlyMap<Address, Specs[Kind]> {
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
