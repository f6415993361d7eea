/** REST-XML requests into the SDK's input shapes: labels, headers, query and body put together as the schemas say. */

import { isChunked, joinChunks } from "./aws-chunked.ts";
import { bodyText } from "./message.ts";
import type { WireRequest } from "./message.ts";
import { readInput } from "./read-input.ts";
import type { Spelling } from "./read-input.ts";
import type { RestXmlRoute } from "./rest-xml-route.ts";
import { malformedXml, parseXml } from "./rest-xml-tree.ts";
import type { XmlElement } from "./rest-xml-tree.ts";
import type { ServiceModel } from "./service-model.ts";
import type { Binding, Shape, Structure } from "./shape.ts";

/** Text as it was sent, the bytes of an object, or what is made of them. */
type Raw = string | Uint8Array | readonly Raw[] | ReadonlyMap<string, Raw>;

/** Everything is text: numbers and booleans in words, timestamps in ISO 8601 or as HTTP writes dates. */
const restXmlSpelling: Spelling<Raw> = {
  fields: (raw) => (raw instanceof Map ? raw : undefined),
  elements: (raw) => (Array.isArray(raw) ? raw : undefined),
  scalar: (raw, type) => {
    if (type === "blob") return raw instanceof Uint8Array ? raw : undefined;
    if (typeof raw !== "string") return undefined;
    switch (type) {
      case "string":
        return raw;
      case "number":
        return /^-?\d{1,16}$/.test(raw) ? Number(raw) : undefined;
      case "boolean":
        return raw.toLowerCase() === "true" ? true : raw.toLowerCase() === "false" ? false : undefined;
      case "timestamp": {
        const date = new Date(raw);
        return Number.isNaN(date.getTime()) ? undefined : date;
      }
      case "document":
        return undefined;
    }
  },
};

/** The input of a request. Throws ServiceError MalformedXML, and as readInput does. */
export function readRestXml(service: ServiceModel, route: RestXmlRoute, request: WireRequest): object {
  const { input } = route.operation;
  const fields = new Map<string, Raw>();
  for (const [name, shape] of input.members()) {
    const value = readMember(name, shape, input.binding(name), route, request);
    if (value !== undefined) fields.set(name, value);
  }
  return readInput<Raw>(service, route.operation, fields, restXmlSpelling);
}

function readMember(name: string, shape: Shape, binding: Binding, route: RestXmlRoute, request: WireRequest): Raw | undefined {
  const { headers } = request;
  if (binding.httpLabel !== undefined) return name === "Bucket" ? route.bucket : route.key;
  if (binding.httpQuery !== undefined) return route.query.get(binding.httpQuery);
  if (binding.httpHeader !== undefined) return headers[binding.httpHeader.toLowerCase()];
  if (binding.httpPrefixHeaders !== undefined) return prefixed(headers, binding.httpPrefixHeaders.toLowerCase());
  if (binding.httpPayload === undefined) throw new TypeError(`${route.operation.name}.${name} has no place in the request`);
  if (shape.type === "blob") return bytesOf(request);
  const text = bodyText(request);
  if (text.trim() === "") return undefined;
  return shape.type === "structure" ? readRoot(shape, binding, parseXml(text)) : text;
}

function bytesOf({ body, headers }: WireRequest): Uint8Array {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return isChunked(headers) ? joinChunks(bytes) : bytes;
}

function prefixed(headers: WireRequest["headers"], prefix: string): Raw | undefined {
  const entries = Object.entries(headers).filter(([name]) => name.startsWith(prefix));
  return entries.length === 0 ? undefined : new Map(entries.map(([name, value]) => [name.slice(prefix.length), value]));
}

function readRoot(shape: Structure, binding: Binding, root: XmlElement): Raw {
  if (root.name !== (binding.xmlName ?? shape.name)) throw malformedXml();
  return readStructure(shape, root);
}

function readElement(shape: Shape, element: XmlElement): Raw {
  if (shape.type === "structure") return readStructure(shape, element);
  if (shape.type === "list") {
    const name = shape.elementBinding().xmlName ?? "member";
    if (element.children.some((child) => child.name !== name)) throw malformedXml();
    return element.children.map((child) => readElement(shape.element(), child));
  }
  if (shape.type === "map" || element.children.length > 0) throw malformedXml();
  return element.text;
}

function readStructure(shape: Structure, element: XmlElement): Raw {
  const names = new Map([...shape.members().keys()].map((name) => [shape.binding(name).xmlName ?? name, name]));
  const fields = new Map<string, Raw>();
  for (const child of element.children) {
    const name = names.get(child.name);
    const member = name === undefined ? undefined : shape.members().get(name);
    if (name === undefined || member === undefined) throw malformedXml();
    const before = fields.get(name);
    if (member.type === "list" && shape.binding(name).xmlFlattened !== undefined) {
      const elements = Array.isArray(before) ? before : [];
      fields.set(name, elements);
      elements.push(readElement(member.element(), child));
    } else {
      if (before !== undefined) throw malformedXml();
      fields.set(name, readElement(member, child));
    }
  }
  if (shape.required.some((name) => !fields.has(name))) throw malformedXml();
  return fields;
}
