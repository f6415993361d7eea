/** XML bodies as trees of elements: a strict reader for what AWS clients send, and nothing else of XML. */

import { ServiceError } from "../service-error.ts";

export interface XmlElement {
  readonly name: string;
  /** All text directly inside, entities resolved. */
  text: string;
  readonly children: XmlElement[];
}

/** AWS documents no limits for these; they keep a hostile body from exhausting memory. A list of 10,000 parts is far below. */
const maximumElements = 200_000;
const maximumDepth = 20;

const token =
  /<\?[^>]*\?>|<!--(?:[^-]|-(?!->))*-->|<!\[CDATA\[((?:[^\]]|\](?!\]>))*)\]\]>|<\/([\w.:-]+)\s*>|<([\w.:-]+)((?:\s[^<>]*)?)>|([^<]+)/gy;

/**
 * The root element. Attributes are skipped; a document type is refused, and with it every way to define entities.
 * @throws ServiceError MalformedXML
 */
export function parseXml(text: string): XmlElement {
  const document: XmlElement = { name: "", text: "", children: [] };
  const open: XmlElement[] = [document];
  let count = 0;
  token.lastIndex = 0;
  for (let from = 0; from < text.length; from = token.lastIndex) {
    token.lastIndex = from;
    const [, verbatim, end, start, attributes = "", characters] = token.exec(text) ?? [];
    if (token.lastIndex === 0) throw malformedXml();
    const parent = open.at(-1);
    if (parent === undefined) throw malformedXml();
    if (start !== undefined) {
      count += 1;
      const element: XmlElement = { name: start, text: "", children: [] };
      parent.children.push(element);
      if (!attributes.endsWith("/")) open.push(element);
    } else if (end !== undefined) {
      if (open.length === 1 || open.pop()?.name !== end) throw malformedXml();
    } else {
      parent.text += verbatim ?? resolveEntities(characters ?? "");
    }
    if (count > maximumElements || open.length > maximumDepth) throw malformedXml();
  }
  const [root, ...others] = document.children;
  if (root === undefined || others.length > 0 || open.length !== 1 || document.text.replace("\uFEFF", "").trim() !== "")
    throw malformedXml();
  return root;
}

/** Source: S3 API Reference, Error responses. */
export function malformedXml(): ServiceError {
  const message = "The XML you provided was not well-formed or did not validate against our published schema";
  return new ServiceError("MalformedXML", message);
}

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function resolveEntities(text: string): string {
  return text.replaceAll(/&([^;&\s]{0,10};?)/g, (_whole, reference: string) => {
    const [, decimal, hexadecimal, name] = /^(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,4}));$/.exec(reference) ?? [];
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
    if (name !== undefined && Object.hasOwn(named, name)) return named[name] ?? "";
    if (!Number.isInteger(code) || code < 1 || code > 0x10_ffff) throw malformedXml();
    return String.fromCodePoint(code);
  });
}
