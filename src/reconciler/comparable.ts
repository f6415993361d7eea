/** Bringing both states to the form in which equal means equal: no difference that nobody asked about. */

import type { LfGrant } from "../kinds/lf-grant/spec.ts";
import { covers } from "../kinds/lf-location/spec.ts";
import type { LfLocation } from "../kinds/lf-location/spec.ts";
import { address as assignmentAddress } from "../kinds/lf-tag-assignment/spec.ts";
import type { LfTagAssignment } from "../kinds/lf-tag-assignment/spec.ts";
import type { Address } from "../model/address.ts";
import type { DesiredState, Resource, Resources } from "../model/state.ts";

/**
 * The live resources with inherited domain values left out: a table carries its database's domain without being assigned
 * it. `assigned` holds the tables whose own assignments are known, by address of the table's entry for a key; for those
 * the entries are the assignments themselves and nothing is left out.
 */
export function comparableLive(live: Resources, domainTag: string, assigned: ReadonlySet<Address>): Resources {
  const result = new Map<Address, Resource>();
  for (const [address, resource] of live) {
    if (resource.kind === "lf-tag-assignment") {
      const spec = resource.spec as LfTagAssignment;
      if (spec.key === domainTag && spec.table !== undefined && spec.column === undefined && !assigned.has(address)) {
        const parent = live.get(assignmentAddress({ key: spec.key, value: spec.value, database: spec.database }));
        if ((parent?.spec as LfTagAssignment | undefined)?.value === spec.value) continue;
      }
    }
    result.set(address, resource);
  }
  return result;
}

/**
 * The desired resources with what the language cannot say taken from the live ones: a location keeps its federation and
 * privileges, and an update of it stays an update of role and mode. Access to a data location is left out where nobody
 * registers that location: Lake Formation refuses the grant then (`register the S3 path`), and asks nobody for it.
 */
export function comparableDesired({ resources }: DesiredState, live: Resources): Resources {
  const result = new Map(resources);
  const registered = [...live.values(), ...resources.values()].flatMap(({ kind, spec }) =>
    kind === "lf-location" ? [(spec as LfLocation).arn] : [],
  );
  for (const [address, resource] of resources) {
    if (resource.kind === "lf-grant") {
      const { securable } = resource.spec as LfGrant;
      if (securable.type === "data-location" && !registered.some((arn) => covers(arn, securable.arn))) result.delete(address);
    }
    if (resource.kind !== "lf-location") continue;
    const existing = live.get(address)?.spec as LfLocation | undefined;
    if (existing === undefined) continue;
    const { federation, privileged } = existing;
    result.set(address, { ...resource, spec: { ...(resource.spec as LfLocation), federation, privileged } });
  }
  return result;
}
