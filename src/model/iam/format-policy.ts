/** Policy documents as JSON values: elements in the order AWS's documents give them, lists of one as scalars, condition values as text. */

import type { NameElement, PolicyDocument, PolicyStatement, PrincipalElement } from "./policy-document.ts";

/** The document as JSON would hold it; S3 and KMS hand policies out in this form, too (seen by users of infrastructure code, not documented). */
export function policyJson(policy: PolicyDocument): object {
  return {
    Version: policy.version,
    ...(policy.id !== undefined && { Id: policy.id }),
    Statement: policy.statements.map(statementJson),
  };
}

/** A statement as JSON would hold it. */
export function statementJson({ sid, effect, principal, action, resource, conditions }: PolicyStatement): object {
  return {
    ...(sid !== undefined && { Sid: sid }),
    Effect: effect,
    ...(principal !== undefined && { [principal.negated ? "NotPrincipal" : "Principal"]: principalJson(principal) }),
    ...namesJson("Action", action),
    ...(resource !== undefined && namesJson("Resource", resource)),
    ...(conditions.length > 0 && { Condition: conditionsJson(conditions) }),
  };
}

/** `"*"` and `{"AWS": "*"}` mean the same and are kept as one. */
function principalJson({ byType }: PrincipalElement): unknown {
  if (byType.AWS?.length === 1 && byType.AWS[0] === "*" && Object.keys(byType).length === 1) return "*";
  return Object.fromEntries(Object.entries(byType).map(([type, names]) => [type, scalarOrList(names)]));
}

function namesJson(name: string, { negated, names }: NameElement): object {
  return { [negated ? `Not${name}` : name]: scalarOrList(names) };
}

function conditionsJson(conditions: PolicyStatement["conditions"]): object {
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
