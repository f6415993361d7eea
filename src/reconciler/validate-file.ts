/** Plan and snapshot files are input from outside: their shape is checked before a word of them is believed. */

import { Ajv2020 } from "ajv/dist/2020.js";
import type { ValidateFunction } from "ajv/dist/2020.js";

import planSchema from "../../schemas/plan.schema.json" with { type: "json" };
import snapshotSchema from "../../schemas/snapshot.schema.json" with { type: "json" };
import { kindNamed } from "../kinds/registry.ts";
import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";

/** The parsed JSON of a text, or why it is none. */
export function parseJson(text: string, file: string): { readonly json: unknown } | { readonly diagnostic: Diagnostic } {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return { diagnostic: report("LG5009", { message: `\`${file}\` is not JSON`, help: "was it cut off, or is it another file?" }) };
  }
}

const validators = new Map<object, ValidateFunction>();

/** The first thing that does not fit the schema, as a diagnostic. */
function shapeProblem(schema: object, what: string, json: unknown, file: string): Diagnostic | undefined {
  let validate = validators.get(schema);
  if (validate === undefined) {
    validate = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, discriminator: true }).compile(schema);
    validators.set(schema, validate);
  }
  if (validate(json)) return undefined;
  const version = typeof json === "object" && json !== null ? (json as { formatVersion?: unknown }).formatVersion : undefined;
  const { instancePath = "", message = "does not fit" } = validate.errors?.[0] ?? {};
  return report("LG5009", {
    message: `\`${file}\` is no ${what} of format version 1: ${instancePath === "" ? "the file" : `\`${instancePath}\``} ${message}`,
    help:
      version !== undefined && version !== 1
        ? `it says format version ${JSON.stringify(version)}; use the version of lakegrade that wrote it, or write it anew`
        : "write it anew with this version of lakegrade",
  });
}

export function planShapeProblem(json: unknown, file: string): Diagnostic | undefined {
  return shapeProblem(planSchema, "plan", json, file);
}

export function snapshotShapeProblem(json: unknown, file: string): Diagnostic | undefined {
  return shapeProblem(snapshotSchema, "snapshot", json, file);
}

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
