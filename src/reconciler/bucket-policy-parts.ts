/** Changes of bucket policies beside changes of locations and default encryption: who reads and writes before and after gets through at every moment. */

import { isDeepStrictEqual } from "node:util";

import { bucketOf } from "../kinds/lf-location/spec.ts";
import type { S3BucketPolicy } from "../kinds/s3-bucket-policy/spec.ts";
import { isChangeOf, subjectOf } from "../kinds/specs.ts";
import type { ChangeOf } from "../kinds/specs.ts";
import { algorithmCondition, keyIdCondition } from "../model/encryption-conditions.ts";
import type { ConditionClause, PolicyStatement } from "../model/iam/policy-document.ts";
import { normalStatements } from "../model/iam/normal-statement.ts";
import type { Difference } from "./diff.ts";

type PolicyDifference = ChangeOf<"s3-bucket-policy", Difference>;

/** Buckets in which a location is registered or changed. */
export function bucketsOfLocations(differences: readonly Difference[]): ReadonlySet<string> {
  return new Set(
    differences.flatMap((difference) => (isChangeOf(difference, "lf-location") ? (bucketOf(subjectOf(difference).arn) ?? []) : [])),
  );
}

/** Buckets whose default encryption changes. */
export function bucketsOfEncryption(differences: readonly Difference[]): ReadonlySet<string> {
  return new Set(
    differences.flatMap((difference) => (isChangeOf(difference, "s3-bucket-encryption") ? [subjectOf(difference).bucket] : [])),
  );
}

/**
 * The part of a change that has to come before the default encryption: the policy as it was, with its denies letting through the key that was
 * right and the one that is to be. Policies may see the bucket's own key where a writer names none, so that one key alone would stop whoever
 * leaves the choice to the bucket, before the encryption changes or after. Undefined where there is no such part.
 */
export function partBeforeEncryption(difference: PolicyDifference, buckets: ReadonlySet<string>): PolicyDifference | undefined {
  const { before, after } = difference;
  return before === null || after === null || !buckets.has(before.bucket) ? undefined : loosened(difference, before, after, asksForKey);
}

/**
 * The part of a change that has to come before the locations: the policy as it was, with its denies sparing whom they spared and whom they are
 * to spare; a policy that goes, goes then. Undefined where there is no such part. Old or new access allows all that this opens.
 */
export function partBeforeLocations(difference: PolicyDifference, buckets: ReadonlySet<string>): PolicyDifference | undefined {
  const { before, after } = difference;
  if (before === null || !buckets.has(before.bucket)) return undefined;
  return after === null ? difference : loosened(difference, before, after, spares);
}

function loosened(
  difference: PolicyDifference,
  before: S3BucketPolicy,
  after: S3BucketPolicy,
  isLoosened: (clause: ConditionClause) => boolean,
): PolicyDifference | undefined {
  const statements = sparingBoth(before, after, isLoosened);
  return isDeepStrictEqual(statements, normalStatements(before.statements))
    ? undefined
    : { ...difference, after: { ...after, statements } };
}

/** The statements as they were; clauses of denies that spare some values spare those of the statement's successor, too. Normal, as specs are. */
function sparingBoth(
  before: S3BucketPolicy,
  after: S3BucketPolicy,
  isLoosened: (clause: ConditionClause) => boolean,
): readonly PolicyStatement[] {
  const next = new Map(after.statements.map((statement) => [statement.sid, statement]));
  return normalStatements(
    before.statements.map((statement) => {
      const successor = next.get(statement.sid)?.conditions ?? [];
      const widened = (clause: ConditionClause): ConditionClause => {
        if (!isLoosened(clause)) return clause;
        const same = successor.filter(({ operator, key }) => operator === clause.operator && key === clause.key);
        return { ...clause, values: [...clause.values, ...same.flatMap(({ values }) => values)] };
      };
      return statement.effect === "Deny" ? { ...statement, conditions: statement.conditions.map(widened) } : statement;
    }),
  );
}

/** The clause by which our denies leave principals out. */
function spares({ operator, key }: ConditionClause): boolean {
  return operator === "ArnNotLike" && key === "aws:PrincipalArn";
}

/** The clauses by which our denies leave the right key and algorithm out. */
function asksForKey({ operator, key }: ConditionClause): boolean {
  return (operator === "ArnNotEquals" && key === keyIdCondition) || (operator === "StringNotEquals" && key === algorithmCondition);
}
