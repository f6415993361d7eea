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
  const broken = [...brokenSizes(constraint, value), ...(typeof value === "string" ? brokenTexts(constraint, value) : [])];
  const own = broken.map((what) => `Value ${shown(value)} at '${path}' failed to satisfy constraint: ${what}`);
  const { each } = constraint;
  if (each === undefined || !Array.isArray(value)) return own;
  return [...own, ...value.flatMap((element, index) => brokenConstraints(each, element, `${path}.${index + 1}.member`))];
}

function brokenSizes({ min, max }: Constraint, value: unknown): readonly string[] {
  const size = sizeOf(value);
  if (size === undefined) return [];
  const noun = typeof value === "number" ? "value" : "length";
  if (max !== undefined && size > max) return [`Member must have ${noun} less than or equal to ${max}`];
  return min !== undefined && size < min ? [`Member must have ${noun} greater than or equal to ${min}`] : [];
}

function brokenTexts({ pattern, values }: Constraint, value: string): readonly string[] {
  const broken: string[] = [];
  if (pattern?.test(value) === false) broken.push(`Member must satisfy regular expression pattern: ${pattern.source}`);
  if (values?.has(value) === false) broken.push(`Member must satisfy enum value set: [${[...values].join(", ")}]`);
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
