/** Changes of bucket policies beside changes of locations: whoever Lake Formation reads with, before or after, gets through at every moment. */

import { isDeepStrictEqual } from "node:util";

import { bucketOf } from "../kinds/lf-location/spec.ts";
import type { S3BucketPolicy } from "../kinds/s3-bucket-policy/spec.ts";
import { isChangeOf, subjectOf } from "../kinds/specs.ts";
import type { ChangeOf } from "../kinds/specs.ts";
import type { ConditionClause, PolicyStatement } from "../model/iam/policy-document.ts";
import { normalStatements } from "../model/iam/normal-statement.ts";
import type { Difference } from "./diff.ts";

/** Buckets in which a location is registered or changed. */
export function bucketsOfLocations(differences: readonly Difference[]): ReadonlySet<string> {
  return new Set(
    differences.flatMap((difference) => (isChangeOf(difference, "lf-location") ? (bucketOf(subjectOf(difference).arn) ?? []) : [])),
  );
}

/**
 * The part of a change that has to come before the locations: the policy as it was, with its denies sparing whom they spared and whom they are
 * to spare; a policy that goes, goes then. Undefined where there is no such part. Old or new access allows all that this opens.
 */
export function partBeforeLocations(
  difference: ChangeOf<"s3-bucket-policy", Difference>,
  buckets: ReadonlySet<string>,
): Difference | undefined {
  const { before, after } = difference;
  if (before === null || !buckets.has(before.bucket)) return undefined;
  if (after === null) return difference;
  const first = { ...after, statements: sparingBoth(before, after) };
  return isDeepStrictEqual(first.statements, normalStatements(before.statements)) ? undefined : { ...difference, after: first };
}

/** Normal, as specs are. */
function sparingBoth(before: S3BucketPolicy, after: S3BucketPolicy): readonly PolicyStatement[] {
  const next = new Map(after.statements.map((statement) => [statement.sid, statement]));
  return normalStatements(
    before.statements.map((statement) => {
      const added = (next.get(statement.sid)?.conditions ?? []).filter(spares).flatMap(({ values }) => values);
      const widened = (clause: ConditionClause): ConditionClause =>
        spares(clause) ? { ...clause, values: [...clause.values, ...added] } : clause;
      return statement.effect === "Deny" ? { ...statement, conditions: statement.conditions.map(widened) } : statement;
    }),
  );
}

/** The clause by which our denies leave principals out. */
function spares({ operator, key }: ConditionClause): boolean {
  return operator === "ArnNotLike" && key === "aws:PrincipalArn";
}
