/** Block Public Access of buckets: written whole, never deleted. */

import type { Impact } from "../../model/change.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import type { ApplyContext, Cell, Kind } from "../kind.ts";
import { attempt } from "../outcome.ts";
import { address, normalize, owns } from "./spec.ts";
import type { S3PublicAccessBlock } from "./spec.ts";

/** Buckets written at the same time. */
const writers = 4;

const flags = ["blockPublicAcls", "ignorePublicAcls", "blockPublicPolicy", "restrictPublicBuckets"] as const;

export const s3PublicAccessBlock: Kind<"s3-public-access-block", S3PublicAccessBlock> = {
  name: "s3-public-access-block",
  dependsOn: [],
  address,
  normalize,
  owns,

  read: ({ facts }) =>
    Promise.resolve({
      specs: (facts?.buckets ?? []).flatMap(({ name, publicAccessBlock }) =>
        publicAccessBlock === undefined ? [] : [{ ...publicAccessBlock, bucket: name }],
      ),
      unread: [],
    }),

  impact(before, after): Impact {
    const was = (flag: (typeof flags)[number]): boolean => before?.[flag] ?? false;
    const is = (flag: (typeof flags)[number]): boolean => after?.[flag] ?? false;
    if (flags.some((flag) => was(flag) && !is(flag))) return "widens";
    return flags.some((flag) => is(flag) && !was(flag)) ? "narrows" : "neutral";
  },

  async apply(context, changes) {
    await mapConcurrent(changes, writers, async (change) => {
      if (!context.isInterrupted()) await attempt(context, [change], () => write(context, change.after));
    });
  },

  describe: (spec) => [describeFlags(spec)],
};

function describeFlags(spec: S3PublicAccessBlock): Cell {
  const label = "blocked";
  const on = flags.filter((flag) => spec[flag]);
  if (on.length === flags.length) return { label, value: "all public access", words: "phrase" };
  return on.length === 0 ? { label, value: "nothing", words: "phrase" } : { label, value: on.join(", ") };
}

/** A flag that is left out would be off, so all four are sent. Source: S3 API Reference, PutPublicAccessBlock. */
async function write({ ports: { s3 }, account }: ApplyContext, after: S3PublicAccessBlock | null): Promise<void> {
  if (after === null) return;
  await s3.putPublicAccessBlock({
    Bucket: after.bucket,
    ExpectedBucketOwner: account,
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: after.blockPublicAcls,
      IgnorePublicAcls: after.ignorePublicAcls,
      BlockPublicPolicy: after.blockPublicPolicy,
      RestrictPublicBuckets: after.restrictPublicBuckets,
    },
  });
}
