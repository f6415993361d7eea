/** What AWS authorises when an object is written: requests to S3, and S3's to KMS, with their condition keys. */

import { algorithmCondition, customerKeyCondition, keyIdCondition } from "../model/encryption-conditions.ts";
import type { KeyFacts } from "../model/account-facts.ts";
import type { AccessRequest, ContextValue, RequestPrincipal } from "../model/iam/request.ts";
import { partitionOf } from "../model/principal.ts";
import type { AccountView, KeyView } from "./account-view.ts";
import type { Chosen, WriteHeaders } from "./write-shapes.ts";

type Context = Readonly<Record<string, ContextValue>>;

/** What policies see of the encryption of a request, under one reading of AWS's documents. */
export type Reading = Readonly<Record<string, string>>;

/** What S3 asks of a key when objects are written. */
export type KeyAction = "kms:GenerateDataKey" | "kms:Decrypt";

/** The object that is written. */
export interface Target {
  readonly bucket: string;
  readonly object: string;
}

/** What policies see of a plain request over TLS. */
function plainContext({ region }: AccountView): Context {
  return {
    "aws:SecureTransport": true,
    "aws:RequestedRegion": region,
    "aws:ViaAWSService": false,
    "s3:authType": "REST-HEADER",
    "s3:signatureversion": "AWS4-HMAC-SHA256",
    "s3:TlsVersion": 1.3,
  };
}

/**
 * What policies see of the encryption of a PutObject or CreateMultipartUpload, under each reading of AWS's documents: the key id is that of the
 * key S3 uses, header or not (S3 User Guide, example-bucket-policies), or what the request names (the key's name says so).
 */
export function firstReadings(headers: WriteHeaders, { encryption }: Chosen): readonly Reading[] {
  const sent = sentContext(headers);
  return distinct([encryption.key === undefined ? sent : { ...sent, [keyIdCondition]: encryption.key }, sent]);
}

/**
 * What policies see while parts are sent and joined, where requests name no encryption (S3 API Reference, UploadPart, CompleteMultipartUpload).
 * AWS does not say whether that of the upload stands for it: nothing, the upload's headers, its key, or both.
 */
export function partReadings(headers: WriteHeaders, { encryption }: Chosen): readonly Reading[] {
  const sent = sentContext(headers);
  const effective: Reading = encryption.key === undefined ? {} : { [keyIdCondition]: encryption.key };
  return distinct([{}, effective, sent, { ...sent, ...effective }]);
}

function sentContext({ algorithm, key, customerKey: hasCustomerKey }: WriteHeaders): Reading {
  return {
    ...(algorithm === undefined ? {} : { [algorithmCondition]: algorithm }),
    ...(key === undefined ? {} : { [keyIdCondition]: key }),
    ...(hasCustomerKey === true ? { [customerKeyCondition]: "AES256" } : {}),
  };
}

function distinct(readings: readonly Reading[]): readonly Reading[] {
  return [...new Map(readings.map((reading) => [JSON.stringify(Object.entries(reading)), reading])).values()];
}

/** `s3:PutObject`, which authorises all of it. `creates`: the request makes an object. Source: S3 User Guide, conditional-writes-enforce. */
export function putRequest(
  view: AccountView,
  principal: RequestPrincipal,
  target: Target,
  { creates, seen }: { readonly creates: boolean; readonly seen: Reading },
): AccessRequest {
  const resource = objectArn(view, target);
  const context = { ...plainContext(view), "s3:ObjectCreationOperation": creates, ...seen };
  return { principal, action: "s3:PutObject", resource, resourceAccount: view.account, context };
}

/** A plain request about an object. */
export function objectRequest(view: AccountView, principal: RequestPrincipal, target: Target, action: string): AccessRequest {
  return { principal, action, resource: objectArn(view, target), resourceAccount: view.account, context: plainContext(view) };
}

/** A request about the bucket's own configuration. */
export function bucketRequest(view: AccountView, principal: RequestPrincipal, bucket: string, action: string): AccessRequest {
  return { principal, action, resource: bucketArn(view, bucket), resourceAccount: view.account, context: plainContext(view) };
}

/** A plain request to another service. `resource`: `*` for actions that know no resources. */
export function serviceRequest(view: AccountView, principal: RequestPrincipal, action: string, resource: string): AccessRequest {
  return { principal, action, resource, resourceAccount: view.account, context: plainContext(view) };
}

/** What S3 asks of KMS in the writer's name. Sources: S3 User Guide, bucket-key; KMS Developer Guide, conditions-kms. */
export function keyRequest(
  view: AccountView,
  principal: RequestPrincipal,
  target: Target,
  action: KeyAction,
  { key: { facts }, bucketKey }: { readonly key: KeyView; readonly bucketKey: boolean },
): AccessRequest {
  const context = {
    "aws:SecureTransport": true,
    "aws:RequestedRegion": view.region,
    "aws:ViaAWSService": true,
    "kms:ViaService": `s3.${view.region}.amazonaws.com`,
    "kms:EncryptionContext:aws:s3:arn": bucketKey ? bucketArn(view, target.bucket) : objectArn(view, target),
    "kms:EncryptionContextKeys": ["aws:s3:arn"],
    "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
    ...keyContext(facts),
  };
  return { principal, action, resource: facts.arn, resourceAccount: accountOf(facts), context };
}

/** A request about the key's own configuration. */
export function keyConfigurationRequest(view: AccountView, principal: RequestPrincipal, facts: KeyFacts, action: string): AccessRequest {
  const context = { ...plainContext(view), ...keyContext(facts) };
  return { principal, action, resource: facts.arn, resourceAccount: accountOf(facts), context };
}

/** What policies see of a key itself. */
function keyContext({ origin, spec, usage, multiRegion, aliases }: KeyFacts): Context {
  return {
    "kms:KeyOrigin": origin,
    "kms:KeySpec": spec,
    "kms:KeyUsage": usage,
    "kms:MultiRegion": multiRegion,
    ...(aliases.length === 0 ? {} : { "kms:ResourceAliases": aliases }),
  };
}

function accountOf({ arn }: KeyFacts): string {
  return arn.split(":")[4] ?? "";
}

export function bucketArn({ region }: Pick<AccountView, "region">, bucket: string): string {
  return `arn:${partitionOf(region)}:s3:::${bucket}`;
}

function objectArn(view: AccountView, { bucket, object }: Target): string {
  return `${bucketArn(view, bucket)}/${object}`;
}
