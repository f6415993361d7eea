/** What of an account's surroundings the policies speak about, so that reading can ask for it by name. */

export interface Wanted {
  readonly buckets: readonly string[];
  /** ARNs, or aliases of this account and Region. */
  readonly keys: readonly string[];
  readonly permissionSets: readonly string[];
  /** Display names of Identity Center groups. */
  readonly groups: readonly string[];
  /** False where nothing depends on Identity Center, so that it need not be asked. */
  readonly identityCenter: boolean;
}
