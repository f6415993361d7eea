/** Reading with which keys Glue encrypts the Data Catalog: a key that serves it must not be denied to those who read it. */

import type { GluePort } from "../../aws/ports.ts";
import { compareText } from "../../model/source.ts";
import type { Unread } from "../../model/state.ts";
import type { Wanted } from "../../model/wanted.ts";
import { ask, reasonOf, unreadWhole } from "./unreadable.ts";

export interface CatalogKeysReading {
  /** Sorted; id, ARN or alias, as Glue names them. */
  readonly catalogKeys: readonly string[];
  readonly unread: readonly Unread[];
}

/** Keys of the catalog's metadata and of connection passwords; not asked where no key is governed. Source: Glue Web API Reference, DataCatalogEncryptionSettings. */
export async function readCatalogKeys(glue: GluePort, account: string, wanted: Wanted | undefined): Promise<CatalogKeysReading> {
  if (wanted?.keys.length === 0) return { catalogKeys: [], unread: [] };
  const answer = await ask(() => glue.getDataCatalogEncryptionSettings({ CatalogId: account }));
  if ("error" in answer) {
    const entry = { kind: "catalog-keys", what: "encryption settings of the Data Catalog", reason: reasonOf(answer.error) };
    return { catalogKeys: [], unread: [unreadWhole(entry, wanted)] };
  }
  const { EncryptionAtRest: atRest, ConnectionPasswordEncryption: passwords } = answer.value.DataCatalogEncryptionSettings ?? {};
  const keys = [
    atRest?.CatalogEncryptionMode === "DISABLED" ? undefined : atRest?.SseAwsKmsKeyId,
    passwords?.ReturnConnectionPasswordEncrypted === true ? passwords.AwsKmsKeyId : undefined,
  ];
  return { catalogKeys: [...new Set(keys.filter((key) => key !== undefined))].toSorted(compareText), unread: [] };
}
