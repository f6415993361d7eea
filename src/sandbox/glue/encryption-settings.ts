/** Encryption of the Data Catalog itself: which keys protect its metadata and connection passwords. */

import type {
  GetDataCatalogEncryptionSettingsRequest,
  GetDataCatalogEncryptionSettingsResponse,
  PutDataCatalogEncryptionSettingsRequest,
} from "@aws-sdk/client-glue";

import type { Call } from "../call.ts";
import { requireOwnCatalog } from "./catalog.ts";

export function getDataCatalogEncryptionSettings(
  call: Call,
  input: GetDataCatalogEncryptionSettingsRequest,
): GetDataCatalogEncryptionSettingsResponse {
  requireOwnCatalog(call, input.CatalogId);
  return { DataCatalogEncryptionSettings: structuredClone(call.account.glue.encryption) };
}

/** Each part that is given replaces that part. Source: Glue Web API Reference, PutDataCatalogEncryptionSettings; that parts stay: inference. */
export function putDataCatalogEncryptionSettings(call: Call, input: PutDataCatalogEncryptionSettingsRequest): object {
  requireOwnCatalog(call, input.CatalogId);
  const { glue } = call.account;
  glue.encryption = { ...glue.encryption, ...structuredClone(input.DataCatalogEncryptionSettings) };
  return {};
}
