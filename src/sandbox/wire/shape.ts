/** The shapes of requests and responses, read from the schemas that the AWS SDK packages export. */

/** What a value has to look like. Members of structures are resolved on first use: shapes may contain themselves. */
export type Shape =
  | { readonly type: "string" | "number" | "boolean" | "blob" | "document" }
  /** `iso`: JSON protocols write it as ISO 8601 text and not in seconds. */
  | { readonly type: "timestamp"; readonly iso: boolean }
  | { readonly type: "list"; readonly element: () => Shape; readonly elementBinding: () => Binding }
  | { readonly type: "map"; readonly value: () => Shape }
  | Structure;

export interface Structure {
  readonly type: "structure";
  readonly name: string;
  readonly members: () => ReadonlyMap<string, Shape>;
  /** Names of the members that must be there. */
  readonly required: readonly string[];
  /** Where REST-XML puts a member. */
  readonly binding: (member: string) => Binding;
  /** Name of the XML element when it is not the structure's. */
  readonly xmlName?: string | undefined;
}

/** A member's place and name in REST-XML, as its traits say; all absent: an element of the body named as the member. */
export interface Binding {
  readonly httpLabel?: unknown;
  readonly httpHeader?: string;
  readonly httpQuery?: string;
  /** The beginning of the names of headers that make up a map. */
  readonly httpPrefixHeaders?: string;
  /** The member is the whole body. */
  readonly httpPayload?: unknown;
  readonly xmlName?: string;
  /** A list whose elements stand in the structure without one around them. */
  readonly xmlFlattened?: unknown;
}

/*
 * The SDK writes schemas as arrays: [0, namespace, name, traits, target] a simple type with traits, [1, …, element] a list,
 * [2, …, key, value] a map, [3 | 4 | -3, namespace, name, traits, memberNames, memberSchemas, requiredCount] a structure, a
 * union or an error, whose required members come first. A reference is such an array, a function that returns one, a pair
 * [reference, traits], or a number: a simple type, plus 64 for a list of it and 128 for a map of it.
 */
const listFlag = 64;
const mapFlag = 128;

const simpleTypes: ReadonlyMap<number, Shape> = new Map<number, Shape>([
  [0, { type: "string" }],
  [1, { type: "number" }],
  [2, { type: "boolean" }],
  [4, { type: "timestamp", iso: false }],
  [5, { type: "timestamp", iso: true }],
  [6, { type: "timestamp", iso: false }],
  [7, { type: "timestamp", iso: false }],
  [15, { type: "document" }],
  [17, { type: "number" }],
  [19, { type: "number" }],
  [21, { type: "blob" }],
  [42, { type: "blob" }],
]);

const known = new Map<unknown, Shape>();

/** The shape of a schema reference. Throws TypeError for what the SDK is not known to export. */
export function shapeOf(reference: unknown): Shape {
  const found = known.get(reference);
  if (found !== undefined) return found;
  const shape = readReference(reference);
  known.set(reference, shape);
  return shape;
}

function readReference(reference: unknown): Shape {
  if (typeof reference === "number") return readNumber(reference);
  if (typeof reference === "function") return shapeOf(reference());
  if (!Array.isArray(reference)) throw new TypeError("not a schema of the AWS SDK");
  const schema: readonly unknown[] = reference;
  if (typeof schema[1] !== "string") return shapeOf(schema[0]);
  switch (schema[0]) {
    case 0:
      return shapeOf(schema[4]);
    case 1:
      return { type: "list", element: () => shapeOf(schema[4]), elementBinding: () => bindingOf(schema[4]) };
    case 2:
      return { type: "map", value: () => shapeOf(schema[5]) };
    case 3:
    case 4:
    case -3:
      return readStructure(schema);
    default:
      throw new TypeError(`unknown schema type ${String(schema[0])}`);
  }
}

function readNumber(code: number): Shape {
  if ((code & mapFlag) !== 0) return { type: "map", value: () => shapeOf(code & ~mapFlag) };
  if ((code & listFlag) !== 0) return { type: "list", element: () => shapeOf(code & ~listFlag), elementBinding: () => ({}) };
  const simple = simpleTypes.get(code);
  if (simple === undefined) throw new TypeError(`unknown schema type ${code}`);
  return simple;
}

function readStructure(schema: readonly unknown[]): Structure {
  const [, , name, traits, names, references, requiredCount] = schema;
  if (!isTexts(names) || !Array.isArray(references)) throw new TypeError(`a structure without members: ${String(name)}`);
  let members: ReadonlyMap<string, Shape> | undefined;
  return {
    type: "structure",
    name: String(name),
    members: () => (members ??= new Map(names.map((member, index) => [member, shapeOf(references[index])]))),
    required: typeof requiredCount === "number" ? names.slice(0, requiredCount) : [],
    binding: (member) => bindingOf(references[names.indexOf(member)]),
    xmlName: readBinding(traits).xmlName,
  };
}

/** The traits a reference adds to what it refers to; as a number, bit 0 is a label and bit 4 a payload. */
function bindingOf(reference: unknown): Binding {
  if (!Array.isArray(reference) || typeof reference[1] === "string") return {};
  return readBinding(reference[1]);
}

function readBinding(traits: unknown): Binding {
  if (typeof traits === "object" && traits !== null) return traits;
  const bits = typeof traits === "number" ? traits : 0;
  return { ...((bits & 1) !== 0 && { httpLabel: 1 }), ...((bits & 16) !== 0 && { httpPayload: 1 }) };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((element) => typeof element === "string");
}

/** Is there a timestamp or a blob anywhere in values of this shape, which JSON has to spell? */
export function isNotPlain(shape: Shape): boolean {
  let answer = spelt.get(shape);
  if (answer === undefined) {
    answer = [...reachable(shape, new Set())].some(({ type }) => type === "timestamp" || type === "blob");
    spelt.set(shape, answer);
  }
  return answer;
}

const spelt = new WeakMap<Shape, boolean>();

function reachable(shape: Shape, seen: Set<Shape>): ReadonlySet<Shape> {
  if (seen.has(shape)) return seen;
  seen.add(shape);
  if (shape.type === "list") reachable(shape.element(), seen);
  if (shape.type === "map") reachable(shape.value(), seen);
  if (shape.type === "structure") for (const member of shape.members().values()) reachable(member, seen);
  return seen;
}
