/** JSON on the wire: how requests spell values and how outputs and errors are written. */

import { ServiceError } from "../service-error.ts";
import type { Spelling } from "./read-input.ts";
import { isNotPlain } from "./shape.ts";
import type { Shape } from "./shape.ts";

/** AWS's JSON: timestamps are seconds since 1970 or ISO 8601, blobs are Base64, a null member counts as absent. */
export const jsonSpelling: Spelling<unknown> = {
  fields: (raw) => {
    if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return undefined;
    return new Map(Object.entries(raw).filter(([, value]) => value !== null && value !== undefined));
  },
  elements: (raw) => (Array.isArray(raw) ? raw : undefined),
  scalar: (raw, type) => {
    switch (type) {
      case "string":
      case "number":
      case "boolean":
        return typeof raw === type ? raw : undefined;
      case "timestamp":
        return readTimestamp(raw);
      case "blob":
        return typeof raw === "string" ? new Uint8Array(Buffer.from(raw, "base64")) : undefined;
      case "document":
        return raw;
    }
  },
};

function readTimestamp(raw: unknown): Date | undefined {
  const date = typeof raw === "number" ? new Date(raw * 1000) : typeof raw === "string" ? new Date(raw) : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
}

/** A request body; no body is an empty structure. Throws ServiceError SerializationException. */
export function parseJson(body: string): unknown {
  if (body === "") return {};
  try {
    return JSON.parse(body);
  } catch {
    throw new ServiceError("SerializationException", "The request body is not JSON");
  }
}

/** An output as a response body. */
export function writeJson(shape: Shape, output: object): string {
  return JSON.stringify(isNotPlain(shape) ? spell(shape, output) : output);
}

/** Seconds for timestamps, Base64 for blobs. Copies only what contains them: the many columns of tables go to JSON.stringify as they are. */
function spell(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null || !isNotPlain(shape)) return value;
  if (value instanceof Date) return shape.type === "timestamp" && shape.iso ? value.toISOString() : value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (shape.type === "list" && Array.isArray(value)) return value.map((each) => spell(shape.element(), each));
  if (typeof value !== "object") throw new TypeError(`an operation gave a ${typeof value} in place of a ${shape.type}`);
  const entries = Object.entries(value).map(([name, each]) => [name, spell(partShape(shape, name), each)]);
  return Object.fromEntries(entries);
}

function partShape(shape: Shape, name: string): Shape {
  const part = shape.type === "map" ? shape.value() : shape.type === "structure" ? shape.members().get(name) : undefined;
  if (part === undefined) throw new TypeError(`an operation gave '${name}', which ${shape.type} does not have`);
  return part;
}
