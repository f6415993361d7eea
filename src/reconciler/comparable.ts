/** Bringing both states to the form in which equal means equal: no difference that nobody asked about. */

import { findOpenTables } from "../kinds/lf-location/open-tables.ts";
import { covers } from "../kinds/lf-location/spec.ts";
import { address as assignmentAddress } from "../kinds/lf-tag-assignment/spec.ts";
import { kindNamed } from "../kinds/registry.ts";
import { isOf, specAt, specsOf } from "../kinds/specs.ts";
import type { Address } from "../model/address.ts";
import type { DesiredState, LiveState, Resource, Resources } from "../model/state.ts";
import { isolatedKinds } from "./ownership.ts";

/**
 * The live resources with inherited domain values left out: a table carries its database's domain without being assigned
 * it. `assigned` holds the tables whose own assignments are known, by address of the table's entry for a key; for those
 * the entries are the assignments themselves and nothing is left out.
 */
export function comparableLive(live: Resources, domainTag: string, assigned: ReadonlySet<Address>): Resources {
  const result = new Map<Address, Resource>();
  for (const [address, resource] of live) {
    if (isOf(resource, "lf-tag-assignment")) {
      const { spec } = resource;
      if (spec.key === domainTag && spec.table !== undefined && spec.column === undefined && !assigned.has(address)) {
        const parent = specAt(live, assignmentAddress({ key: spec.key, value: spec.value, database: spec.database }), "lf-tag-assignment");
        if (parent?.value === spec.value) continue;
      }
    }
    result.set(address, resource);
  }
  return result;
}

/**
 * The desired resources with what the language cannot say taken from the live ones: a location keeps its federation and
 * privileges, and an update of it stays an update of role and mode. Access to a data location is left out where nobody
 * registers that location: Lake Formation refuses the grant then (`register the S3 path`), and asks nobody for it. A location is
 * left out while tables below it stay open; finding LGF405 tells it.
 */
export function comparableDesired({ resources, scope }: DesiredState, live: LiveState): Resources {
  const result = new Map(resources);
  const left = isolatedKinds(live);
  for (const [address, resource] of resources) {
    const { complete } = kindNamed(resource.kind);
    if (left.has(resource.kind)) result.delete(address);
    else if (complete !== undefined) {
      const spec = complete(resource.spec, live);
      // What cannot be managed stays as it is: neither made nor, where it is ours, taken away.
      const existing = live.resources.get(address);
      if (spec === undefined && existing !== undefined) result.set(address, existing);
      else if (spec === undefined) result.delete(address);
      else result.set(address, { ...resource, spec });
    }
  }
  const newLocations = specsOf(resources, "lf-location").filter(([address]) => !live.resources.has(address));
  if (newLocations.length > 0) {
    const openTablesBelow = findOpenTables({ ...live, scope });
    for (const [address, { arn }] of newLocations) if (openTablesBelow(arn).length > 0) result.delete(address);
  }
  const registered = [live.resources, result].flatMap((state) => specsOf(state, "lf-location").map(([, { arn }]) => arn));
  for (const [address, resource] of resources) {
    if (isOf(resource, "lf-grant")) {
      const { securable } = resource.spec;
      if (securable.type === "data-location" && !registered.some((arn) => covers(arn, securable.arn))) result.delete(address);
    }
    const existing = specAt(live.resources, address, "lf-location");
    if (!isOf(resource, "lf-location") || existing === undefined) continue;
    const { federation, privileged } = existing;
    result.set(address, { ...resource, spec: { ...resource.spec, federation, privileged } });
  }
  return result;
}
