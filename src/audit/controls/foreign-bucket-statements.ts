/** Statements of others in buckets' policies that open them: to everyone, to other accounts, or past Lake Formation. */

import { addressOf } from "../../model/address.ts";
import { keepsOffObjects } from "../../model/governed-bucket.ts";
import { isDanglingPrincipal } from "../../model/iam/match-principal.ts";
import { partitionOf } from "../../model/principal.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { effectOf } from "../allow-effect.ts";
import type { AllowedPart, AllowEffect } from "../allow-effect.ts";
import type { Control, Estate, Observation } from "../control.ts";
import { describeEffect } from "../describe-allow-effect.ts";
import { foreignStatements } from "../governed-storage.ts";
import type { NamedStatement } from "../governed-storage.ts";
import { heldBuckets } from "../held-buckets.ts";
import type { HeldBucket } from "../held-buckets.ts";
import { circleOf, conditionsOf, says } from "../policy-circle.ts";
import { describeReach, nothing, reachOf, uniteReach } from "../reach.ts";
import type { Reach } from "../reach.ts";
import { isSpared, sparedIn } from "../spared.ts";

/** What reads, writes, deletes or lists objects. */
const objectActions = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"];

/** What reads objects. */
const objectReads = ["s3:GetObject", "s3:GetObjectVersion"];

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
  const leavesOpen = governed !== undefined && !keepsOffObjects(governed);
  if (leavesOpen || statement.effect === "Deny" || !says(statement.action, objectActions)) return [];
  const spared = governed === undefined ? registrationRoles : sparedIn(governed);
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

export const openBuckets: Control = {
  code: "LGF602",
  title: "bucket policy that opens a bucket of the lake to everyone or to other accounts",
  severity: "high",
  controls: ["ISMS-P 2.6.4", "ISMS-P 2.10.2"],
  reads: ["s3-bucket-policy", "buckets", "lf-location", "catalog"],
  evaluate: (estate) =>
    heldBuckets(estate).flatMap((bucket) => foreignStatements(bucket, estate).flatMap((named) => opening(bucket, named, estate))),
};

function opening(bucket: HeldBucket, { name, statement }: NamedStatement, estate: Estate): readonly Observation[] {
  const circle = circleOf(statement, estate.live.account);
  const { everyone, outsiders, services } = circle;
  if (statement.effect === "Deny" || (!everyone && outsiders.length + services.length === 0)) return [];
  const conditions = conditionsOf(statement);
  const whom = everyone ? "everyone" : outsiders.concat(services.map((service) => `${service} for resources of any account`)).join(", ");
  const allowed = `${statement.action.negated ? "all but " : ""}${statement.action.names.join(", ")}`;
  const allows = `${name} in the policy of ${bucket.name} allows ${allowed} to ${whom}${conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`}`;
  const found = effectOf(bucket.name, statement, circle, estate);
  const arn = `arn:${partitionOf(estate.live.region)}:s3:::${bucket.name}`;
  const reach = readBy(arn, statement, found, estate);
  const isReading = reach.grades.length > 0;
  const severity = found.effect === "denied" ? "informational" : isReading ? "critical" : undefined;
  const { effect, deniedBy, left, why } = found;
  return [
    {
      ...(severity === undefined ? {} : { severity }),
      resource: addressOf("bucket", bucket.name, name),
      message: `${allows}: ${describeEffect(found, arn)}${isReading ? `; reach: ${describeReach(reach)}` : ""}`,
      evidence: { bucket: bucket.name, statement: name, everyone, outsiders, services, conditions, effect, deniedBy, left, why },
    },
  ];
}

/** The graded data that an Allow lets others read. */
function readBy(arn: string, statement: PolicyStatement, { left }: AllowEffect, estate: Estate): Reach {
  if (!says(statement.action, objectReads)) return nothing;
  const isRead = ({ action, resource }: AllowedPart): boolean => resource !== arn && says({ negated: false, names: [action] }, objectReads);
  const places = new Set(left.filter(isRead).map(({ resource }) => placeOf(resource, arn)));
  return uniteReach([...places].map((place) => reachOf(estate, { type: "data-location", arn: place })));
}

/** The path below which a resource lies; the whole bucket where wildcards leave it open. */
function placeOf(resource: string, arn: string): string {
  const path = resource.replace(/\/\*$/, "");
  return path.startsWith(`${arn}/`) && !/[*?$]/.test(path) ? path : arn;
}
