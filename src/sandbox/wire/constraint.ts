/** What the API models say about values beyond their types; the SDK's schemas do not carry it. */

/** Lengths count characters or elements, for numbers they are the range. */
export interface Constraint {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** The values of an enumeration. */
  readonly values?: ReadonlySet<string>;
  /** For each element of a list. */
  readonly each?: Constraint;
}

/** By `Structure.Member`, or by `Member` for all structures of the service; the longer name wins. */
export type Constraints = Readonly<Record<string, Constraint>>;

/** An enumeration as the SDK exports it. */
export function oneOf(values: Readonly<Record<string, string>>): Constraint {
  return { values: new Set(Object.values(values)) };
}

/** The constraint of one member. */
export function constraintOf(constraints: Constraints, structure: string, member: string): Constraint | undefined {
  const own = `${structure}.${member}`;
  if (Object.hasOwn(constraints, own)) return constraints[own];
  return Object.hasOwn(constraints, member) ? constraints[member] : undefined;
}

/** What AWS says of the value, one text for each broken constraint. `path` is the value's place in the request. */
export function brokenConstraints(constraint: Constraint, value: unknown, path: string): readonly string[] {
  const broken: string[] = [];
  const fail = (what: string): void => {
    broken.push(`Value ${shown(value)} at '${path}' failed to satisfy constraint: ${what}`);
  };
  const { min, max, pattern, values, each } = constraint;
  const size = sizeOf(value);
  const member = typeof value === "number" ? "Member must have value" : "Member must have length";
  if (size !== undefined && max !== undefined && size > max) fail(`${member} less than or equal to ${max}`);
  if (size !== undefined && min !== undefined && size < min) fail(`${member} greater than or equal to ${min}`);
  if (typeof value === "string" && pattern !== undefined && !pattern.test(value)) {
    fail(`Member must satisfy regular expression pattern: ${pattern.source}`);
  }
  if (typeof value === "string" && values !== undefined && !values.has(value)) {
    fail(`Member must satisfy enum value set: [${[...values].join(", ")}]`);
  }
  if (each !== undefined && Array.isArray(value)) {
    for (const [index, element] of value.entries()) broken.push(...brokenConstraints(each, element, `${path}.${index + 1}.member`));
  }
  return broken;
}

function sizeOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" || Array.isArray(value) ? value.length : undefined;
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `'${text.length > 200 ? `${text.slice(0, 200)}…` : text}'`;
}
