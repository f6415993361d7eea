/** Changes of bucket policies beside changes of locations and default encryption: who reads and writes before and after gets through at every moment. */

import { isDeepStrictEqual } from "node:util";

import { bucketOf } from "../kinds/lf-location/spec.ts";
import type { S3BucketPolicy } from "../kinds/s3-bucket-policy/spec.ts";
import { isChangeOf, subjectOf } from "../kinds/specs.ts";
import type { ChangeOf } from "../kinds/specs.ts";
import { algorithmCondition, keyIdCondition } from "../model/encryption-conditions.ts";
import type { ConditionClause, PolicyStatement } from "../model/iam/policy-document.ts";
import { normalStatements } from "../model/iam/normal-statement.ts";
import { compilePattern, matchesPattern } from "../model/iam/pattern.ts";
import { expand, literalPattern } from "../model/iam/variables.ts";
import type { Difference } from "./diff.ts";

type PolicyDifference = ChangeOf<"s3-bucket-policy", Difference>;

/** By bucket: the roles of each location that is registered or changed there. */
export type RolesOfLocations = ReadonlyMap<string, readonly RoleOfLocation[]>;

interface RoleOfLocation {
  /** Absent for a location that is new. */
  readonly before?: string;
  readonly after: string;
}

export function rolesOfLocations(differences: readonly Difference[]): RolesOfLocations {
  const roles = new Map<string, RoleOfLocation[]>();
  for (const difference of differences) {
    if (!isChangeOf(difference, "lf-location") || difference.after === null) continue;
    const { before, after } = difference;
    const bucket = bucketOf(after.arn);
    if (bucket === undefined) continue;
    const ofBucket = roles.get(bucket) ?? [];
    ofBucket.push({ after: after.role, ...(before === null ? {} : { before: before.role }) });
    roles.set(bucket, ofBucket);
  }
  return roles;
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
 * The part of a change that has to come before the locations: the policy as it was, with its denies sparing the roles of these locations that they
 * are to spare; in a policy that goes, the role that comes in place of one that they spare. Whoever else is to be spared waits for the end: a
 * guardrail that is to hold them off is not there yet. Undefined where there is no such part.
 */
export function partBeforeLocations(difference: PolicyDifference, locations: RolesOfLocations): PolicyDifference | undefined {
  const { before, after } = difference;
  const roles = before === null ? undefined : locations.get(before.bucket);
  if (before === null || roles === undefined) return undefined;
  return loosened(difference, before, after ?? before, spares, ({ values }, next) =>
    after === null
      ? roles.flatMap((role) => (role.before !== undefined && isNamed(role.before, values) ? [literalPattern(role.after)] : []))
      : next.filter((value) => roles.some((role) => isNamed(role.after, [value]))),
  );
}

/** Does one of these patterns match the ARN? */
function isNamed(arn: string, patterns: readonly string[]): boolean {
  return patterns.some((text) => {
    const expansion = expand(text, "2012-10-17", new Map());
    return "pieces" in expansion && matchesPattern(compilePattern(expansion.pieces), arn);
  });
}

/** What a clause takes of the values that its statement's successor has there. */
type Adopted = (clause: ConditionClause, next: readonly string[]) => readonly string[];

function loosened(
  difference: PolicyDifference,
  before: S3BucketPolicy,
  after: S3BucketPolicy,
  isLoosened: (clause: ConditionClause) => boolean,
  adopted: Adopted = (_clause, next) => next,
): PolicyDifference | undefined {
  const statements = sparingBoth(before, after, isLoosened, adopted);
  return isDeepStrictEqual(statements, normalStatements(before.statements))
    ? undefined
    : { ...difference, action: "update", after: { ...after, statements } };
}

/** The statements as they were; clauses of denies that spare some values spare those of the statement's successor, too. Normal, as specs are. */
function sparingBoth(
  before: S3BucketPolicy,
  after: S3BucketPolicy,
  isLoosened: (clause: ConditionClause) => boolean,
  adopted: Adopted,
): readonly PolicyStatement[] {
  const next = new Map(after.statements.map((statement) => [statement.sid, statement]));
  return normalStatements(
    before.statements.map((statement) => {
      const successor = next.get(statement.sid)?.conditions ?? [];
      const widened = (clause: ConditionClause): ConditionClause => {
        if (!isLoosened(clause)) return clause;
        const same = successor.filter(({ operator, key }) => operator === clause.operator && key === clause.key);
        return {
          ...clause,
          values: [
            ...clause.values,
            ...adopted(
              clause,
              same.flatMap(({ values }) => values),
            ),
          ],
        };
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
