/** One write, simulated: would AWS take it, and with which key would the object be encrypted? */

import type { PolicyDocument } from "../model/iam/policy-document.ts";
import type { RequestPrincipal } from "../model/iam/request.ts";
import type { WriteOutcome } from "../model/write-simulation.ts";
import type { AccountView, BucketView, KeyView } from "./account-view.ts";
import { managedKeyPolicy } from "./account-view.ts";
import { judge } from "./judge.ts";
import type { Policies, Verdict } from "./judge.ts";
import { firstReadings, keyRequest, objectRequest, partReadings, putRequest } from "./write-requests.ts";
import type { KeyAction, Reading, Target } from "./write-requests.ts";
import { chooseEncryption, managedKeyArn, otherKeyArn } from "./write-shapes.ts";
import type { Chosen, WriteShape } from "./write-shapes.ts";

/** Who writes, with the policies it carries. */
export interface Caller {
  readonly principal: RequestPrincipal;
  readonly identity: readonly PolicyDocument[];
  readonly boundary: PolicyDocument | undefined;
}

/** Simulates the writes of one caller to one object; what several shapes have in common is decided once. */
export type WriteSimulator = (shape: WriteShape) => WriteOutcome;

/**
 * Not evaluated, because nobody reads it: service and resource control policies, session policies, policies of access points and VPC endpoints;
 * they only take away. Sources: S3 User Guide, UsingKMSEncryption, mpuoverview (permissions), blocking-unblocking-s3-c-encryption-gpb.
 */
export function writeSimulator(view: AccountView, bucket: BucketView, object: string, caller: Caller): WriteSimulator {
  const { principal } = caller;
  const isForeign = principal.account !== undefined && principal.account !== view.account;
  const target = { bucket: bucket.name, object };
  const policies = policiesOf(caller, bucket.policy);
  const seesCreation = speaksOfCreation(policies);
  const judgePut = once(
    (creates: boolean, seen: Reading) => judge(putRequest(view, principal, target, { creates, seen }), policies),
    (creates, seen) => `${seesCreation && creates} ${JSON.stringify(Object.entries(seen))}`,
  );
  const judgeUse = once(
    (chosen: Chosen, action: KeyAction) => useKey(view, caller, target, chosen, action),
    ({ encryption, bucketKey }, action) => `${encryption.key} ${bucketKey} ${action}`,
  );
  const put = (creates: boolean, readings: readonly Reading[]): Verdict => agree(readings.map((seen) => judgePut(creates, seen)));
  return ({ headers, multipart }) => {
    const choice = chooseEncryption(view, bucket, headers, isForeign);
    if (!("chosen" in choice)) return choice;
    const { chosen } = choice;
    const begin = [
      () => put(!multipart, firstReadings(headers, chosen)),
      () => blockedBy(bucket, chosen),
      () => judgeUse(chosen, "kms:GenerateDataKey"),
    ];
    const finish = [
      () => put(false, partReadings(headers, chosen)),
      () => judgeUse(chosen, "kms:Decrypt"),
      () => put(true, partReadings(headers, chosen)),
    ];
    const verdict = every(multipart ? [...begin, ...finish] : begin);
    return verdict.result === "denied" ? verdict : { ...verdict, encryption: chosen.encryption };
  };
}

/** May the caller read an object that S3 encrypted by the bucket's default? */
export function judgeRead(view: AccountView, bucket: BucketView, object: string, caller: Caller): Verdict {
  const { principal } = caller;
  const target = { bucket: bucket.name, object };
  const choice = chooseEncryption(view, bucket, {}, principal.account !== undefined && principal.account !== view.account);
  return every([
    () => judge(objectRequest(view, principal, target, "s3:GetObject"), policiesOf(caller, bucket.policy)),
    () => ("chosen" in choice ? useKey(view, caller, target, choice.chosen, "kms:Decrypt") : choice),
  ]);
}

/** Remembers the results of a function by what of its arguments decides them. */
function once<A, B, Result>(decide: (a: A, b: B) => Result, keyOf: (a: A, b: B) => string): (a: A, b: B) => Result {
  const known = new Map<string, Result>();
  return (a, b) => {
    const key = keyOf(a, b);
    const result = known.get(key) ?? decide(a, b);
    known.set(key, result);
    return result;
  };
}

/** Does any policy ask whether a request makes an object? Few do, and for the others all requests of an upload are alike. */
function speaksOfCreation({ identity, boundary, resource }: Policies): boolean {
  return [...identity, ...(boundary === undefined ? [] : [boundary]), ...(resource === undefined ? [] : [resource])].some(
    ({ statements }) =>
      statements.some(({ conditions }) => conditions.some(({ key }) => key.toLowerCase() === "s3:objectcreationoperation")),
  );
}

export function policiesOf({ identity, boundary }: Caller, resource: PolicyDocument | undefined): Policies {
  return { identity, ...(boundary === undefined ? {} : { boundary }), ...(resource === undefined ? {} : { resource }) };
}

/** One verdict for several readings of AWS's documents: where they differ, it is unknown. */
function agree(verdicts: readonly Verdict[]): Verdict {
  const [first = { result: "allowed" }] = verdicts;
  if (verdicts.every(({ result }) => result === first.result)) return first;
  const denied = verdicts.find((verdict) => verdict.result !== "allowed") ?? first;
  return denied.result === "denied" ? { result: "unknown", why: `${denied.why}, if AWS shows it what its documents leave open` } : denied;
}

/** All steps must be allowed; what is denied in any is denied, whatever is unknown before. */
function every(steps: readonly (() => Verdict)[]): Verdict {
  let result: Verdict = { result: "allowed" };
  for (const step of steps) {
    const verdict = step();
    if (verdict.result === "denied") return verdict;
    if (result.result === "allowed") result = verdict;
  }
  return result;
}

const allowed: Verdict = { result: "allowed" };

function blockedBy({ encryption }: BucketView, chosen: Chosen): Verdict {
  if (chosen.encryption.algorithm !== "SSE-C") return allowed;
  if (encryption === undefined) return { result: "unknown", why: "whether the bucket blocks SSE-C could not be read" };
  return encryption.blocked.includes("SSE-C") ? { result: "denied", why: "the bucket blocks SSE-C" } : allowed;
}

function useKey(view: AccountView, caller: Caller, target: Target, { encryption, key, bucketKey }: Chosen, action: KeyAction): Verdict {
  if (encryption.key === undefined || encryption.key === otherKeyArn(view.region)) return allowed;
  const used = key ?? (encryption.key === managedKeyArn(view) ? managedKey(encryption.key) : undefined);
  if (used === undefined) return { result: "unknown", why: `key ${encryption.key} could not be read` };
  return judgeKey(view, caller, target, { key: used, bucketKey }, action);
}

/** May the caller use a key through S3, and can the key be used? */
export function judgeKey(
  view: AccountView,
  caller: Caller,
  target: Target,
  use: { readonly key: KeyView; readonly bucketKey: boolean },
  action: KeyAction,
): Verdict {
  const { facts, policy, grants } = use.key;
  if (facts.state !== "Enabled") return { result: "denied", why: `key ${facts.arn} is ${facts.state}` };
  if (facts.usage !== "ENCRYPT_DECRYPT" || facts.spec !== "SYMMETRIC_DEFAULT")
    return { result: "denied", why: `key ${facts.arn} is ${facts.usage} ${facts.spec}, S3 takes symmetric keys for encryption` };
  return judge(keyRequest(view, caller.principal, target, action, use), { ...policiesOf(caller, policy), keyGrants: grants });
}

/** The managed key aws/s3 as it would be. Source: KMS Developer Guide, AWS managed keys. */
function managedKey(arn: string): KeyView {
  const facts = {
    arn,
    aliases: ["alias/aws/s3"],
    state: "Enabled",
    manager: "AWS",
    usage: "ENCRYPT_DECRYPT",
    spec: "SYMMETRIC_DEFAULT",
    origin: "AWS_KMS",
    multiRegion: false,
  } as const;
  return { facts, policy: managedKeyPolicy(arn), grants: [] };
}
