/** All checks of resolved policies, one file a check. */

import type { Diagnostic } from "../model/diagnostic.ts";
import { checkAccessPoints } from "./checks/access-points.ts";
import { checkAdministrators } from "./checks/administrators.ts";
import { checkBucketDuties } from "./checks/bucket-duties.ts";
import { checkBucketKeys } from "./checks/bucket-keys.ts";
import { checkDirectReaders } from "./checks/direct-readers.ts";
import { checkDomains } from "./checks/domains.ts";
import { checkDuplicateBuckets } from "./checks/duplicate-buckets.ts";
import { checkDuplicateClassifications } from "./checks/duplicate-classifications.ts";
import { checkExpressionSize } from "./checks/expression-size.ts";
import { checkForeignAccounts } from "./checks/foreign-accounts.ts";
import { checkFormerKeyStates } from "./checks/former-key-states.ts";
import { checkFormerKeys } from "./checks/former-keys.ts";
import { checkGradeBounds } from "./checks/grade-bounds.ts";
import { checkGradeNames } from "./checks/grade-names.ts";
import { checkGroupNames } from "./checks/group-names.ts";
import { checkLocationBuckets } from "./checks/location-buckets.ts";
import { checkNearMissColumns } from "./checks/near-miss-columns.ts";
import { checkOwnedLocations } from "./checks/owned-locations.ts";
import { checkPartitionKeys } from "./checks/partition-keys.ts";
import { checkPolicySizes } from "./checks/policy-sizes.ts";
import { checkRegisteredLocations } from "./checks/registered-locations.ts";
import { checkRegistrationRoles } from "./checks/registration-roles.ts";
import { checkRepeatedPrincipals } from "./checks/repeated-principals.ts";
import { checkResourceLinks } from "./checks/resource-links.ts";
import { checkSeparationOfDuties } from "./checks/separation-of-duties.ts";
import { checkSettingConflicts } from "./checks/setting-conflicts.ts";
import { checkSharedDataKeys } from "./checks/shared-data-keys.ts";
import { checkSharedPrincipals } from "./checks/shared-principals.ts";
import { checkTagKeys } from "./checks/tag-keys.ts";
import { checkTagPolicyQuota } from "./checks/tag-policy-quota.ts";
import { checkUnknownDatabases } from "./checks/unknown-databases.ts";
import { checkUnmanageableGuardrails } from "./checks/unmanageable-guardrails.ts";
import { checkUnmatchedRules } from "./checks/unmatched-rules.ts";
import { checkUnusedExceptions } from "./checks/unused-exceptions.ts";
import { checkWriters } from "./checks/writers.ts";
import type { Resolved } from "./resolved.ts";
import { withSettledBuckets, withSettledRules } from "./settled.ts";

/** Looks at resolved policies and says what is wrong; a check that needs the catalog yields nothing without one. */
type Check = (resolved: Resolved) => Iterable<Diagnostic>;

const checks: readonly Check[] = [
  checkGradeNames,
  checkGradeBounds,
  checkTagKeys,
  checkAdministrators,
  checkRegisteredLocations,
  checkLocationBuckets,
  checkDuplicateClassifications,
  checkSettingConflicts,
  checkUnknownDatabases,
  (resolved) => checkUnmatchedRules(withSettledRules(resolved)),
  (resolved) => checkNearMissColumns(withSettledRules(resolved)),
  (resolved) => checkUnusedExceptions(withSettledRules(resolved)),
  checkResourceLinks,
  checkPartitionKeys,
  checkGroupNames,
  checkDomains,
  checkRepeatedPrincipals,
  checkSharedPrincipals,
  checkSeparationOfDuties,
  checkForeignAccounts,
  checkWriters,
  checkOwnedLocations,
  checkExpressionSize,
  checkTagPolicyQuota,
  checkRegistrationRoles,
  checkUnmanageableGuardrails,
  checkDuplicateBuckets,
  checkBucketDuties,
  checkBucketKeys,
  (resolved) => checkSharedDataKeys(withSettledBuckets(resolved)),
  checkFormerKeys,
  checkFormerKeyStates,
  checkDirectReaders,
  checkAccessPoints,
  checkPolicySizes,
];

export function check(resolved: Resolved): readonly Diagnostic[] {
  return checks.flatMap((one) => [...one(resolved)]);
}
