/** Keys for tests of KMS. */

import { CreateKeyCommand } from "@aws-sdk/client-kms";
import type { CreateKeyCommandInput, KeyMetadata, KMSClient } from "@aws-sdk/client-kms";

export async function create(
  kms: KMSClient,
  input: CreateKeyCommandInput = {},
): Promise<KeyMetadata & { readonly KeyId: string; readonly Arn: string }> {
  const { KeyMetadata: made } = await kms.send(new CreateKeyCommand(input));
  if (made?.KeyId === undefined || made.Arn === undefined) throw new Error("the key has no name");
  return { ...made, KeyId: made.KeyId, Arn: made.Arn };
}
