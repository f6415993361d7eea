/** Requests into the SDK's input shapes: types, names, required members and constraints are checked on the way. */

import { ServiceError } from "../service-error.ts";
import { brokenConstraints, constraintOf } from "./constraint.ts";
import type { OperationModel, ServiceModel } from "./service-model.ts";
import type { Shape, Structure } from "./shape.ts";

/** How a protocol spells values; `undefined`: the value is not of that type. */
export interface Spelling<Raw> {
  readonly fields: (raw: Raw) => ReadonlyMap<string, Raw> | undefined;
  readonly elements: (raw: Raw) => readonly Raw[] | undefined;
  readonly scalar: (raw: Raw, type: "string" | "number" | "boolean" | "timestamp" | "blob" | "document") => unknown;
}

interface Reading<Raw> {
  readonly service: ServiceModel;
  readonly spelling: Spelling<Raw>;
  readonly broken: string[];
}

/**
 * The input of a request.
 * @throws ServiceError SerializationException for an unknown member or a wrong type; ValidationException (Query: ValidationError, S3: InvalidArgument)
 * naming every broken constraint
 */
export function readInput<Raw>(service: ServiceModel, operation: OperationModel, raw: Raw, spelling: Spelling<Raw>): object {
  const reading: Reading<Raw> = { service, spelling, broken: [] };
  const input = readStructure(reading, operation.input, raw, "");
  if (reading.broken.length > 0) throw validationError(service, reading.broken);
  return input;
}

function validationError(service: ServiceModel, broken: readonly string[]): ServiceError {
  const head = broken.length === 1 ? "1 validation error detected" : `${broken.length} validation errors detected`;
  const code = { query: "ValidationError", "rest-xml": "InvalidArgument", json: "ValidationException", "rest-json": "ValidationException" };
  return new ServiceError(code[service.protocol], `${head}: ${broken.join("; ")}`);
}

function readStructure<Raw>(reading: Reading<Raw>, shape: Structure, raw: Raw, path: string): object {
  const fields = reading.spelling.fields(raw);
  if (fields === undefined) throw wrongType(reading.service, path, "a structure");
  const members = shape.members();
  const entries: [string, unknown][] = [];
  for (const [name, field] of fields) {
    const member = members.get(name);
    if (member === undefined) throw new ServiceError("SerializationException", `Unknown member '${name}' in ${shape.name}`);
    const place = path === "" ? lowerFirst(name) : `${path}.${lowerFirst(name)}`;
    const value = readValue(reading, member, field, place);
    const constraint = constraintOf(reading.service.constraints, shape.name, name);
    if (constraint !== undefined) reading.broken.push(...brokenConstraints(constraint, value, place));
    entries.push([name, value]);
  }
  for (const name of shape.required) {
    if (fields.has(name)) continue;
    const place = path === "" ? lowerFirst(name) : `${path}.${lowerFirst(name)}`;
    reading.broken.push(`Value null at '${place}' failed to satisfy constraint: Member must not be null`);
  }
  return Object.fromEntries(entries);
}

function readValue<Raw>(reading: Reading<Raw>, shape: Shape, raw: Raw, path: string): unknown {
  switch (shape.type) {
    case "structure":
      return readStructure(reading, shape, raw, path);
    case "list": {
      const elements = reading.spelling.elements(raw);
      if (elements === undefined) throw wrongType(reading.service, path, "a list");
      const element = shape.element();
      return elements.map((each, index) => readValue(reading, element, each, `${path}.${index + 1}.member`));
    }
    case "map": {
      const fields = reading.spelling.fields(raw);
      if (fields === undefined) throw wrongType(reading.service, path, "a map");
      const value = shape.value();
      return Object.fromEntries([...fields].map(([key, each]) => [key, readValue(reading, value, each, `${path}.${key}`)]));
    }
    default: {
      const value = reading.spelling.scalar(raw, shape.type);
      if (value === undefined) throw wrongType(reading.service, path, `a ${shape.type}`);
      return value;
    }
  }
}

function wrongType(service: ServiceModel, path: string, expected: string): ServiceError {
  const code = service.protocol === "rest-xml" ? "InvalidArgument" : "SerializationException";
  return new ServiceError(code, `${path === "" ? "The request" : `'${path}'`} is not ${expected}`);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
