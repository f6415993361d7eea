/** Reading the KMS keys that policies or buckets name. */

import type { KeyMetadata } from "@aws-sdk/client-kms";

import type { KmsPort } from "../../aws/ports.ts";
import type { BucketFacts, KeyFacts } from "../../model/account-facts.ts";
import { groupBy } from "../../model/batches.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import { nextIfTruncated, readPages } from "../../model/pages.ts";
import { compareText } from "../../model/source.ts";
import type { Unread } from "../../model/state.ts";
import type { Wanted } from "../../model/wanted.ts";
import { describeKey, readKey } from "./key.ts";
import { ask, isolatedUnread, reasonOf } from "./unreadable.ts";

/** Keys read at the same time. */
const readers = 4;

export interface KeysReading {
  /** By ARN. */
  readonly keys: readonly KeyFacts[];
  readonly unread: readonly Unread[];
}

/** A key by one of its names; `isAsked` when the policies say that name. */
interface Named {
  readonly name: string;
  readonly isAsked: boolean;
}

/** Something of a key that is not known. `stops`: the policies ask for the key, and a permission would bring it. */
interface Failure {
  readonly name: string;
  readonly what: string;
  readonly reason: string;
  readonly stops: boolean;
}

/**
 * The keys that are wanted, and those that encrypt wanted buckets. `wanted` undefined: the keys of all buckets and those that have an alias, and
 * nothing stops a plan. A name that no key has is left out.
 */
export async function readKeys(
  kms: KmsPort,
  account: string,
  buckets: readonly BucketFacts[],
  wanted: Wanted | undefined,
): Promise<KeysReading> {
  if (wanted !== undefined && wanted.keys.length + wanted.buckets.length === 0) return { keys: [], unread: [] };
  const listed = await ask(() => listAliases(kms));
  const targets = "value" in listed ? listed.value : new Map<string, string>();
  const failures: Failure[] = [];

  const named = namesOf(targets, buckets, wanted);
  const described = await mapConcurrent([...groupBy(named, ({ name }) => targets.get(name) ?? name)], readers, async ([key, names]) => {
    const answer = await describeKey(kms, key);
    return { key, names, answer };
  });
  const found: { readonly names: readonly Named[]; readonly metadata: KeyMetadata }[] = [];
  for (const { key, names, answer } of described) {
    if ("value" in answer) {
      if (answer.value !== undefined) found.push({ names, metadata: answer.value });
    } else {
      // What another account does not show no permission of this one brings; the policies are judged without it.
      const stops = names.some(({ isAsked }) => isAsked) && !isOfAnotherAccount(key, account);
      failures.push({ name: names[0]?.name ?? "", what: "key", reason: reasonOf(answer.error), stops });
    }
  }

  // One key may be named by alias, id and ARN.
  const byArn = [...groupBy(found, ({ metadata }) => metadata.Arn ?? "")];
  const keys = await mapConcurrent(byArn, readers, async ([arn, same]) => {
    const names = same.flatMap((one) => one.names);
    const metadata = same[0]?.metadata ?? { KeyId: arn };
    const pointing = [...targets].flatMap(([alias, target]) => (target === metadata.KeyId ? [alias] : []));
    const aliases = [...pointing, ...names.map(({ name }) => name).filter((name) => name.startsWith("alias/"))];
    const { facts, failed } = await readKey(kms, account, metadata, aliases);
    const isAsked = names.some((name) => name.isAsked);
    failures.push(...failed.map(({ what, reason, fixed }) => ({ name: arn, what: `${what} of key`, reason, stops: isAsked && !fixed })));
    return facts;
  });
  return { keys: keys.toSorted((a, b) => compareText(a.arn, b.arn)), unread: [...unreadList(listed), ...unreadKeys(failures)] };
}

/** An id or an alias names a key of the caller's own account. */
function isOfAnotherAccount(key: string, account: string): boolean {
  return key.startsWith("arn:") && key.split(":")[4] !== account;
}

function namesOf(targets: ReadonlyMap<string, string>, buckets: readonly BucketFacts[], wanted: Wanted | undefined): readonly Named[] {
  const asked = new Set(wanted?.keys);
  const ofBuckets = buckets.flatMap(({ name, encryption }) =>
    encryption?.key === undefined || (wanted !== undefined && !wanted.buckets.includes(name)) ? [] : [encryption.key],
  );
  const aliased = wanted === undefined ? [...targets.keys()].filter((alias) => !alias.startsWith("alias/aws/")) : [];
  return [...new Set([...asked, ...ofBuckets, ...aliased])].map((name) => ({ name, isAsked: asked.has(name) }));
}

function unreadList(listed: Awaited<ReturnType<typeof ask>>): readonly Unread[] {
  return "error" in listed ? [{ kind: "keys", what: "list of the keys' aliases", reason: reasonOf(listed.error), isolated: true }] : [];
}

function unreadKeys(failures: readonly Failure[]): readonly Unread[] {
  const stopping = failures.filter(({ stops }) => stops);
  const others = failures.filter(({ stops }) => !stops);
  return [
    ...stopping.map(({ name, what, reason }) => ({ kind: "keys", what: `${what} ${name}`, reason })),
    ...isolatedUnread("keys", "key", others),
  ];
}

/** Ids of keys by the aliases of the account and Region, 100 a page. Source: KMS API Reference, ListAliases. */
async function listAliases(kms: KmsPort): Promise<ReadonlyMap<string, string>> {
  const aliases = await readPages(async (marker) => {
    const {
      Aliases = [],
      Truncated,
      NextMarker,
    } = await kms.listAliases({
      Limit: 100,
      ...(marker === undefined ? {} : { Marker: marker }),
    });
    return { items: Aliases, next: nextIfTruncated(Truncated, NextMarker) };
  });
  const entries = aliases.map(({ AliasName: name, TargetKeyId: key }) => [name, key] as const);
  return new Map(entries.filter((entry): entry is readonly [string, string] => entry[0] !== undefined && entry[1] !== undefined));
}
