/** What of governed buckets is registered with Lake Formation once the policies are applied, whoever registered it. */

import { address, bucketOf, covers } from "../kinds/lf-location/spec.ts";
import type { LocationFacts, Registration } from "../model/location-facts.ts";
import { compareText } from "../model/source.ts";
import type { ClassifiedCatalog } from "./classify.ts";
import type { LakeFacts } from "./lake-facts.ts";
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

interface Roll {
  readonly lake: Pick<LakeFacts, "iamAllowedPrincipals">;
  readonly classified: ClassifiedCatalog;
  readonly facts: LocationFacts;
  readonly locations: readonly ResolvedLocation[];
}

/**
 * `database.table` of the managed tables in a bucket that everyone IAM allows goes on reading with rights of their own, sorted: they stay open,
 * and no registered location is above them. A location that is new covers none of them: it waits until they are closed.
 */
export function openTablesIn(bucket: string, { lake, classified, facts, locations }: Roll): readonly string[] {
  const named = new Set(locations.map(addressOf));
  const deciding = facts.registered.filter((registration) => !registration.hybrid || named.has(addressOf(registration)));
  const staysOpen = (database: string): boolean => {
    const managed = classified.databases.get(database);
    return managed !== undefined && (lake.iamAllowedPrincipals === "report" || !managed.enforce);
  };
  return facts.open
    .filter(({ database, arn }) => bucketOf(arn) === bucket && staysOpen(database) && !deciding.some((above) => covers(above.arn, arn)))
    .map(({ database, table }) => `${database}.${table}`)
    .toSorted(compareText);
}

function addressOf({ arn }: Pick<Registration, "arn">): string {
  return address({ arn, role: "", hybrid: false, federation: false, privileged: false });
}
