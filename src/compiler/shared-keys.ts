/** What else a data key encrypts: results of queries and the Data Catalog need it, so nobody can be kept from decrypting with it. */

import type { AccountFacts, KeyFacts } from "../model/account-facts.ts";
import { isKey } from "../model/key-name.ts";
import type { Unread } from "../model/state.ts";

/** In words, for messages. Guardrails deny a key where both are empty. */
export interface OtherUses {
  /** Empty where the key is not known to serve anything but governed buckets. */
  readonly known: readonly string[];
  /** What was not read and may name the key: unknown is not unused. */
  readonly possible: readonly string[];
}

/** `governed`: names of the governed buckets. `unread`: what could not be read, of any kind. */
export function otherUsesOf(
  key: Pick<KeyFacts, "arn" | "aliases">,
  facts: AccountFacts,
  governed: ReadonlySet<string>,
  unread: readonly Unread[],
): OtherUses {
  const others = facts.buckets.filter(({ name }) => !governed.has(name));
  const using = others.filter(({ encryption }) => encryption?.key !== undefined && isKey(encryption.key, key));
  const isUnread = (kind: string): boolean => unread.some((one) => one.kind === kind);
  // With an alias that no key is known to have, and without the list of aliases, it may be this key.
  const isOpen = (name: string): boolean =>
    isUnread("keys") && /^(arn:[^/]*:)?alias\//.test(name) && !facts.keys.some((known) => isKey(name, known));
  const unclear = others.filter(({ encryption }) => encryption === undefined || (encryption.key !== undefined && isOpen(encryption.key)));
  const resultsOf = (isMeant: (name: string) => boolean): readonly string[] =>
    facts.workgroups.flatMap(({ name, resultKeys }) => (resultKeys.some(isMeant) ? [`results of Athena workgroup \`${name}\``] : []));
  return {
    known: [
      ...using.map(({ name }) => `bucket \`${name}\``),
      ...resultsOf((name) => isKey(name, key)),
      ...(facts.catalogKeys.some((name) => isKey(name, key)) ? ["the Data Catalog"] : []),
    ],
    possible: [
      ...unclear.map(({ name }) => `bucket \`${name}\``),
      ...(isUnread("buckets") ? ["buckets that could not be read"] : []),
      ...resultsOf(isOpen),
      ...(isUnread("workgroups") ? ["results of Athena workgroups that could not be read"] : []),
      ...(isUnread("catalog-keys") || facts.catalogKeys.some(isOpen) ? ["the Data Catalog"] : []),
    ],
  };
}
