/** Buckets whose policies decide who gets at the data of a lake, with and without a `Bucket` document. */

import { isOurSid, sidPrefix } from "../model/ours.ts";
import type { BucketFacts } from "../model/account-facts.ts";
import type { GovernedBucket } from "../model/governed-bucket.ts";
import type { Principal } from "../model/principal.ts";
import type { Estate } from "./control.ts";
import { statementsOf } from "./governed-storage.ts";
import { bucketOfArn, locationsAfter, managedTables, touchesManaged } from "./managed-locations.ts";
import { oncePerEstate } from "./specs.ts";

/** A bucket that was read: governed, with managed data or registered locations of it, or with statements of the lake, be they about to go. */
export interface HeldBucket {
  readonly name: string;
  readonly facts: BucketFacts;
  /** Absent: no `Bucket` document names it. */
  readonly governed?: GovernedBucket;
  /** Of the locations in it. */
  readonly registrationRoles: readonly Principal[];
}

/** In the order of the facts. A bucket that was not read is none here: that is told as unread. */
export const heldBuckets = oncePerEstate((estate): readonly HeldBucket[] => {
  const { live, desired } = estate;
  const governedOf = new Map((desired.buckets ?? []).map((bucket) => [bucket.name, bucket]));
  const locations = [...locationsAfter(estate).values()];
  const holding = new Set(
    [
      ...locations.filter(({ arn }) => touchesManaged(estate, arn)).map(({ arn }) => arn),
      ...managedTables(estate).flatMap(({ arn }) => arn ?? []),
    ].map(bucketOfArn),
  );
  return (live.facts?.buckets ?? []).flatMap((facts): readonly HeldBucket[] => {
    const { name } = facts;
    const governed = governedOf.get(name);
    if (governed !== undefined) return [{ name, facts, governed, registrationRoles: governed.registrationRoles }];
    if (!holding.has(name) && !hasOurs(facts, estate)) return [];
    const roles = locations.filter(({ arn }) => bucketOfArn(arn) === name).map(({ role }) => role);
    return [{ name, facts, registrationRoles: [...new Set(roles)] }];
  });
});

function hasOurs({ policy }: BucketFacts, { desired }: Estate): boolean {
  const prefix = sidPrefix(desired.scope.lake);
  return statementsOf(policy).some(({ statement }) => isOurSid(statement.sid, prefix));
}
