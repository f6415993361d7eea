/** Who must get through to a bucket of the lake, and for what. */

import { findKey } from "../access/account-view.ts";
import { callerOf } from "../access/bucket-writers.ts";
import { readingActions, usesOf, writingActions } from "../access/bucket-uses.ts";
import type { BucketUse, UsedBucket } from "../access/bucket-uses.ts";
import { mayUse } from "../access/denied-use.ts";
import type { Workplace } from "../access/denied-use.ts";
import type { Caller } from "../access/simulate-write.ts";
import { groupBy } from "../model/batches.ts";
import type { Principal } from "../model/principal.ts";
import type { WriterRelation } from "../model/write-simulation.ts";
import { accountView } from "./account.ts";
import type { Estate } from "./control.ts";
import type { HeldBucket } from "./held-buckets.ts";
import { bucketOfArn, locationsAfter } from "./managed-locations.ts";

export interface Duty {
  readonly principal: Principal;
  /** Is it there for the data itself, so that the lake fails its users without it? */
  readonly isForData: boolean;
  readonly caller: Caller;
  readonly workplace: Workplace;
  /** By action. */
  readonly uses: readonly (readonly BucketUse[])[];
}

/** For `always` it needs no look at the principal's policies; for `where allowed` those decide, `perhaps` included for who works with the data. */
interface Part {
  readonly relation: WriterRelation;
  readonly principals: readonly Principal[];
  readonly always: readonly string[];
  readonly whereAllowed: readonly string[];
}

const writing: readonly string[] = writingActions;

/**
 * Each principal once, with the relation that counts most. Who writes follows from its own policies: a registration role that may only read
 * loses nothing by a Deny of writing; policies that nobody has read may let it write.
 */
export function dutiesOf(bucket: HeldBucket, estate: Estate): readonly Duty[] {
  const { operators = [], breakGlass = [], directAccess = [] } = bucket.governed ?? {};
  const parts: readonly Part[] = [
    { relation: "registration role", principals: bucket.registrationRoles, always: readingActions, whereAllowed: writing },
    { relation: "direct access", principals: directAccess, always: readingActions, whereAllowed: writing },
    { relation: "operator", principals: operators, always: ["s3:GetBucketPolicy", "s3:PutBucketPolicy"], whereAllowed: writing },
    { relation: "break-glass", principals: breakGlass, always: ["s3:GetObject", "s3:PutBucketPolicy"], whereAllowed: writing },
  ];
  const duties = parts.flatMap((part) => part.principals.flatMap((principal) => dutyOf(principal, part, bucket, estate) ?? []));
  return [...groupBy(duties, ({ principal }) => principal).values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const uses = new Map(alike.flatMap((duty) => duty.uses.map((ways) => [ways[0]?.action, ways] as const)));
    // Who may be anywhere for one duty has the others there, too.
    const paths = alike.some(({ workplace }) => workplace.paths.length === 0) ? [] : alike.flatMap(({ workplace }) => workplace.paths);
    return [{ ...first, workplace: { ...first.workplace, paths }, uses: [...uses.values()] }];
  });
}

function dutyOf(principal: Principal, { relation, always, whereAllowed }: Part, bucket: HeldBucket, estate: Estate): Duty | undefined {
  const view = accountView(estate);
  const caller = callerOf(view, principal);
  if (caller === undefined) return undefined;
  const isForData = relation === "registration role" || relation === "direct access";
  const workplace = { bucket: bucket.name, paths: relation === "registration role" ? pathsOf(principal, bucket, estate) : [] };
  const used = usedBucket(bucket, estate);
  const isNeeded = (use: BucketUse): boolean => {
    const may = mayUse(view, use, caller, workplace);
    return may === "yes" || (may === "unknown" && isForData);
  };
  const uses = [
    ...always.map((action) => usesOf(action, used)),
    ...whereAllowed.map((action) => usesOf(action, used)).filter((ways) => ways.some(isNeeded)),
  ];
  return { principal, isForData, caller, workplace, uses };
}

/** Where the locations of a registration role lie in the bucket; empty: anywhere. */
function pathsOf(role: Principal, { name }: HeldBucket, estate: Estate): readonly string[] {
  const arns = [...locationsAfter(estate).values()].filter((location) => location.role === role).map(({ arn }) => arn);
  const paths = arns.filter((arn) => bucketOfArn(arn) === name).map((arn) => arn.replace(/^[^/]*\/?/, "").replace(/\/+$/, ""));
  return paths.includes("") ? [] : [...new Set(paths)];
}

/** A bucket that nobody governs is used as its default encryption says. */
function usedBucket({ name, facts, governed }: HeldBucket, estate: Estate): UsedBucket {
  const named = governed?.key ?? facts.encryption?.key;
  const key = named === undefined ? undefined : (findKey(accountView(estate), named)?.facts.arn ?? named);
  return { name, key, isHeaderOptional: governed?.writers !== "header-required" };
}
