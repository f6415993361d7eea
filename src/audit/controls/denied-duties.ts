/** Denies of others in buckets' policies that hit those who must get through: registration roles, operators, direct readers. */

import { allowEverything } from "../../access/policy-reader.ts";
import { addressOf } from "../../model/address.ts";
import { decide } from "../../model/iam/decision.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { principalOf } from "../../model/iam/request.ts";
import type { Principal } from "../../model/principal.ts";
import { partitionOf } from "../../model/principal.ts";
import type { Control, Estate, Observation } from "../control.ts";
import { foreignStatements } from "../governed-storage.ts";
import type { NamedStatement } from "../governed-storage.ts";
import { heldBuckets } from "../held-buckets.ts";
import type { HeldBucket } from "../held-buckets.ts";
import { sampleOf } from "../sample.ts";

export const deniedDuties: Control = {
  code: "LGF603",
  title: "bucket policy that denies access to those who need it",
  severity: "medium",
  controls: [],
  reads: ["s3-bucket-policy", "buckets", "lf-location", "catalog"],
  evaluate: (estate) =>
    heldBuckets(estate).flatMap((bucket) =>
      foreignStatements(bucket, estate)
        .filter(({ statement }) => statement.effect === "Deny")
        .flatMap((named) => denial(bucket, named, estate)),
    ),
};

interface Duty {
  readonly principal: Principal;
  readonly action: string;
}

/** What is done with a bucket by those whom the policies name for it, writing aside: a plan shows what becomes of each way to write. */
function dutiesOf({ registrationRoles, governed }: HeldBucket): readonly Duty[] {
  const { operators = [], breakGlass = [], directAccess = [] } = governed ?? {};
  return [
    ...duties(registrationRoles, "s3:GetObject", "s3:ListBucket"),
    ...duties(directAccess, "s3:GetObject"),
    ...duties(operators, "s3:GetBucketPolicy", "s3:PutBucketPolicy"),
    ...duties(breakGlass, "s3:GetObject", "s3:PutBucketPolicy"),
  ];
}

function duties(principals: readonly Principal[], ...actions: readonly string[]): readonly Duty[] {
  return principals.flatMap((principal) => actions.map((action) => ({ principal, action })));
}

/** What is said of every request; a condition on anything else may hold or not. */
const context = { "aws:SecureTransport": true, "s3:TlsVersion": 1.3 };
const decided =
  /^(aws:(SecureTransport|PrincipalArn|PrincipalAccount|PrincipalType|PrincipalIsAWSService|ResourceAccount)|s3:(TlsVersion|ResourceAccount))$/i;

function denial(bucket: HeldBucket, { name, statement, alone }: NamedStatement, { live }: Estate): readonly Observation[] {
  const arn = `arn:${partitionOf(live.region)}:s3:::${bucket.name}`;
  const judged = widest(statement, arn);
  const hits = dutiesOf(bucket).flatMap(({ principal, action }) => {
    const asking = principalOf(principal);
    if (asking === undefined) return [];
    const resource = action.endsWith("Object") ? `${arn}/any` : arn;
    const request = { principal: asking, action, resource, resourceAccount: live.account, context };
    const policies = { identity: [allowEverything], resource: { ...alone, statements: [judged.statement] } };
    const { result, unknown } = decide(request, policies);
    return result === "explicitDeny" ? [{ what: `${principal} ${action}`, isKnown: unknown.length === 0 }] : [];
  });
  if (hits.length === 0) return [];
  const isKnown = judged.isSame && hits.some((hit) => hit.isKnown);
  const { count, examples } = sampleOf(hits.map(({ what }) => what));
  const message = `${name} in the policy of ${bucket.name} ${isKnown ? "denies" : "may deny"} ${examples.join(", ")}`;
  const evidence = { bucket: bucket.name, statement: name, count, examples };
  return [{ ...(isKnown ? {} : { status: "unknown" as const }), resource: addressOf("bucket", bucket.name, name), message, evidence }];
}

/** The statement without the conditions that cannot be judged, and on all objects where it is on some: it denies at least as much. */
function widest(statement: PolicyStatement, arn: string): { readonly statement: PolicyStatement; readonly isSame: boolean } {
  const conditions = statement.conditions.filter(({ key }) => decided.test(key));
  const { resource } = statement;
  const isPartial = resource?.negated === false && resource.names.every((name) => name !== "*" && name !== `${arn}/*`);
  const isOnObjects = isPartial && resource.names.some((name) => name !== arn);
  return {
    statement: {
      ...statement,
      conditions,
      ...(isOnObjects ? { resource: { negated: false, names: [...resource.names, `${arn}/*`] } } : {}),
    },
    isSame: !isOnObjects && conditions.length === statement.conditions.length,
  };
}
