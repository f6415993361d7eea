/** S3 as far as bucket policies go, keeping every text as it was put: what the sandbox tidies up or refuses, AWS may hold. */

import type { Ports, S3Port } from "../../src/aws/ports.ts";
import { AwsError } from "../../src/model/aws-error.ts";
import { s3BucketPolicy } from "../../src/kinds/s3-bucket-policy/kind.ts";
import type { S3BucketPolicy } from "../../src/kinds/s3-bucket-policy/spec.ts";
import type { Outcome } from "../../src/kinds/kind.ts";
import type { LiveState } from "../../src/model/state.ts";
import { account, region } from "../governed-lake.ts";
import { changeOf, outcomesOf } from "./changes.ts";

export interface PolicyBucket {
  readonly port: S3Port;
  /** Undefined: the bucket has no policy. */
  text: string | undefined;
  /** Operations with their inputs, in order. */
  readonly calls: (readonly [operation: string, input: object])[];
  /** Runs after each answer of GetBucketPolicy: somebody else at work. */
  afterRead: () => void;
}

function refuse(): Promise<never> {
  return Promise.reject(new Error("not expected"));
}

/** A bucket with this policy. Calls of anything but policies fail. */
export function policyBucket(text: string | undefined): PolicyBucket {
  const state: PolicyBucket = {
    text,
    calls: [],
    afterRead: () => undefined,
    port: {
      listBuckets: refuse,
      getBucketEncryption: refuse,
      putBucketEncryption: refuse,
      getPublicAccessBlock: refuse,
      putPublicAccessBlock: refuse,
      getBucketPolicy(input) {
        state.calls.push(["GetBucketPolicy", input]);
        const Policy = state.text;
        state.afterRead();
        return Policy === undefined
          ? Promise.reject(new AwsError("S3", "GetBucketPolicy", "NoSuchBucketPolicy", "The bucket policy does not exist", "invalid"))
          : Promise.resolve({ Policy, $metadata: {} });
      },
      putBucketPolicy(input) {
        state.calls.push(["PutBucketPolicy", input]);
        state.text = input.Policy;
        return Promise.resolve({ $metadata: {} });
      },
      deleteBucketPolicy(input) {
        state.calls.push(["DeleteBucketPolicy", input]);
        state.text = undefined;
        return Promise.resolve({ $metadata: {} });
      },
    },
  };
  return state;
}

/** Applies a change of the statements with this kind; gives its one outcome. */
export async function applyPolicy(
  { port }: PolicyBucket,
  before: S3BucketPolicy | null,
  after: S3BucketPolicy | null,
): Promise<Outcome | undefined> {
  // Nothing but S3 is called.
  const ports = { s3: port } as unknown as Ports;
  const [outcome, ...more] = await outcomesOf(s3BucketPolicy, { ports }, [changeOf(s3BucketPolicy, before, after)]);
  if (more.length > 0) throw new Error("more than one outcome");
  return outcome;
}

/** A live state that knows this bucket's policy and nothing else. */
export function liveWith(bucket: string, policy: string | undefined): LiveState {
  return {
    account,
    region,
    readAt: "2026-01-01T00:00:00.000Z",
    caller: `arn:aws:iam::${account}:role/LakegradeApply`,
    tagKeys: [],
    catalog: { databases: [] },
    roles: [],
    users: [],
    resources: new Map(),
    unread: [],
    facts: {
      buckets: [{ name: bucket, ...(policy === undefined ? {} : { policy }) }],
      keys: [],
      managedPolicies: [],
      catalogKeys: [],
      workgroups: [],
    },
  };
}
