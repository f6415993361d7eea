/** Statements of others in governed buckets' policies that open them: to everyone, to other accounts, or past what the policies deny. */

import { addressOf } from "../../model/address.ts";
import { isDanglingPrincipal } from "../../model/iam/match-principal.ts";
import { roleNameOfSession } from "../../model/principal.ts";
import type { Principal } from "../../model/principal.ts";
import type { Control, Observation } from "../control.ts";
import { foreignStatements, governedBuckets } from "../governed-storage.ts";
import type { NamedStatement, StoredBucket } from "../governed-storage.ts";
import { circleOf, conditionsOf, says } from "../policy-circle.ts";

/** What reads, writes, deletes or lists objects. */
const objectActions = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"];

export const clashingStatements: Control = {
  code: "LGF601",
  title: "bucket policy that allows what the policies deny",
  severity: "low",
  controls: ["ISMS-P 2.6.4"],
  reads: ["s3-bucket-policy"],
  evaluate: (estate) =>
    governedBuckets(estate).flatMap((bucket) =>
      foreignStatements(bucket, estate).flatMap((named) => clash(bucket, named, estate.live.account)),
    ),
};

function clash({ governed }: StoredBucket, { name, statement }: NamedStatement, account: string): readonly Observation[] {
  const { directAccess, staged, registrationRoles, operators, breakGlass } = governed;
  if (directAccess === undefined || staged !== undefined || statement.effect === "Deny" || !says(statement.action, objectActions))
    return [];
  const spared = [...directAccess, ...registrationRoles, ...operators, ...breakGlass];
  const { own, ownAccount } = circleOf(statement, account);
  const denied = [
    ...own.filter((principal) => !isSpared(principal, spared) && !isDanglingPrincipal(principal)),
    ...(ownAccount ? [account] : []),
  ];
  if (denied.length === 0) return [];
  const message = `${name} in the policy of ${governed.name} allows direct access to ${denied.join(", ")}, which \`directAccess\` does not name: the Deny of the policies stands over it`;
  return [{ resource: addressOf("bucket", governed.name, name), message, evidence: { bucket: governed.name, statement: name, denied } }];
}

/** A session is spared with its role. */
function isSpared(principal: Principal, spared: readonly Principal[]): boolean {
  const role = roleNameOfSession(principal);
  return spared.some((one) => one === principal || (role !== undefined && one.endsWith(`/${role}`)));
}

export const openBuckets: Control = {
  code: "LGF602",
  title: "bucket policy that opens a governed bucket to everyone or to other accounts",
  severity: "high",
  controls: ["ISMS-P 2.6.4", "ISMS-P 2.10.2"],
  reads: ["s3-bucket-policy"],
  evaluate: (estate) =>
    governedBuckets(estate).flatMap((bucket) =>
      foreignStatements(bucket, estate).flatMap((named) => opening(bucket, named, estate.live.account)),
    ),
};

function opening({ governed }: StoredBucket, { name, statement }: NamedStatement, account: string): readonly Observation[] {
  const { everyone, outsiders, services } = circleOf(statement, account);
  if (statement.effect === "Deny" || (!everyone && outsiders.length + services.length === 0)) return [];
  const conditions = conditionsOf(statement);
  const whom = everyone ? "everyone" : outsiders.concat(services.map((name) => `${name} for resources of any account`)).join(", ");
  const message = `${name} in the policy of ${governed.name} allows ${statement.action.names.join(", ")} to ${whom}${conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`}`;
  const evidence = { bucket: governed.name, statement: name, everyone, outsiders, services, conditions };
  return [{ resource: addressOf("bucket", governed.name, name), message, evidence }];
}
