/** The ways to write an object that differ in how it is encrypted. */

import { partitionOf } from "../model/principal.ts";
import type { WriteEncryption } from "../model/write-simulation.ts";
import type { AccountView, BucketView, KeyView } from "./account-view.ts";
import { findKey } from "./account-view.ts";

/** What a request says of encryption; nothing: the bucket's default applies. */
export interface WriteHeaders {
  readonly algorithm?: "AES256" | "aws:kms" | "aws:kms:dsse";
  /** As sent: ARN, id or alias. */
  readonly key?: string;
  /** The request brings a key of its own (SSE-C). */
  readonly customerKey?: true;
}

/** What a shape asks for: what the bucket gives, the policies' key by its ARN or another of its names, or something else. */
export type Intent = "default" | "key-arn" | "key-name" | "wrong";

export interface WriteShape {
  readonly title: string;
  readonly intent: Intent;
  readonly headers: WriteHeaders;
  readonly multipart: boolean;
}

/** A key of somebody's own, which the writer may use: nothing but S3's policies can keep it out. */
export function otherKeyArn(region: string): string {
  return `arn:${partitionOf(region)}:kms:${region}:000000000000:key/00000000-0000-0000-0000-000000000000`;
}

/** Every shape for a bucket with this key; aliases only where the key has one. */
export function writeShapes(key: KeyView | undefined, keyName: string, region: string): readonly WriteShape[] {
  const arn = key?.facts.arn ?? keyName;
  const id = /:key\/(.+)$/.exec(arn)?.[1];
  const [alias] = key?.facts.aliases ?? [];
  const kms = "aws:kms" as const;
  const shapes: readonly (readonly [title: string, intent: Intent, headers: WriteHeaders])[] = [
    ["no header", "default", {}],
    ["key ARN", "key-arn", { algorithm: kms, key: arn }],
    ...(id === undefined ? [] : [["key id", "key-name", { algorithm: kms, key: id }] as const]),
    ...(alias === undefined ? [] : [["key alias", "key-name", { algorithm: kms, key: alias }] as const]),
    ["aws:kms without key", "wrong", { algorithm: kms }],
    ["another key", "wrong", { algorithm: kms, key: otherKeyArn(region) }],
    ["aws:kms:dsse", "wrong", { algorithm: "aws:kms:dsse", key: arn }],
    ["AES256", "wrong", { algorithm: "AES256" }],
    ["SSE-C", "wrong", { customerKey: true }],
  ];
  return shapes.flatMap(([title, intent, headers]) => [
    { title, intent, headers, multipart: false },
    { title: `${title}, multipart`, intent, headers, multipart: true },
  ]);
}

/** Does the policies' key, and nothing else, encrypt what is written? */
export function isRightEncryption({ algorithm, key }: WriteEncryption, governed: string): boolean {
  return algorithm === "aws:kms" && key === governed;
}

/** How S3 encrypts a write. */
export interface Chosen {
  readonly encryption: WriteEncryption;
  /** Absent without a KMS key, and for keys that are not known. */
  readonly key?: KeyView;
  /** The encryption context is the bucket and not the object. */
  readonly bucketKey: boolean;
}

/** `problem`: why it cannot be said, or why S3 refuses whatever policies allow. */
export type Choice = { readonly chosen: Chosen } | { readonly result: "denied" | "unknown"; readonly why: string };

/**
 * The choice S3 makes. `aws:kms` without a key is the managed key aws/s3, whatever key the default names. An id or alias is one of the
 * writer's account. Source: S3 User Guide, UsingKMSEncryption and specifying-kms-encryption; S3 API Reference, PutObject.
 */
export function chooseEncryption(view: AccountView, bucket: BucketView, headers: WriteHeaders, isForeign: boolean): Choice {
  if (headers.customerKey) return { chosen: { encryption: { algorithm: "SSE-C" }, bucketKey: false } };
  const { encryption: byDefault } = bucket;
  if (byDefault === undefined) return { result: "unknown", why: "the default encryption of the bucket could not be read" };
  const named = headers.algorithm;
  const { algorithm, key: name } = named === undefined ? byDefault : { algorithm: named, key: headers.key };
  if (algorithm === "AES256") return { chosen: { encryption: { algorithm }, bucketKey: false } };
  if (algorithm !== "aws:kms" && algorithm !== "aws:kms:dsse") return { result: "unknown", why: `default encryption is ${algorithm}` };
  const bucketKey = algorithm === "aws:kms" && byDefault.bucketKey;
  const other = otherKeyArn(view.region);
  if (name === other || (isForeign && name?.startsWith("arn:") !== true))
    return { chosen: { encryption: { algorithm, key: other }, bucketKey } };
  const key = findKey(view, name ?? "alias/aws/s3");
  if (key !== undefined) return { chosen: { encryption: { algorithm, key: key.facts.arn }, key, bucketKey } };
  if (name === undefined) return { chosen: { encryption: { algorithm, key: managedKeyArn(view) }, bucketKey } };
  return name.startsWith("arn:") && name.includes(":key/")
    ? { chosen: { encryption: { algorithm, key: name }, bucketKey } }
    : { result: "unknown", why: `key \`${name}\` is not known` };
}

/** Stands for the managed key aws/s3 where its ARN is not known: AWS makes it when it is first used. */
export function managedKeyArn({ account, region }: Pick<AccountView, "account" | "region">): string {
  return `arn:${partitionOf(region)}:kms:${region}:${account}:key/aws/s3`;
}
