/** Which kinds of keys there are, and what each is for. Source: KMS Developer Guide, "Key spec reference"; KMS API Reference, KeyMetadata. */

import type {
  EncryptionAlgorithmSpec,
  KeyMetadata,
  KeySpec,
  KeyUsageType,
  MacAlgorithmSpec,
  SigningAlgorithmSpec,
} from "@aws-sdk/client-kms";

import { notImplemented } from "../not-implemented.ts";

/** The uses of keys by their specs. */
const uses: Readonly<Partial<Record<KeySpec, readonly KeyUsageType[]>>> = {
  SYMMETRIC_DEFAULT: ["ENCRYPT_DECRYPT"],
  RSA_2048: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"],
  RSA_3072: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"],
  RSA_4096: ["ENCRYPT_DECRYPT", "SIGN_VERIFY"],
  ECC_NIST_P256: ["SIGN_VERIFY", "KEY_AGREEMENT"],
  ECC_NIST_P384: ["SIGN_VERIFY", "KEY_AGREEMENT"],
  ECC_NIST_P521: ["SIGN_VERIFY", "KEY_AGREEMENT"],
  ECC_NIST_EDWARDS25519: ["SIGN_VERIFY"],
  ECC_SECG_P256K1: ["SIGN_VERIFY"],
  HMAC_224: ["GENERATE_VERIFY_MAC"],
  HMAC_256: ["GENERATE_VERIFY_MAC"],
  HMAC_384: ["GENERATE_VERIFY_MAC"],
  HMAC_512: ["GENERATE_VERIFY_MAC"],
  ML_DSA_44: ["SIGN_VERIFY"],
  ML_DSA_65: ["SIGN_VERIFY"],
  ML_DSA_87: ["SIGN_VERIFY"],
  SM2: ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "KEY_AGREEMENT"],
};

/** May a key of the spec be used so? Throws ServiceError for specs the sandbox does not have. */
export function fits(spec: KeySpec, usage: KeyUsageType): boolean {
  const own = uses[spec];
  if (own === undefined) throw notImplemented(`keys of spec ${spec}`);
  return own.includes(usage);
}

type Algorithms = Pick<KeyMetadata, "EncryptionAlgorithms" | "SigningAlgorithms" | "MacAlgorithms" | "KeyAgreementAlgorithms">;

const elliptic: Readonly<Partial<Record<KeySpec, readonly SigningAlgorithmSpec[]>>> = {
  ECC_NIST_P256: ["ECDSA_SHA_256"],
  ECC_NIST_P384: ["ECDSA_SHA_384"],
  ECC_NIST_P521: ["ECDSA_SHA_512"],
  ECC_SECG_P256K1: ["ECDSA_SHA_256"],
  ECC_NIST_EDWARDS25519: ["ED25519_SHA_512", "ED25519_PH_SHA_512"],
  SM2: ["SM2DSA"],
};

const rsaSigning: readonly SigningAlgorithmSpec[] = [
  "RSASSA_PKCS1_V1_5_SHA_256",
  "RSASSA_PKCS1_V1_5_SHA_384",
  "RSASSA_PKCS1_V1_5_SHA_512",
  "RSASSA_PSS_SHA_256",
  "RSASSA_PSS_SHA_384",
  "RSASSA_PSS_SHA_512",
];

/** The algorithms a key supports, as DescribeKey lists them. */
export function algorithmsOf(spec: KeySpec, usage: KeyUsageType): Algorithms {
  switch (usage) {
    case "ENCRYPT_DECRYPT":
      return { EncryptionAlgorithms: encryption(spec) };
    case "SIGN_VERIFY":
      return { SigningAlgorithms: [...signing(spec)] };
    case "GENERATE_VERIFY_MAC":
      return { MacAlgorithms: macs.filter((name) => name.endsWith(spec.slice(-3))) };
    case "KEY_AGREEMENT":
      return { KeyAgreementAlgorithms: ["ECDH"] };
    case "ENCAPSULATE_DECAPSULATE":
      throw notImplemented(`keys for ${usage}`);
  }
}

const macs: readonly MacAlgorithmSpec[] = ["HMAC_SHA_224", "HMAC_SHA_256", "HMAC_SHA_384", "HMAC_SHA_512"];

function encryption(spec: KeySpec): EncryptionAlgorithmSpec[] {
  if (spec === "SYMMETRIC_DEFAULT") return ["SYMMETRIC_DEFAULT"];
  return spec === "SM2" ? ["SM2PKE"] : ["RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"];
}

function signing(spec: KeySpec): readonly SigningAlgorithmSpec[] {
  if (spec.startsWith("RSA_")) return rsaSigning;
  return spec.startsWith("ML_DSA_") ? ["ML_DSA_SHAKE_256"] : (elliptic[spec] ?? []);
}
