/** Whether a bucket policy is public, as block public access means it. */

import type { ConditionClause, PolicyDocument, PolicyStatement } from "../../model/iam/policy-document.ts";

/**
 * Does the policy open the bucket to anybody? It does when an Allow names everyone and no condition holds it to fixed values.
 * Source: S3 User Guide, access-control-block-public-access, "The meaning of public".
 */
export function isPublic({ statements }: PolicyDocument): boolean {
  return statements.some((statement) => statement.effect === "Allow" && namesEveryone(statement) && !statement.conditions.some(isFixed));
}

/** Everyone but some is everyone. */
function namesEveryone({ principal }: PolicyStatement): boolean {
  if (principal === undefined || principal.negated) return true;
  return (principal.byType.AWS ?? []).includes("*");
}

const fixedKeys: ReadonlySet<string> = new Set(
  [
    "aws:PrincipalOrgID",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOwner",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:userid",
    "s3:DataAccessPointAccount",
    "s3:DataAccessPointArn",
  ].map((key) => key.toLowerCase()),
);

/** Operators that hold only when the key is there and equals a value. */
const positive = /^(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/;

function isFixed({ operator, key, values }: ConditionClause): boolean {
  if (values.length === 0) return false;
  const name = key.toLowerCase();
  if (name === "aws:sourceip") return operator === "IpAddress" && values.every(isNarrow);
  return positive.test(operator) && fixedKeys.has(name) && values.every((value) => isFixedValue(name, value));
}

/** Wildcards and policy variables are not fixed; `AROA…:*` as a user id is any session of anybody's role. */
function isFixedValue(key: string, value: string): boolean {
  if (key === "s3:dataaccesspointarn") return /^arn:[^*?$]+:\d{12}:accesspoint\/[^$]+$/.test(value);
  return !/[*?]|\$\{/.test(value);
}

/** Ranges wider than /8 (IPv6: /32) are public. Source: as above. */
function isNarrow(range: string): boolean {
  const [address = "", bits] = range.split("/");
  const isSix = address.includes(":");
  const width = bits === undefined ? Number.POSITIVE_INFINITY : Number(bits);
  return !/[*?]|\$\{/.test(range) && width >= (isSix ? 32 : 8);
}
