/** Outputs and errors of S3 as REST-XML responses. */

import type { ServiceError } from "../service-error.ts";
import type { WireResponse } from "./message.ts";
import { escapeXml } from "./query.ts";
import type { OperationModel, ServiceModel } from "./service-model.ts";
import type { Binding, Shape, Structure } from "./shape.ts";

/** An output as headers and a body, with the status the operation has. */
export function writeRestXml(service: ServiceModel, { output: shape, http }: OperationModel, output: object, id: string): WireResponse {
  const values = new Map(Object.entries(output).filter(([, value]) => value !== undefined));
  const headers: Record<string, string> = { "x-amz-request-id": id, "x-amz-id-2": id };
  let body: string | Uint8Array = "";
  for (const [name, member] of shape.members()) {
    const value: unknown = values.get(name);
    if (value === undefined) continue;
    const binding = shape.binding(name);
    if (binding.httpHeader !== undefined) headers[binding.httpHeader.toLowerCase()] = headerText(member, value);
    else if (binding.httpPrefixHeaders !== undefined) Object.assign(headers, prefixedHeaders(binding.httpPrefixHeaders, value));
    else if (binding.httpPayload !== undefined) body = payload(service, member, binding, value);
    else continue;
    values.delete(name);
  }
  if (body === "" && hasBody(shape)) body = bodyElement(service, shape, values);
  if (typeof body === "string" && body !== "") headers["content-type"] = "application/xml";
  return { status: http?.status ?? 200, headers, body };
}

/** Source: S3 API Reference, Error responses. */
export function writeRestXmlError(error: ServiceError, id: string): WireResponse {
  const detail = `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>`;
  const body = `${declaration}<Error>${detail}<RequestId>${id}</RequestId><HostId>${id}</HostId></Error>`;
  return { status: error.status, headers: { "content-type": "application/xml", "x-amz-request-id": id, ...error.headers }, body };
}

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

function hasBody(shape: Structure): boolean {
  return [...shape.members().keys()].some((name) => {
    const { httpHeader, httpPrefixHeaders, httpPayload } = shape.binding(name);
    return httpHeader === undefined && httpPrefixHeaders === undefined && httpPayload === undefined;
  });
}

/** An output whose only element is named as the body is that element: `<LocationConstraint>…`. Source: GetBucketLocation, Response Syntax. */
function bodyElement(service: ServiceModel, shape: Structure, values: ReadonlyMap<string, unknown>): string {
  const name = shape.xmlName ?? shape.name;
  const members = shape.members();
  const only = members.size === 1 ? members.get(name) : undefined;
  const content = only === undefined ? writeMembers(shape, values) : values.has(name) ? writeContent(only, values.get(name)) : "";
  return `${declaration}<${name} xmlns="${service.namespace}">${content}</${name}>`;
}

function payload(service: ServiceModel, shape: Shape, binding: Binding, value: unknown): string | Uint8Array {
  if (value instanceof Uint8Array || typeof value === "string") return value;
  if (shape.type !== "structure") throw new TypeError(`a body that is a ${shape.type}`);
  const name = binding.xmlName ?? shape.name;
  return `${declaration}<${name} xmlns="${service.namespace}">${writeContent(shape, value)}</${name}>`;
}

function writeContent(shape: Shape, value: unknown): string {
  if (shape.type === "structure" && typeof value === "object" && value !== null) return writeMembers(shape, new Map(Object.entries(value)));
  if (shape.type === "list" && Array.isArray(value)) {
    const name = shape.elementBinding().xmlName ?? "member";
    return value.map((each) => element(name, shape.element(), each)).join("");
  }
  return escapeXml(value instanceof Date ? value.toISOString() : scalarText(value));
}

function writeMembers(shape: Structure, values: ReadonlyMap<string, unknown>): string {
  const parts = [...shape.members()].map(([name, member]) => {
    const value = values.get(name);
    if (value === undefined) return "";
    const { xmlName = name, xmlFlattened } = shape.binding(name);
    if (member.type !== "list" || xmlFlattened === undefined || !Array.isArray(value)) return element(xmlName, member, value);
    return value.map((each) => element(xmlName, member.element(), each)).join("");
  });
  return parts.join("");
}

function element(name: string, shape: Shape, value: unknown): string {
  return `<${name}>${writeContent(shape, value)}</${name}>`;
}

function headerText(shape: Shape, value: unknown): string {
  if (value instanceof Date) return shape.type === "timestamp" && shape.iso ? value.toISOString() : value.toUTCString();
  return scalarText(value);
}

function prefixedHeaders(prefix: string, value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) throw new TypeError("headers are made of a map");
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [prefix + name, scalarText(each)]));
}

function scalarText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new TypeError(`a value that REST-XML cannot write: ${typeof value}`);
}
