/** What of governed buckets is registered with Lake Formation once the policies are applied, whoever registered it. */

import { address, bucketOf } from "../kinds/lf-location/spec.ts";
import type { LocationFacts, Registration } from "../model/location-facts.ts";
import type { ResolvedLocation } from "./resolved.ts";

/**
 * The locations of the policies, and those in governed buckets that they do not name: nobody deregisters these, and what Lake Formation vends
 * for them acts as their role. `facts`: undefined while no account is known.
 */
export function registrationsIn(
  governed: ReadonlySet<string>,
  locations: readonly ResolvedLocation[],
  facts: LocationFacts | undefined,
): readonly Registration[] {
  const named = locations.map(({ arn, role }): Registration => ({ arn, role, hybrid: false }));
  const addresses = new Set(named.map(addressOf));
  const others = (facts?.registered ?? []).filter((registration) => {
    return registration.role !== "" && governed.has(bucketOf(registration.arn) ?? "") && !addresses.has(addressOf(registration));
  });
  return [...named, ...others];
}

/** Those in one bucket. */
export function registrationsOf(bucket: string, registrations: readonly Registration[]): readonly Registration[] {
  return registrations.filter(({ arn }) => bucketOf(arn) === bucket);
}

function addressOf({ arn }: Pick<Registration, "arn">): string {
  return address({ arn, role: "", hybrid: false, federation: false, privileged: false });
}
