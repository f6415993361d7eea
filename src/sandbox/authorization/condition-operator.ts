/** The names condition operators have. Source: IAM User Guide, reference_policies_elements_condition_operators. */

const comparisons: readonly string[] = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];

const names: ReadonlySet<string> = new Set([
  ...["Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike"].map((name) => `String${name}`),
  ...comparisons.flatMap((name) => [`Numeric${name}`, `Date${name}`]),
  ...["Equals", "NotEquals", "Like", "NotLike"].map((name) => `Arn${name}`),
  "Bool",
  "BinaryEquals",
  "IpAddress",
  "NotIpAddress",
]);

/** Is there such an operator? `Null` takes no suffix; the others may have a set prefix and `IfExists`. */
export function isConditionOperator(operator: string): boolean {
  if (operator === "Null") return true;
  const [, base = ""] = /^(?:ForAllValues:|ForAnyValue:)?(\w+?)(?:IfExists)?$/.exec(operator) ?? [];
  return names.has(base);
}
