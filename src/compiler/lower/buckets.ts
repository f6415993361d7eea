/** Lowers Buckets to policy statements, default encryption, Block Public Access and key rotation, and says how each is governed. */

import * as kmsKeyRotation from "../../kinds/kms-key-rotation/spec.ts";
import * as s3BucketEncryption from "../../kinds/s3-bucket-encryption/spec.ts";
import * as s3BucketPolicy from "../../kinds/s3-bucket-policy/spec.ts";
import * as s3PublicAccessBlock from "../../kinds/s3-public-access-block/spec.ts";
import type { GovernedBucket } from "../../model/governed-bucket.ts";
import { sidPrefix } from "../../model/ours.ts";
import type { Principal } from "../../model/principal.ts";
import { compareText } from "../../model/source.ts";
import { formerKeysOf } from "../data-keys.ts";
import { registrationsOf } from "../registrations.ts";
import type { Duty, Lowerable, Resolved, ResolvedBucket } from "../resolved.ts";
import { bucketStatements } from "./bucket-statements.ts";
import type { Exempt } from "./bucket-statements.ts";
import { entryOf } from "./entry.ts";
import type { Entry } from "../../model/resources.ts";

const policy = { name: "s3-bucket-policy", ...s3BucketPolicy };
const encryption = { name: "s3-bucket-encryption", ...s3BucketEncryption };
const publicAccessBlock = { name: "s3-public-access-block", ...s3PublicAccessBlock };
const rotation = { name: "kms-key-rotation", ...kmsKeyRotation };

export function* lowerBuckets(lowerable: Lowerable): Generator<Entry> {
  const { lake, buckets } = lowerable;
  for (const bucket of buckets) {
    const { name, key, keyRotation, document, leftOut } = bucket;
    if (leftOut === true) continue;
    const origins = [document.at(["name"])];
    const statements = bucketStatements(whileStaged(bucket), exemptFrom(bucket, lowerable), lake);
    yield entryOf(policy, { bucket: name, prefix: sidPrefix(lake.identity.name), statements, others: "" }, origins);
    const keyOrigins = [document.at(["key"])];
    yield entryOf(encryption, { bucket: name, algorithm: "aws:kms", key, bucketKey: true, blocked: ["SSE-C"] }, keyOrigins);
    const blocks = { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true };
    yield entryOf(publicAccessBlock, { bucket: name, ...blocks }, origins);
    if (keyRotation) yield entryOf(rotation, { key, enabled: true, periodInDays: null }, keyOrigins);
  }
}

/** Lake Formation reads tables of the bucket for nobody: people would lose them, so nobody is kept off its objects yet. */
function whileStaged(bucket: ResolvedBucket): ResolvedBucket {
  if (bucket.unserved.staged.length === 0) return bucket;
  const { directAccess: _later, ...now } = bucket;
  return now;
}

/** By name. */
export function governedBuckets(lowerable: Lowerable): readonly GovernedBucket[] {
  return lowerable.buckets
    .map((bucket): GovernedBucket => {
      const { name, key, writers, protectConfiguration, directAccess, unserved, leftOut, document } = bucket;
      const { staged, cutOff } = unserved;
      const formerKeys = formerKeysOf(bucket);
      return {
        name,
        key,
        ...(formerKeys.length === 0 ? {} : { formerKeys }),
        writers,
        protectConfiguration,
        ...(directAccess === undefined ? {} : { directAccess: sortedOnce(directAccess.map(({ id }) => id)) }),
        ...(staged.length === 0 ? {} : { staged }),
        ...(cutOff.length === 0 ? {} : { cutOff }),
        ...(leftOut === undefined ? {} : { leftOut }),
        ...exemptFrom(bucket, lowerable),
        origin: document.at(["name"]),
      };
    })
    .toSorted((a, b) => compareText(a.name, b.name));
}

/** Whom the statements of a bucket leave out beside those that it names. */
export function exemptFrom(
  { name }: ResolvedBucket,
  { dutyHolders, registrations }: Pick<Resolved, "dutyHolders" | "registrations">,
): Exempt {
  const holders = (duty: Duty): readonly Principal[] =>
    sortedOnce(dutyHolders.flatMap((holder) => (holder.duty === duty ? [holder.id] : [])));
  return {
    operators: holders("operator"),
    breakGlass: holders("break-glass"),
    registrationRoles: sortedOnce(registrationsOf(name, registrations).map(({ role }) => role)),
  };
}

function sortedOnce(principals: readonly Principal[]): readonly Principal[] {
  return [...new Set(principals)].toSorted(compareText);
}
