/** The statements of one lake in a bucket's policy: taken out of what was read, put back beside the statements of others. */

import type { Change } from "../../model/change.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import { statementsDigest } from "../../model/iam/normal-statement.ts";
import { describeProblems } from "../../model/iam/parse-policy.ts";
import { formatShared, othersDigest, parseShared, prefixesIn, statementsOf } from "../../model/iam/shared-document.ts";
import type { SharedDocument } from "../../model/iam/shared-document.ts";
import { statementsImpact } from "../../model/iam/statements-impact.ts";
import type { LiveState } from "../../model/state.ts";
import { describeStatements } from "../describe-statements.ts";
import type { ApplyContext, Kind } from "../kind.ts";
import { NotApplied, attempt } from "../outcome.ts";
import { subjectOf } from "../specs.ts";
import { readBucketPolicy } from "./read-policy.ts";
import { address, normalize, owns } from "./spec.ts";
import type { S3BucketPolicy } from "./spec.ts";

/** Buckets written at the same time. */
const writers = 4;

export const s3BucketPolicy: Kind<"s3-bucket-policy", S3BucketPolicy> = {
  name: "s3-bucket-policy",
  dependsOn: ["s3-bucket-encryption", "iam-role-policy", "permission-set-policy"],
  address,
  normalize,
  owns,

  complete: (spec, live) => withOthers(spec, live),

  // A bucket whose policy is not understood is no fact, and told as unread.
  read: ({ facts }) =>
    Promise.resolve({ specs: (facts?.buckets ?? []).flatMap(({ name, policy = "" }) => specsIn(name, policy)), unread: [] }),

  impact: (before, after) => statementsImpact(before?.statements ?? [], after?.statements ?? []),

  async apply(context, changes) {
    await mapConcurrent(changes, writers, async (change) => {
      if (!context.isInterrupted()) await attempt(context, [change], () => write(context, change));
    });
  },

  describe: ({ bucket, statements, others }) => [
    { label: "bucket", value: bucket },
    ...describeStatements(statements),
    ...(others === "" ? [] : [{ label: "beside them", value: "statements of others, which stay as they are", words: "phrase" as const }]),
  ],
};

function specsIn(bucket: string, policy: string): readonly S3BucketPolicy[] {
  const document = parseShared(policy);
  if ("problems" in document) throw new Error(`the policy of bucket ${bucket} is not understood`);
  return prefixesIn(document).map((prefix) => ({
    bucket,
    prefix,
    statements: statementsOf(document, prefix),
    others: othersDigest(document, prefix),
  }));
}

/** What stands beside is not ours to ask for. A bucket whose policy is not known cannot be written; a guard refuses the plan then. */
function withOthers(spec: S3BucketPolicy, { facts }: LiveState): S3BucketPolicy | undefined {
  const bucket = facts?.buckets.find(({ name }) => name === spec.bucket);
  const document = parseShared(bucket?.policy ?? "");
  return bucket === undefined || "problems" in document ? undefined : { ...spec, others: othersDigest(document, spec.prefix) };
}

/**
 * Replaces our statements in the policy as it is now. S3 has no conditional write for policies (S3 API Reference, PutBucketPolicy): what another
 * tool writes between these two calls is overwritten, so nothing stands between them; everything earlier is seen, and refused.
 * INVARIANT: the statements of others are put back as they were read.
 */
async function write({ ports: { s3 }, account }: ApplyContext, change: Change<S3BucketPolicy>): Promise<void> {
  const { bucket, prefix, others } = subjectOf(change);
  const target = { Bucket: bucket, ExpectedBucketOwner: account };
  const document = documentOf(bucket, (await readBucketPolicy(s3, account, bucket)) ?? "");
  if (othersDigest(document, prefix) !== others) {
    throw new NotApplied(`other statements in the policy of bucket ${bucket} changed since the plan; make a new plan`);
  }
  const wanted = change.after?.statements ?? [];
  if (statementsDigest(statementsOf(document, prefix)) === statementsDigest(wanted)) return;
  const next = formatShared(document, prefix, wanted);
  if (next === "") await s3.deleteBucketPolicy(target);
  else await s3.putBucketPolicy({ ...target, Policy: next });
}

/** What is not understood is not written over. */
function documentOf(bucket: string, text: string): SharedDocument {
  const document = parseShared(text);
  if (!("problems" in document)) return document;
  throw new NotApplied(
    `the policy of bucket ${bucket} is not understood: ${describeProblems(document.problems)}; mend it and make a new plan`,
  );
}
