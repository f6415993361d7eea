/** An account made by hand for simulations: one bucket, one key, roles with the policies that a test gives them. */

import { writeSimulator } from "../../src/access/simulate-write.ts";
import { viewOf } from "../../src/access/account-view.ts";
import { callerOf } from "../../src/access/bucket-writers.ts";
import { writeShapes } from "../../src/access/write-shapes.ts";
import type { AccountFacts, BucketEncryptionFacts, KeyFacts } from "../../src/model/account-facts.ts";
import type { Change } from "../../src/model/change.ts";
import type { GovernedBucket } from "../../src/model/governed-bucket.ts";
import { parsePolicyDocument } from "../../src/model/iam/parse-policy.ts";
import type { PolicyStatement } from "../../src/model/iam/policy-document.ts";
import { sidPrefix } from "../../src/model/ours.ts";
import type { LiveState, Role } from "../../src/model/state.ts";
import type { WriteOutcome } from "../../src/model/write-simulation.ts";
import { keyFacts } from "../key-facts.ts";

export const account = "111122223333";
export const region = "ap-northeast-2";
export const bucket = "adw-claims";
export const objects = `arn:aws:s3:::${bucket}/*`;
export const keyArn = `arn:aws:kms:${region}:${account}:key/11111111-2222-4333-8444-555555555555`;
export const otherArn = `arn:aws:kms:${region}:${account}:key/99999999-2222-4333-8444-555555555555`;
export const roleArn = (name: string): string => `arn:aws:iam::${account}:role/${name}`;

export type Json = Readonly<Record<string, unknown>>;

export const policy = (...statements: readonly Json[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });

/** A role with these statements in one inline policy. */
export function role(name: string, ...statements: readonly Json[]): Role {
  const inline = statements.length === 0 ? [] : [{ name: "own", document: policy(...statements) }];
  return {
    name,
    arn: roleArn(name),
    path: "/",
    policies: { id: `AROA${name.toUpperCase().padEnd(17, "X")}`, trust: "{}", inline, attached: [] },
  };
}

export const mayWrite: Json = { Effect: "Allow", Action: ["s3:PutObject"], Resource: objects };
export const mayUseKey: Json = { Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: "*" };

/** The key policy of a new key: everything by IAM. */
export const byIam: Json = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" };

export function key(arn = keyArn, more: Partial<KeyFacts> = {}): KeyFacts {
  return keyFacts({ arn, aliases: arn === keyArn ? ["alias/adw-claims"] : [], policy: policy(byIam), grants: [], ...more });
}

export const sseKms: BucketEncryptionFacts = { algorithm: "aws:kms", key: keyArn, bucketKey: true, blocked: ["SSE-C"] };
export const sseS3: BucketEncryptionFacts = { algorithm: "AES256", bucketKey: false, blocked: [] };

export interface Scene {
  readonly bucketPolicy?: readonly Json[];
  readonly encryption?: BucketEncryptionFacts;
  readonly keys?: readonly KeyFacts[];
  readonly roles?: readonly Role[];
  readonly managedPolicies?: AccountFacts["managedPolicies"];
  readonly caller?: string;
}

/** The live state of a scene; without an encryption the bucket has the policies' key as its default. */
export function liveOf({ bucketPolicy, encryption = sseKms, keys = [key()], roles = [], managedPolicies = [], caller }: Scene): LiveState {
  const facts: AccountFacts = {
    buckets: [{ name: bucket, encryption, ...(bucketPolicy === undefined ? {} : { policy: policy(...bucketPolicy) }) }],
    keys,
    managedPolicies,
    catalogKeys: [],
    workgroups: [],
  };
  return {
    account,
    region,
    readAt: "2026-01-01T00:00:00.000Z",
    caller: caller ?? roleArn("apply"),
    tagKeys: [],
    catalog: { databases: [] },
    roles,
    users: [],
    resources: new Map(),
    unread: [],
    facts,
  };
}

/** What comes of a write by a role, by the title of its shape. */
export function outcomes(scene: Scene, writer: string): ReadonlyMap<string, WriteOutcome> {
  const view = viewOf(liveOf(scene));
  const caller = callerOf(view, writer.startsWith("arn:") || writer.includes(".") ? writer : roleArn(writer));
  const found = view.buckets.get(bucket);
  if (caller === undefined || found === undefined) throw new Error("the scene has no such writer");
  const shapes = writeShapes(view.keys.get(keyArn), keyArn, region);
  const simulate = writeSimulator(view, found, "claims/part-0", caller);
  return new Map(shapes.map((shape) => [shape.title, simulate(shape)]));
}

/** The result of one shape: `allowed <key>`, `denied`, `unknown`. */
export function resultOf(found: ReadonlyMap<string, WriteOutcome>, title: string): string {
  const outcome = found.get(title);
  if (outcome === undefined) throw new Error(`no shape ${title}`);
  if (outcome.result !== "allowed") return outcome.result;
  const { algorithm, key: used } = outcome.encryption;
  return used === undefined ? `allowed ${algorithm}` : `allowed ${algorithm} ${used === keyArn ? "right key" : "other key"}`;
}

/** The titles of shapes with this result, in the order of the matrix. */
export function titlesOf(found: ReadonlyMap<string, WriteOutcome>, result: WriteOutcome["result"]): readonly string[] {
  return [...found].flatMap(([title, outcome]) => (outcome.result === result ? [title] : []));
}

export function statementsOf(...statements: readonly Json[]): readonly PolicyStatement[] {
  const parsed = parsePolicyDocument(policy(...statements));
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.document.statements;
}

/** A change of the lake's statements in the bucket's policy, from nothing. */
export function policyChange(...statements: readonly Json[]): Change {
  const after = { bucket, prefix: sidPrefix("adw"), statements: statementsOf(...statements), others: "" };
  return changeOf("s3-bucket-policy", after);
}

export function changeOf(kind: string, after: object): Change {
  return {
    address: `${kind}/x`,
    kind,
    action: "create",
    reason: "declared",
    impact: "narrows",
    before: null,
    after,
    origins: [],
    step: 97,
  };
}

/** The bucket's default becomes the policies' key. */
export const toKms = changeOf("s3-bucket-encryption", { bucket, ...sseKms });

export function governed(more: Partial<GovernedBucket> = {}): GovernedBucket {
  return {
    name: bucket,
    key: keyArn,
    writers: "header-optional",
    protectConfiguration: false,
    registrationRoles: [],
    operators: [roleArn("apply")],
    breakGlass: [roleArn("emergency")],
    origin: { file: "buckets.yaml", line: 1, column: 1, end: { line: 1, column: 2 } },
    ...more,
  };
}
