/** KMS grants: permissions on a key that are not in its policy. */

/** What ListGrants returns of one grant, as far as it decides. */
export interface KeyGrant {
  readonly id: string;
  /** ARN of the grantee, or the name of a service. */
  readonly granteePrincipal: string;
  /** `Decrypt`, `GenerateDataKey`, …: the operations without `kms:`. */
  readonly operations: readonly string[];
  /** The encryption context must be exactly this. */
  readonly encryptionContextEquals?: Readonly<Record<string, string>>;
  /** The encryption context must hold at least this. */
  readonly encryptionContextSubset?: Readonly<Record<string, string>>;
}
