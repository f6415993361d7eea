/** Statements of others in buckets' policies that open them: to everyone, to other accounts, or past Lake Formation. */

import { addressOf } from "../../model/address.ts";
import { isDanglingPrincipal } from "../../model/iam/match-principal.ts";
import { roleNameOfSession } from "../../model/principal.ts";
import type { Principal } from "../../model/principal.ts";
import type { Control, Observation } from "../control.ts";
import { foreignStatements } from "../governed-storage.ts";
import type { NamedStatement } from "../governed-storage.ts";
import { heldBuckets } from "../held-buckets.ts";
import type { HeldBucket } from "../held-buckets.ts";
import { circleOf, conditionsOf, says } from "../policy-circle.ts";

/** What reads, writes, deletes or lists objects. */
const objectActions = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"];

export const clashingStatements: Control = {
  code: "LGF601",
  title: "bucket policy that allows direct access which no policy asks for",
  severity: "low",
  controls: ["ISMS-P 2.6.4"],
  reads: ["s3-bucket-policy", "buckets", "lf-location", "catalog"],
  evaluate: (estate) =>
    heldBuckets(estate).flatMap((bucket) =>
      foreignStatements(bucket, estate).flatMap((named) => clash(bucket, named, estate.live.account)),
    ),
};

/** A document that leaves direct access open says so itself (LGF606, LGF414). */
function clash(bucket: HeldBucket, { name, statement }: NamedStatement, account: string): readonly Observation[] {
  const { governed, registrationRoles } = bucket;
  const leavesOpen = governed !== undefined && (governed.directAccess === undefined || governed.staged !== undefined);
  if (leavesOpen || statement.effect === "Deny" || !says(statement.action, objectActions)) return [];
  const { directAccess = [], operators = [], breakGlass = [] } = governed ?? {};
  const spared = [...directAccess, ...registrationRoles, ...operators, ...breakGlass];
  const { own, ownAccount } = circleOf(statement, account);
  const denied = [
    ...own.filter((principal) => !isSpared(principal, spared) && !isDanglingPrincipal(principal)),
    ...(ownAccount ? [account] : []),
  ];
  if (denied.length === 0) return [];
  const allows = `${name} in the policy of ${bucket.name} allows direct access to ${denied.join(", ")}`;
  const resource = addressOf("bucket", bucket.name, name);
  if (governed === undefined) {
    const message = `${allows}: in effect, because no \`Bucket\` document governs ${bucket.name}`;
    return [{ severity: "medium", resource, message, evidence: { bucket: bucket.name, statement: name, allowed: denied } }];
  }
  const message = `${allows}, which \`directAccess\` does not name: the Deny of the policies stands over it`;
  return [{ resource, message, evidence: { bucket: bucket.name, statement: name, denied } }];
}

/** A session is spared with its role. */
function isSpared(principal: Principal, spared: readonly Principal[]): boolean {
  const role = roleNameOfSession(principal);
  return spared.some((one) => one === principal || (role !== undefined && one.endsWith(`/${role}`)));
}

export const openBuckets: Control = {
  code: "LGF602",
  title: "bucket policy that opens a bucket of the lake to everyone or to other accounts",
  severity: "high",
  controls: ["ISMS-P 2.6.4", "ISMS-P 2.10.2"],
  reads: ["s3-bucket-policy", "buckets", "lf-location", "catalog"],
  evaluate: (estate) =>
    heldBuckets(estate).flatMap((bucket) =>
      foreignStatements(bucket, estate).flatMap((named) => opening(bucket, named, estate.live.account)),
    ),
};

function opening(bucket: HeldBucket, { name, statement }: NamedStatement, account: string): readonly Observation[] {
  const { everyone, outsiders, services } = circleOf(statement, account);
  if (statement.effect === "Deny" || (!everyone && outsiders.length + services.length === 0)) return [];
  const conditions = conditionsOf(statement);
  const whom = everyone ? "everyone" : outsiders.concat(services.map((service) => `${service} for resources of any account`)).join(", ");
  const message = `${name} in the policy of ${bucket.name} allows ${statement.action.names.join(", ")} to ${whom}${conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`}`;
  const evidence = { bucket: bucket.name, statement: name, everyone, outsiders, services, conditions };
  return [{ resource: addressOf("bucket", bucket.name, name), message, evidence }];
}
