/** Reading where data lies and what protects it: buckets, their keys, the keys of the catalog and of results of queries. */

import type { Ports } from "../../aws/ports.ts";
import type { AccountFacts } from "../../model/account-facts.ts";
import type { Unread } from "../../model/state.ts";
import type { Wanted } from "../../model/wanted.ts";
import { readBuckets } from "./buckets.ts";
import type { Place } from "./buckets.ts";
import { readCatalogKeys } from "./catalog-keys.ts";
import { readKeys } from "./keys.ts";
import { readWorkgroups } from "./workgroups.ts";

export interface StorageReading extends Pick<AccountFacts, "buckets" | "keys" | "catalogKeys" | "workgroups"> {
  readonly unread: readonly Unread[];
}

/** `wanted` undefined: everything there is. */
export async function readStorage(ports: Ports, place: Place, wanted: Wanted | undefined): Promise<StorageReading> {
  const [{ buckets, unread }, { catalogKeys, unread: ofCatalog }, { workgroups, unread: ofWorkgroups }] = await Promise.all([
    readBuckets(ports, place, wanted),
    readCatalogKeys(ports.glue, place.account, wanted),
    readWorkgroups(ports.athena, wanted),
  ]);
  const { keys, unread: ofKeys } = await readKeys(ports.kms, place.account, buckets, wanted);
  return { buckets, keys, catalogKeys, workgroups, unread: [...unread, ...ofCatalog, ...ofWorkgroups, ...ofKeys] };
}
