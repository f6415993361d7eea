/** What the wire knows of a service: its protocol, and its operations as the SDK package exports them. */

import type { Constraints } from "./constraint.ts";
import { shapeOf } from "./shape.ts";
import type { Structure } from "./shape.ts";

export type Protocol = "rest-json" | "json" | "query" | "rest-xml";

export interface ServiceModel {
  /** The service in the SigV4 credential scope, in IAM actions and in the names of counted calls. */
  readonly name: string;
  readonly protocol: Protocol;
  /** Before the operation in X-Amz-Target; JSON protocol only. */
  readonly targetPrefix: string;
  /** XML namespace of responses (Query and REST-XML), and the API version (Query). */
  readonly namespace: string;
  readonly version: string;
  /** What the SDK package exports; an operation is its export `<Name>$`. */
  readonly schemas: Readonly<Record<string, unknown>>;
  readonly constraints: Constraints;
  /** The error for concurrent changes, where it is not the protocol's usual one. */
  readonly conflictCode?: string;
}

export interface OperationModel {
  readonly name: string;
  readonly input: Structure;
  readonly output: Structure;
  /** Method, path with query, and the status of answers; REST protocols. */
  readonly http: HttpBinding | undefined;
}

export interface HttpBinding {
  readonly method: string;
  /** `/{Key+}?uploads`: the bucket is not part of it. */
  readonly uri: string;
  readonly status: number;
}

const noMembers: Structure = { type: "structure", name: "Unit", members: () => new Map(), required: [], binding: () => ({}) };

/** The operation of that name, `undefined` when the service has none. */
export function operationModel(service: ServiceModel, name: string): OperationModel | undefined {
  const key = `${name}$`;
  const schema = Object.hasOwn(service.schemas, key) ? service.schemas[key] : undefined;
  if (!Array.isArray(schema) || schema[0] !== 9 || schema[2] !== name) return undefined;
  return { name, input: structureOf(schema[4]), output: structureOf(schema[5]), http: httpOf(schema[3]) };
}

/** The names of all operations of the service. */
export function operationNames(service: ServiceModel): readonly string[] {
  const names = Object.keys(service.schemas).filter((key) => key.endsWith("$"));
  return names.map((key) => key.slice(0, -1)).filter((name) => operationModel(service, name) !== undefined);
}

function httpOf(traits: unknown): HttpBinding | undefined {
  const http: unknown = typeof traits === "object" && traits !== null && "http" in traits ? traits.http : undefined;
  if (!Array.isArray(http)) return undefined;
  const [method, uri, status]: readonly unknown[] = http;
  if (typeof method !== "string" || typeof uri !== "string" || typeof status !== "number") return undefined;
  return { method, uri, status };
}

function structureOf(reference: unknown): Structure {
  const target: unknown = typeof reference === "function" ? reference() : reference;
  if (target === "unit") return noMembers;
  const shape = shapeOf(target);
  if (shape.type !== "structure") throw new TypeError("an operation takes and gives structures");
  return shape;
}
