/** What of an account's surroundings the policies speak about, so that reading can ask for it by name. */

export interface Wanted {
  readonly buckets: readonly string[];
  /** ARNs, or aliases of this account and Region. */
  readonly keys: readonly string[];
  readonly permissionSets: readonly string[];
  /** Display names of Identity Center groups. */
  readonly groups: readonly string[];
  /** False where no policy depends on Identity Center, so that it need not be asked. */
  readonly identityCenter: boolean;
  /**
   * Beginning of the lake's Sids: where roles of permission sets hold statements of it, Identity Center is asked whatever the policies say, or
   * guardrails would outlive the groups that had them made. Absent where policies name no lake.
   */
  readonly sidPrefix?: string;
}
