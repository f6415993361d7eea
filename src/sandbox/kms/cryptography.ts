/** Encrypt, Decrypt and GenerateDataKey with symmetric keys: who may is decided as in AWS, nothing is really encrypted. */

import { createHash } from "node:crypto";

import type {
  DecryptRequest,
  DecryptResponse,
  EncryptRequest,
  EncryptResponse,
  GenerateDataKeyRequest,
  GenerateDataKeyResponse,
} from "@aws-sdk/client-kms";

import type { Call } from "../call.ts";
import { honourOnly, notImplemented } from "../not-implemented.ts";
import { ServiceError } from "../service-error.ts";
import { requestAlias, requireKeyAccess } from "./authorize.ts";
import type { Context } from "./authorize.ts";
import { invalidState, validation } from "./error.ts";
import { findKey } from "./find-key.ts";
import { randomHex } from "./state.ts";
import type { KmsKey } from "./state.ts";

/** The encryption context of a request: it is part of what is authorised. */
export type EncryptionContext = Readonly<Record<string, string>>;

/**
 * The key is there, may be used by the caller and can be used: what every cryptographic operation asks first.
 * @throws ServiceError AccessDeniedException, DisabledException, KMSInvalidStateException, InvalidKeyUsageException
 */
export function requireUsable(call: Call, action: string, key: KmsKey, context: EncryptionContext = {}, more: Context = {}): void {
  requireKeyAccess(call, action, key, { ...encryptionContext(context), "kms:EncryptionAlgorithm": "SYMMETRIC_DEFAULT", ...more });
  if (key.state !== "Enabled") throw invalidState(key);
  if (key.usage !== "ENCRYPT_DECRYPT") {
    throw new ServiceError("InvalidKeyUsageException", `${key.arn} key usage is ${key.usage} which is not valid for ${action}.`);
  }
  if (key.spec !== "SYMMETRIC_DEFAULT") {
    if (action === "GenerateDataKey") throw new ServiceError("InvalidKeyUsageException", `${key.arn} is not a symmetric encryption key.`);
    throw notImplemented(`${action} with keys of spec ${key.spec}`);
  }
}

/** Source: KMS Developer Guide, conditions-kms. */
function encryptionContext(context: EncryptionContext): Context {
  const entries = Object.entries(context);
  if (entries.length === 0) return {};
  const pairs = entries.map(([name, value]) => [`kms:EncryptionContext:${name}`, value] as const);
  return { "kms:EncryptionContextKeys": entries.map(([name]) => name), ...Object.fromEntries(pairs) };
}

export function encrypt(call: Call, input: EncryptRequest): EncryptResponse {
  honourOnly("Encrypt", input, ["KeyId", "Plaintext", "EncryptionContext", "GrantTokens", "EncryptionAlgorithm"]);
  const key = findKey(call, input.KeyId, { aliases: true, foreign: true });
  const { Plaintext: plaintext = new Uint8Array(), EncryptionContext: context = {} } = input;
  if (plaintext.length < 1 || plaintext.length > 4096) throw validation("Plaintext has 1 to 4096 bytes");
  requireUsable(call, "Encrypt", key, context, requestAlias(input.KeyId));
  return { CiphertextBlob: seal(key, context, plaintext), KeyId: key.arn, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
}

export function generateDataKey(call: Call, input: GenerateDataKeyRequest): GenerateDataKeyResponse {
  honourOnly("GenerateDataKey", input, ["KeyId", "EncryptionContext", "NumberOfBytes", "KeySpec", "GrantTokens"]);
  const key = findKey(call, input.KeyId, { aliases: true, foreign: true });
  const { EncryptionContext: context = {}, NumberOfBytes: bytes, KeySpec: spec } = input;
  if ((bytes === undefined) === (spec === undefined)) throw validation("Please specify either number of bytes or key spec.");
  requireUsable(call, "GenerateDataKey", key, context, requestAlias(input.KeyId));
  const size = bytes ?? (spec === "AES_128" ? 16 : 32);
  const plaintext = new Uint8Array(Buffer.from(randomHex(call.account.kms, size * 2), "hex"));
  return { CiphertextBlob: seal(key, context, plaintext), Plaintext: plaintext, KeyId: key.arn };
}

export function decrypt(call: Call, input: DecryptRequest): DecryptResponse {
  honourOnly("Decrypt", input, ["CiphertextBlob", "EncryptionContext", "GrantTokens", "KeyId", "EncryptionAlgorithm"]);
  const { EncryptionContext: context = {} } = input;
  const { keyArn, plaintext } = unseal(input.CiphertextBlob ?? new Uint8Array(), context);
  const key = findKey(call, input.KeyId ?? keyArn, { aliases: true, foreign: true });
  if (key.arn !== keyArn)
    throw new ServiceError("IncorrectKeyException", "The key ID in the request does not identify a CMK that can perform this operation.");
  requireUsable(call, "Decrypt", key, context, requestAlias(input.KeyId));
  return { KeyId: key.arn, Plaintext: plaintext, EncryptionAlgorithm: "SYMMETRIC_DEFAULT" };
}

/** The length of the key's ARN, the ARN, the digest of the context and the plaintext itself, one after the other. */
function seal({ arn }: KmsKey, context: EncryptionContext, plaintext: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.concat([Buffer.of(arn.length), Buffer.from(arn, "latin1"), digest(context), plaintext]));
}

function unseal(blob: Uint8Array, context: EncryptionContext): { readonly keyArn: string; readonly plaintext: Uint8Array } {
  const buffer = Buffer.from(blob);
  const afterArn = 1 + (buffer[0] ?? 0);
  const afterDigest = afterArn + 32;
  const keyArn = buffer.subarray(1, afterArn).toString("latin1");
  const isSealed = /^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-z-]{36}$/.test(keyArn) && buffer.length > afterDigest;
  if (!isSealed || !buffer.subarray(afterArn, afterDigest).equals(digest(context)))
    throw new ServiceError("InvalidCiphertextException", "");
  return { keyArn, plaintext: new Uint8Array(buffer.subarray(afterDigest)) };
}

function digest(context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(pairs)).digest();
}
