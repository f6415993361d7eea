/** What others wrote in the policies of the estate's bucket and key. */

import type { KeyFacts } from "../../src/model/account-facts.ts";
import { policy, sseKms } from "../access/scene.ts";
import type { Json } from "../access/scene.ts";
import { account, claimsBucket, claimsKey, claimsKeyFacts } from "./estate.ts";
import type { Disturbance } from "./estate.ts";

export const bucket = claimsBucket.name;
export const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;

/** A statement of others that allows reading objects, changed by `more`. */
export function reading(more: Json = {}): Json {
  const objects = `arn:aws:s3:::${bucket}/*`;
  return { Sid: "Theirs", Effect: "Allow", Principal: { AWS: role("macie") }, Action: "s3:GetObject", Resource: objects, ...more };
}

/** The bucket with these statements in its policy. */
export function withPolicy(...statements: readonly Json[]): Disturbance {
  return { facts: { buckets: [{ name: bucket, policy: policy(...statements), encryption: { ...sseKms, key: claimsKey } }] } };
}

export function withKey(more: Partial<KeyFacts>): Disturbance {
  return { facts: { keys: [{ ...claimsKeyFacts, ...more }] } };
}

export function keyPolicy(...statements: readonly Json[]): Disturbance {
  return withKey({ policy: policy(...statements) });
}
