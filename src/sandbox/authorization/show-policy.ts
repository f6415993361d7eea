/** Resource policies as AWS hands them out: not the text that was written, but what was understood of it. */

import type { NameElement, PolicyDocument, PolicyStatement, PrincipalElement } from "../../model/iam/policy-document.ts";

/**
 * The document as JSON would hold it: elements in AWS's order, lists of one as scalars, condition values as text. Seen with S3 and
 * KMS by users of infrastructure code, not documented.
 */
export function showPolicy(policy: PolicyDocument): object {
  return {
    Version: policy.version,
    ...(policy.id !== undefined && { Id: policy.id }),
    Statement: policy.statements.map(showStatement),
  };
}

function showStatement({ sid, effect, principal, action, resource, conditions }: PolicyStatement): object {
  return {
    ...(sid !== undefined && { Sid: sid }),
    Effect: effect,
    ...(principal !== undefined && { [principal.negated ? "NotPrincipal" : "Principal"]: showPrincipal(principal) }),
    ...showNames("Action", action),
    ...(resource !== undefined && showNames("Resource", resource)),
    ...(conditions.length > 0 && { Condition: showConditions(conditions) }),
  };
}

/** `"*"` and `{"AWS": "*"}` mean the same and are kept as one. */
function showPrincipal({ byType }: PrincipalElement): unknown {
  if (byType.AWS?.length === 1 && byType.AWS[0] === "*" && Object.keys(byType).length === 1) return "*";
  return Object.fromEntries(Object.entries(byType).map(([type, names]) => [type, scalarOrList(names)]));
}

function showNames(name: string, { negated, names }: NameElement): object {
  return { [negated ? `Not${name}` : name]: scalarOrList(names) };
}

function showConditions(conditions: PolicyStatement["conditions"]): object {
  const byOperator = new Map<string, [string, unknown][]>();
  for (const { operator, key, values } of conditions) {
    const keys = byOperator.get(operator) ?? [];
    byOperator.set(operator, keys);
    keys.push([key, scalarOrList(values)]);
  }
  return Object.fromEntries([...byOperator].map(([operator, keys]) => [operator, Object.fromEntries(keys)]));
}

function scalarOrList(values: readonly string[]): string | readonly string[] {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}
