/** The Query protocol of IAM and STS: parameters of a form in, XML out. */

import { ServiceError } from "../service-error.ts";
import type { Spelling } from "./read-input.ts";
import type { ServiceModel } from "./service-model.ts";
import type { Shape } from "./shape.ts";

/** Parameters as a tree: `Tags.member.1.Key=x` is four steps deep. */
export interface Parameter {
  value: string | undefined;
  readonly children: Map<string, Parameter>;
}

/** AWS documents no limits for these; they keep a hostile form from exhausting memory. */
const maximumParameters = 10_000;
const maximumDepth = 20;

/**
 * A form's parameters without `Action` and `Version`, which are given apart.
 * @throws ServiceError MalformedQueryString
 */
export function parseQuery(body: string): { readonly action: string; readonly version: string; readonly parameters: Parameter } {
  const root: Parameter = { value: undefined, children: new Map() };
  const form = new URLSearchParams(body);
  if (form.size > maximumParameters) throw new ServiceError("MalformedQueryString", "Too many parameters");
  for (const [name, value] of form) {
    if (name !== "Action" && name !== "Version") place(root, name, value);
  }
  return { action: form.get("Action") ?? "", version: form.get("Version") ?? "", parameters: root };
}

function place(root: Parameter, name: string, value: string): void {
  const steps = name.split(".");
  if (steps.length > maximumDepth) throw new ServiceError("MalformedQueryString", "A parameter is nested too deeply");
  let parameter = root;
  for (const step of steps) {
    const next = parameter.children.get(step) ?? { value: undefined, children: new Map() };
    parameter.children.set(step, next);
    parameter = next;
  }
  if (parameter.value !== undefined) throw new ServiceError("MalformedQueryString", `Parameter ${name} is given twice`);
  parameter.value = value;
}

/** Lists are `member.1`, `member.2`, …; timestamps are ISO 8601; an empty list is a parameter without text. */
export const querySpelling: Spelling<Parameter> = {
  fields: (raw) => (raw.value === undefined ? raw.children : undefined),
  elements: (raw) => {
    if (raw.children.size === 0) return raw.value === "" ? [] : undefined;
    const members = raw.children.get("member");
    if (raw.value !== undefined || raw.children.size !== 1 || members === undefined) return undefined;
    const numbered = [...members.children].map(([number, child]) => [Number(number), child] as const);
    if (numbered.some(([number]) => !Number.isInteger(number) || number < 1)) return undefined;
    return numbered.toSorted(([a], [b]) => a - b).map(([, child]) => child);
  },
  scalar: (raw, type) => {
    if (raw.value === undefined || raw.children.size > 0) return undefined;
    switch (type) {
      case "string":
        return raw.value;
      case "number":
        return /^-?\d+(\.\d+)?$/.test(raw.value) ? Number(raw.value) : undefined;
      case "boolean":
        return raw.value === "true" ? true : raw.value === "false" ? false : undefined;
      case "timestamp": {
        const date = new Date(raw.value);
        return Number.isNaN(date.getTime()) ? undefined : date;
      }
      case "blob":
        return new Uint8Array(Buffer.from(raw.value, "base64"));
      case "document":
        return undefined;
    }
  },
};

/** A successful answer. */
export function writeQueryResponse(service: ServiceModel, operation: string, shape: Shape, output: object, requestId: string): string {
  const members = writeValue(shape, output);
  const result = members === "" ? "" : `<${operation}Result>${members}</${operation}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return `<${operation}Response xmlns="${service.namespace}">${result}${metadata}</${operation}Response>`;
}

/** An error answer. */
export function writeQueryError(service: ServiceModel, error: ServiceError, requestId: string): string {
  const type = error.status >= 500 ? "Receiver" : "Sender";
  const detail = `<Type>${type}</Type><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>`;
  return `<ErrorResponse xmlns="${service.namespace}"><Error>${detail}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

function writeValue(shape: Shape, value: unknown): string {
  if (shape.type === "list" && Array.isArray(value)) {
    const element = shape.element();
    return value.map((each) => `<member>${writeValue(element, each)}</member>`).join("");
  }
  if (shape.type === "map" && typeof value === "object" && value !== null) {
    const member = shape.value();
    const entries = Object.entries(value).map(([key, each]) => `<key>${escapeXml(key)}</key><value>${writeValue(member, each)}</value>`);
    return entries.map((entry) => `<entry>${entry}</entry>`).join("");
  }
  if (shape.type === "structure" && typeof value === "object" && value !== null) {
    const fields = new Map<string, unknown>(Object.entries(value));
    return [...shape.members()].map(([name, member]) => writeMember(name, member, fields.get(name))).join("");
  }
  return writeScalar(value);
}

function writeMember(name: string, shape: Shape, value: unknown): string {
  return value === undefined ? "" : `<${name}>${writeValue(shape, value)}</${name}>`;
}

function writeScalar(value: unknown): string {
  if (value instanceof Date) return value.toISOString().replace(/\.\d{3}Z$/, "Z");
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (typeof value === "string") return escapeXml(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new TypeError(`a value that the Query protocol cannot write: ${typeof value}`);
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#xD;" };

/** Text as the content of an element. */
export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"\r]/g, (character) => entities[character] ?? character);
}
