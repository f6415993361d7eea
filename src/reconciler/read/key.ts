/** One KMS key: what it is, who may use it by its policy and its grants, and whether it is rotated. */

import type { GrantListEntry, KeyMetadata } from "@aws-sdk/client-kms";

import type { KmsPort } from "../../aws/ports.ts";
import type { KeyFacts, KeyGrantFacts } from "../../model/account-facts.ts";
import { AwsError } from "../../model/aws-error.ts";
import { parsePolicyDocument } from "../../model/iam/parse-policy.ts";
import { nextIfTruncated, readPages } from "../../model/pages.ts";
import { compareText } from "../../model/source.ts";
import { ask, reasonOf } from "./unreadable.ts";
import type { Answer } from "./unreadable.ts";

export interface KeyReading {
  readonly facts: KeyFacts;
  /** What is not known of it. `fixed`: no permission would bring it, KMS does not tell in this state or across accounts. */
  readonly failed: readonly { readonly what: string; readonly reason: string; readonly fixed: boolean }[];
}

/** Metadata of the key that an id, ARN or alias names; undefined where there is none. */
export async function describeKey(kms: KmsPort, name: string): Promise<Answer<KeyMetadata | undefined>> {
  const answer = await ask(async () => {
    const { KeyMetadata: metadata } = await kms.describeKey({ KeyId: name });
    if (metadata?.Arn === undefined) throw new AwsError("KMS", "DescribeKey", "EmptyAnswer", "the answer holds no key", "invalid");
    return metadata;
  });
  const isAbsent = "error" in answer && /^(NotFoundException|InvalidArnException)$/.test(answer.error.code);
  return isAbsent ? { value: undefined } : answer;
}

/** `aliases`: those of this account and Region that point at the key. */
export async function readKey(kms: KmsPort, account: string, metadata: KeyMetadata, aliases: readonly string[]): Promise<KeyReading> {
  const { Arn: arn = "" } = metadata;
  const facts: KeyFacts = {
    arn,
    aliases: [...new Set(aliases)].toSorted(compareText),
    state: metadata.KeyState ?? "",
    ...(metadata.DeletionDate === undefined ? {} : { deletionDate: metadata.DeletionDate.toISOString() }),
    manager: metadata.KeyManager === "AWS" ? "AWS" : "CUSTOMER",
    usage: metadata.KeyUsage ?? "",
    spec: metadata.KeySpec ?? metadata.CustomerMasterKeySpec ?? "",
    origin: metadata.Origin ?? "",
    multiRegion: metadata.MultiRegion ?? false,
  };
  // Neither policy nor grants are shown across accounts. Source: KMS API Reference, GetKeyPolicy.
  if (arn.split(":")[4] !== account) {
    return { facts, failed: [{ what: "policy and grants", reason: "the key belongs to another account", fixed: true }] };
  }
  const policy = await ask(() => readPolicy(kms, arn));
  const grants = await ask(() => readGrants(kms, arn));
  const rotation = isRotatable(facts) ? await ask(() => readRotation(kms, arn)) : undefined;
  return {
    facts: {
      ...facts,
      ...("value" in policy ? { policy: policy.value } : {}),
      ...("value" in grants ? { grants: grants.value } : {}),
      ...(rotation !== undefined && "value" in rotation ? { rotation: rotation.value } : {}),
    },
    failed: [...failedOf("policy", policy), ...failedOf("grants", grants), ...failedOf("rotation", rotation)],
  };
}

/** Only such keys are rotated by KMS when asked; those that AWS manages always are. Source: KMS API Reference, EnableKeyRotation. */
function isRotatable({ manager, spec, origin }: KeyFacts): boolean {
  return manager === "CUSTOMER" && spec === "SYMMETRIC_DEFAULT" && origin === "AWS_KMS";
}

function failedOf(what: string, answer: Answer<unknown> | undefined): KeyReading["failed"] {
  if (answer === undefined || "value" in answer) return [];
  const { error } = answer;
  return [{ what, reason: reasonOf(error), fixed: error.code === "KMSInvalidStateException" }];
}

/** The text of the only policy a key has. Source: KMS API Reference, GetKeyPolicy. */
async function readPolicy(kms: KmsPort, arn: string): Promise<string> {
  const { Policy: text = "" } = await kms.getKeyPolicy({ KeyId: arn, PolicyName: "default" });
  const parsed = parsePolicyDocument(text, { unknown: "keep" });
  if ("document" in parsed) return text;
  const [problem] = parsed.problems;
  const message = `the policy is not understood: ${problem?.path ?? ""} ${problem?.message ?? ""}`;
  throw new AwsError("KMS", "GetKeyPolicy", "UnreadablePolicy", message, "invalid");
}

async function readGrants(kms: KmsPort, arn: string): Promise<readonly KeyGrantFacts[]> {
  const grants = await readPages(async (marker) => {
    const {
      Grants = [],
      Truncated,
      NextMarker,
    } = await kms.listGrants({
      KeyId: arn,
      Limit: 100,
      ...(marker === undefined ? {} : { Marker: marker }),
    });
    return { items: Grants, next: nextIfTruncated(Truncated, NextMarker) };
  });
  return grants.map(grantOf).toSorted((a, b) => compareText(a.id, b.id));
}

function grantOf({
  GrantId: id = "",
  GranteePrincipal,
  GranteeServicePrincipal,
  Operations = [],
  Constraints,
}: GrantListEntry): KeyGrantFacts {
  const { EncryptionContextEquals: contextEquals, EncryptionContextSubset: contextSubset } = Constraints ?? {};
  return {
    id,
    grantee: GranteePrincipal ?? GranteeServicePrincipal ?? "",
    operations: Operations.toSorted(compareText),
    ...(contextEquals === undefined ? {} : { contextEquals }),
    ...(contextSubset === undefined ? {} : { contextSubset }),
  };
}

async function readRotation(kms: KmsPort, arn: string): Promise<NonNullable<KeyFacts["rotation"]>> {
  const { KeyRotationEnabled: enabled = false, RotationPeriodInDays: periodInDays } = await kms.getKeyRotationStatus({ KeyId: arn });
  return { enabled, ...(periodInDays === undefined ? {} : { periodInDays }) };
}
