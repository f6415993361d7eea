/** What of KMS opens the data under a key, by a key policy or by a grant: names of operations. Source: KMS Developer Guide, permissions reference. */

/** They give back what was encrypted. */
export const decrypting = ["Decrypt", "ReEncryptFrom"];

/** It gives a key for new data, in plain. */
export const makingDataKeys = ["GenerateDataKey"];

/** Whoever may do one of these can let themselves decrypt. A replica of a multi-Region key gets a policy that its maker writes. */
export const selfGranting = ["CreateGrant", "PutKeyPolicy", "ReplicateKey"];

/** As a policy names them. */
export function actionsOf(operations: readonly string[]): readonly string[] {
  return operations.map((operation) => `kms:${operation}`);
}
