/** Bringing both states to the form in which equal means equal: no difference that nobody asked about. */

import { findOpenTables } from "../kinds/lf-location/open-tables.ts";
import { covers } from "../kinds/lf-location/spec.ts";
import { address as assignmentAddress } from "../kinds/lf-tag-assignment/spec.ts";
import type { LfTagAssignment } from "../kinds/lf-tag-assignment/spec.ts";
import { kindNamed } from "../kinds/registry.ts";
import { isOf, specAt, specsOf } from "../kinds/specs.ts";
import type { Address } from "../model/address.ts";
import type { DesiredState, LiveState, Resource, Resources } from "../model/state.ts";
import { keptGuardrails, keptOfLeftOut } from "./kept.ts";
import { isolatedKinds } from "./ownership.ts";
import type { Removal } from "./ownership.ts";

/**
 * Spares the inherited domain values: a table carries its database's domain without being assigned it, so there is nothing
 * to remove. `assigned` holds the tables whose own assignments are known, by address of the table's entry for a key; for
 * those the entries are the assignments themselves, and none is inherited.
 */
export function sparingInherited(removal: Removal, live: Resources, domainTag: string, assigned: ReadonlySet<Address>): Removal {
  const isInherited = (address: Address, { key, value, database, table, column }: LfTagAssignment): boolean =>
    key === domainTag &&
    table !== undefined &&
    column === undefined &&
    !assigned.has(address) &&
    specAt(live, assignmentAddress({ key, value, database }), "lf-tag-assignment")?.value === value;
  return (address, kind, spec) => {
    const resource: Resource = { kind, spec };
    return isOf(resource, "lf-tag-assignment") && isInherited(address, resource.spec) ? undefined : removal(address, kind, spec);
  };
}

/**
 * The desired resources with what the language cannot say taken from the live ones: a location keeps its federation and
 * privileges, and an update of it stays an update of role and mode. Access to a data location is left out where nobody
 * registers that location: Lake Formation refuses the grant then (`register the S3 path`), and asks nobody for it. A location is
 * left out while tables below it stay open; finding LGF405 tells it.
 */
export function comparableDesired(desired: DesiredState, live: LiveState): Resources {
  const { resources, scope } = desired;
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
  for (const [address, kept] of [...keptGuardrails(desired, live), ...keptOfLeftOut(desired, result, live)]) result.set(address, kept);
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
    if (!isOf(resource, "lf-location")) continue;
    const existing = specAt(live.resources, address, "lf-location");
    if (existing === undefined) continue;
    const { federation, privileged } = existing;
    result.set(address, { ...resource, spec: { ...resource.spec, federation, privileged } });
  }
  return result;
}
