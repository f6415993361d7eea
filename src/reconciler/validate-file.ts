/** Plan and snapshot files are input from outside: their shape is checked before a word of them is believed. */

import { Ajv2020 } from "ajv/dist/2020.js";
import type { ValidateFunction } from "ajv/dist/2020.js";

import planSchema from "../../schemas/plan.schema.json" with { type: "json" };
import resourcesSchema from "../../schemas/resources.schema.json" with { type: "json" };
import snapshotSchema from "../../schemas/snapshot.schema.json" with { type: "json" };
import { kindNamed } from "../kinds/registry.ts";
import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { jsonBreak } from "../model/json-break.ts";
import type { Plan } from "../model/plan.ts";
import type { LiveState, Resource } from "../model/state.ts";

/** The parsed JSON of a text, or why it is none. */
export function parseJson(text: string, file: string): { readonly json: unknown } | { readonly diagnostic: Diagnostic } {
  try {
    const json: unknown = JSON.parse(text);
    return { json };
  } catch {
    const help = "was it cut off, or is it another file?";
    return { diagnostic: report("LG5009", { message: `\`${file}\` is not JSON`, help, range: jsonBreak(text, file) }) };
  }
}

/** A snapshot as JSON has it: an object where the state has a map. */
export type SnapshotFile = Omit<LiveState, "resources"> & { readonly resources: Readonly<Record<string, Resource>> };

/** A parsed file in the shape of its kind, or what does not fit. */
export type Shaped<Shape> = { readonly shaped: Shape } | { readonly diagnostic: Diagnostic };

// Tests hold the schemas against the schema of schemas: to compile that one would take longer than all of ours.
const ajv = new Ajv2020({
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  discriminator: true,
  validateSchema: false,
}).addSchema(resourcesSchema);

/** Compiling a schema takes a moment, and most commands read no file: done when first needed. INVARIANT: schema and type say the same. */
function shapeOf<Shape>(schema: object, what: string): (json: unknown, file: string) => Shaped<Shape> {
  let validate: ValidateFunction<Shape> | undefined;
  return (json, file) => {
    validate ??= ajv.compile<Shape>(schema);
    if (validate(json)) return { shaped: json };
    const version = typeof json === "object" && json !== null && "formatVersion" in json ? json.formatVersion : undefined;
    const { instancePath = "", message = "does not fit" } = validate.errors?.[0] ?? {};
    const where = instancePath === "" ? "the file" : `\`${instancePath}\``;
    const help =
      version !== undefined && version !== 1
        ? `it says format version ${JSON.stringify(version)}; use the version of lakegrade that wrote it, or write it anew`
        : "write it anew with this version of lakegrade";
    return { diagnostic: report("LG5009", { message: `\`${file}\` is no ${what} of format version 1: ${where} ${message}`, help }) };
  };
}

export const shapePlan = shapeOf<Plan>(planSchema, "plan");

export const shapeSnapshot = shapeOf<SnapshotFile>(snapshotSchema, "snapshot");

/** Is this the address of this spec, and the spec in canonical form? Anything else was not written by this tool. */
export function isAddressed(address: string, kind: string, spec: unknown): boolean {
  const { address: addressOf, normalize } = kindNamed(kind);
  return addressOf(spec) === address && JSON.stringify(sortKeys(normalize(spec))) === JSON.stringify(sortKeys(spec));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .map(([key, member]) => [key, sortKeys(member)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}
