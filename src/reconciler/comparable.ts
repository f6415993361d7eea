/** Bringing both states to the form in which equal means equal: no difference that nobody asked about. */

import { findOpenTables } from "../kinds/lf-location/open-tables.ts";
import { covers } from "../kinds/lf-location/spec.ts";
import { address as assignmentAddress } from "../kinds/lf-tag-assignment/spec.ts";
import type { LfTagAssignment } from "../kinds/lf-tag-assignment/spec.ts";
import { anyKinds, kindNamed } from "../kinds/registry.ts";
import { isOf, specAt, specsOf } from "../kinds/specs.ts";
import type { Address } from "../model/address.ts";
import { exchangeResources } from "../model/resources.ts";
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
 * The desired resources with what the language cannot say taken from the live ones. Access to a data location is left out where nobody
 * registers that location: Lake Formation refuses the grant then (`register the S3 path`), and asks nobody for it. A location is
 * left out while tables below it stay open; finding LGF405 tells it.
 */
export function comparableDesired(desired: DesiredState, live: LiveState): Resources {
  const { resources, scope } = desired;
  // Only what differs is gathered: half a million assignments stay in the map they are in.
  const changed = new Map<Address, Resource | undefined>();
  const left = isolatedKinds(live);
  const asked = new Set(anyKinds.flatMap(({ name, complete }) => (left.has(name) || complete !== undefined ? [name] : [])));
  resources.forEach((resource, address) => {
    if (!asked.has(resource.kind)) return;
    if (left.has(resource.kind)) changed.set(address, undefined);
    else {
      const spec = kindNamed(resource.kind).complete?.(resource.spec, live);
      // What cannot be managed stays as it is: neither made nor, where it is ours, taken away.
      changed.set(address, spec === undefined ? live.resources.get(address) : { ...resource, spec });
    }
  });
  const kept = [...keptGuardrails(desired, live), ...keptOfLeftOut(desired, () => exchangeResources(resources, changed), live)];
  for (const [address, resource] of kept) changed.set(address, resource);
  const locations = specsOf(resources, "lf-location");
  const isLeftOut = (address: Address): boolean => changed.has(address) && changed.get(address) === undefined;
  const newLocations = locations.filter(([address]) => !live.resources.has(address));
  if (newLocations.length > 0) {
    const openTablesBelow = findOpenTables({ ...live, scope });
    for (const [address, { arn }] of newLocations) if (openTablesBelow(arn).length > 0) changed.set(address, undefined);
  }
  const registered = [...specsOf(live.resources, "lf-location"), ...locations.filter(([address]) => !isLeftOut(address))];
  for (const [address, { securable }] of specsOf(resources, "lf-grant")) {
    if (securable.type === "data-location" && !registered.some(([, { arn }]) => covers(arn, securable.arn)))
      changed.set(address, undefined);
  }
  return exchangeResources(resources, changed);
}
