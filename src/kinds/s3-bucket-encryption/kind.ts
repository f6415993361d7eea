/** Default encryption of buckets: written whole, never deleted. */

import type { PutBucketEncryptionCommandInput, ServerSideEncryptionByDefault } from "@aws-sdk/client-s3";

import type { BucketFacts, KeyFacts } from "../../model/account-facts.ts";
import type { Impact } from "../../model/change.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import { isKey } from "../../model/key-name.ts";
import type { ApplyContext, Kind } from "../kind.ts";
import { NotApplied, attempt } from "../outcome.ts";
import { address, normalize, owns } from "./spec.ts";
import type { S3BucketEncryption } from "./spec.ts";

/** Buckets written at the same time. */
const writers = 4;

export const s3BucketEncryption: Kind<"s3-bucket-encryption", S3BucketEncryption> = {
  name: "s3-bucket-encryption",
  dependsOn: ["kms-key-rotation"],
  address,
  normalize,
  owns,

  read: ({ facts, account }) =>
    Promise.resolve({ specs: (facts?.buckets ?? []).flatMap((bucket) => specOf(bucket, facts?.keys ?? [], account)), unread: [] }),

  impact: (before, after) => impactOf(before, after),

  async apply(context, changes) {
    await mapConcurrent(changes, writers, async (change) => {
      if (!context.isInterrupted()) await attempt(context, [change], () => write(context, change.after));
    });
  },

  describe: ({ algorithm, key, bucketKey, blocked }) => [
    {
      label: "new objects are encrypted with",
      value: key === null ? (algorithm === "AES256" ? "S3's own keys" : "the AWS managed key") : key,
      ...(key === null ? { words: "phrase" } : {}),
    },
    { label: "algorithm", value: `${algorithm}${bucketKey ? ", with a bucket key" : ""}`, words: "phrase" },
    ...(blocked.length === 0 ? [] : [{ label: "refused", value: blocked.join(", ") }]),
  ],
};

function specOf({ name, encryption }: BucketFacts, keys: readonly KeyFacts[], account: string): readonly S3BucketEncryption[] {
  if (encryption === undefined) return [];
  const { key = null } = encryption;
  const keyArn = key === null ? undefined : keyMeant(key, keys, account);
  return [{ ...encryption, bucket: name, key, ...(keyArn === undefined ? {} : { keyArn }) }];
}

/** An id or alias is one of the account's; undefined where no key that was read goes by it, or several do, and for an ARN of a key. */
function keyMeant(name: string, keys: readonly KeyFacts[], account: string): string | undefined {
  if (/^arn:[^:]+:kms:[^:]+:\d{12}:key\//.test(name)) return undefined;
  const [meant, ...others] = keys.filter((key) => key.arn.split(":")[4] === account && isKey(name, key));
  return others.length === 0 ? meant?.arn : undefined;
}

/**
 * New objects are read by who may use their key: everybody of the account with S3's own keys, with AWS's key through S3, with a key of one's own
 * whom its policy lets. Of two keys nobody can say here whose circle is wider.
 */
function impactOf(before: S3BucketEncryption | null, after: S3BucketEncryption | null): Impact {
  const was = before?.blocked ?? [];
  const is = after?.blocked ?? [];
  const isOtherKey = (before?.key ?? null) !== null && meantBy(before) !== meantBy(after);
  if (strength(after) < strength(before) || isOtherKey || was.some((type) => !is.includes(type))) return "widens";
  return strength(after) > strength(before) || is.length > was.length ? "narrows" : "neutral";
}

function meantBy(spec: S3BucketEncryption | null): string | null {
  return spec?.keyArn ?? spec?.key ?? null;
}

function strength(spec: S3BucketEncryption | null): number {
  if (spec === null || spec.algorithm === "AES256") return 0;
  return spec.key === null ? 1 : 2;
}

type Rule = NonNullable<PutBucketEncryptionCommandInput["ServerSideEncryptionConfiguration"]>["Rules"];

/** PutBucketEncryption replaces all; what it does with a part left out is not documented, so every part is sent. Source: S3 API Reference. */
async function write({ ports: { s3 }, account }: ApplyContext, after: S3BucketEncryption | null): Promise<void> {
  if (after === null) return;
  const { bucket, algorithm, key, bucketKey, blocked } = after;
  if (!isAlgorithm(algorithm)) {
    throw new NotApplied(`\`${algorithm}\` is no encryption that this tool sets on bucket ${bucket}`);
  }
  const rules: Rule = [
    {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: algorithm, ...(key === null ? {} : { KMSMasterKeyID: key }) },
      BucketKeyEnabled: bucketKey,
      BlockedEncryptionTypes: { EncryptionType: blocked.length === 0 ? ["NONE"] : blocked.filter(isBlockable) },
    },
  ];
  await s3.putBucketEncryption({ Bucket: bucket, ExpectedBucketOwner: account, ServerSideEncryptionConfiguration: { Rules: rules } });
}

function isAlgorithm(name: string): name is NonNullable<ServerSideEncryptionByDefault["SSEAlgorithm"]> {
  return name === "AES256" || name === "aws:kms" || name === "aws:kms:dsse";
}

function isBlockable(type: string): type is "SSE-C" {
  return type === "SSE-C";
}
