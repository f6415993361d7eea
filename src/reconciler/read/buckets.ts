/** Reading the buckets of the lake's Region: their policies, default encryption and public access blocks. */

import type { Ports } from "../../aws/ports.ts";
import { readBucketPolicy } from "../../kinds/s3-bucket-policy/read-policy.ts";
import type { BucketFacts } from "../../model/account-facts.ts";
import type { AwsError } from "../../model/aws-error.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import { parsePolicyDocument } from "../../model/iam/parse-policy.ts";
import { readPages } from "../../model/pages.ts";
import { compareText } from "../../model/source.ts";
import type { Unread } from "../../model/state.ts";
import type { Wanted } from "../../model/wanted.ts";
import { readBucketEncryption, readPublicAccessBlock } from "./bucket.ts";
import { ask, isolatedUnread, reasonOf } from "./unreadable.ts";
import type { Answer } from "./unreadable.ts";

/** Buckets read at the same time. */
const readers = 8;

export interface Place {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
}

export interface BucketsReading {
  /** Those whose policy, or that there is none, is known; by name. */
  readonly buckets: readonly BucketFacts[];
  readonly unread: readonly Unread[];
}

/**
 * The policies of all buckets, because statements of ours may be left in any; encryption of all as soon as a bucket or key is governed, because
 * others may share the key; everything of those that are wanted. `wanted` undefined: everything of all, and nothing stops a plan.
 */
export async function readBuckets(ports: Ports, place: Place, wanted: Wanted | undefined): Promise<BucketsReading> {
  const listed = await ask(() => listBuckets(ports, place));
  const asked = new Set(wanted?.buckets);
  const found = new Set("value" in listed ? listed.value : []);
  const names = [...new Set([...found, ...asked])].toSorted(compareText);
  const isGoverned = wanted === undefined || wanted.buckets.length > 0 || wanted.keys.length > 0;
  const readings = await mapConcurrent(names, readers, async (name) => {
    const isAsked = asked.has(name);
    const parts = { encryption: isGoverned, publicAccessBlock: wanted === undefined || isAsked };
    return { name, isAsked, ...(await readOne(ports, place, name, parts)) };
  });
  const missing = (name: string, error: AwsError): string =>
    isElsewhere(error) || ("value" in listed && !found.has(name)) ? elsewhere(place, error) : reasonOf(error);
  const failures = readings.flatMap(({ name, isAsked, failed }) =>
    failed.map(({ kind, what, error }) => ({
      name,
      isAsked,
      kind,
      what,
      reason: typeof error === "string" ? error : missing(name, error),
    })),
  );
  return {
    buckets: readings.flatMap(({ facts }) => facts ?? []),
    unread: [
      ...("error" in listed
        ? [{ kind: "buckets", what: "list of the buckets", reason: reasonOf(listed.error), isolated: true } as const]
        : []),
      ...failures
        .filter(({ isAsked }) => isAsked)
        .map(({ name, kind, what, reason }) => ({ kind, what: `${what} of bucket ${name}`, reason })),
      ...isolatedUnread(
        "buckets",
        "bucket",
        failures.filter(({ isAsked }) => !isAsked),
      ),
    ],
  };
}

/** Names of the account's buckets in the Region, 10,000 a page. Source: S3 API Reference, ListBuckets. */
async function listBuckets({ s3 }: Ports, { region }: Place): Promise<readonly string[]> {
  const buckets = await readPages(async (token) => {
    const { Buckets = [], ContinuationToken } = await s3.listBuckets({
      BucketRegion: region,
      MaxBuckets: 10_000,
      ...(token === undefined ? {} : { ContinuationToken: token }),
    });
    return { items: Buckets, next: ContinuationToken };
  });
  return buckets.flatMap(({ Name, BucketRegion = region }) => (Name === undefined || BucketRegion !== region ? [] : [Name]));
}

interface Failed {
  /** The kind whose resource is missing. */
  readonly kind: string;
  readonly what: string;
  readonly error: AwsError | string;
}

interface OneReading {
  /** Absent where there is no such bucket, or where its policy could not be read. */
  readonly facts?: BucketFacts;
  readonly failed: readonly Failed[];
}

async function readOne(
  { s3 }: Ports,
  { account }: Place,
  bucket: string,
  parts: { readonly encryption: boolean; readonly publicAccessBlock: boolean },
): Promise<OneReading> {
  const policy = await ask(() => readBucketPolicy(s3, account, bucket));
  if ("error" in policy && policy.error.code === "NoSuchBucket") return { failed: [] };
  const kind = "s3-bucket-policy";
  if ("error" in policy) return { failed: [{ kind, what: "policy", error: policy.error }] };
  const problem = policy.value === undefined ? undefined : problemOf(policy.value);
  if (problem !== undefined) return { failed: [{ kind, what: "policy", error: problem }] };
  const encryption = parts.encryption ? await ask(() => readBucketEncryption(s3, account, bucket)) : undefined;
  const block = parts.publicAccessBlock ? await ask(() => readPublicAccessBlock(s3, account, bucket)) : undefined;
  if (isGone(encryption) || isGone(block)) return { failed: [] };
  return {
    facts: {
      name: bucket,
      ...(policy.value === undefined ? {} : { policy: policy.value }),
      ...(encryption !== undefined && "value" in encryption ? { encryption: encryption.value } : {}),
      ...(block !== undefined && "value" in block ? { publicAccessBlock: block.value } : {}),
    },
    failed: [
      ...failedOf("s3-bucket-encryption", "encryption", encryption),
      ...failedOf("s3-public-access-block", "public access block", block),
    ],
  };
}

function isGone(answer: Answer<unknown> | undefined): boolean {
  return answer !== undefined && "error" in answer && answer.error.code === "NoSuchBucket";
}

function failedOf(kind: string, what: string, answer: Answer<unknown> | undefined): readonly Failed[] {
  return answer !== undefined && "error" in answer ? [{ kind, what, error: answer.error }] : [];
}

/** Why a policy's text is not understood, or undefined. What is merely unknown in it is kept. */
function problemOf(text: string): string | undefined {
  const parsed = parsePolicyDocument(text, { unknown: "keep", kind: "resource" });
  if ("document" in parsed) return undefined;
  return `the policy is not understood: ${parsed.problems.map(({ path, message }) => `${path === "" ? "" : `${path} `}${message}`).join("; ")}`;
}

/** S3 answers for a bucket of another Region with a redirect or a complaint about the signature. Source: S3 API Reference, Error responses. */
function isElsewhere({ code }: AwsError): boolean {
  return /^(PermanentRedirect|TemporaryRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException)$/.test(code);
}

function elsewhere({ account, region }: Place, error: AwsError): string {
  const where = isElsewhere(error) ? "it is in another Region" : "it belongs to another account, or to another Region";
  return `${where}: it is not among the buckets of account ${account} in ${region}, and only those can be governed (${reasonOf(error)})`;
}
