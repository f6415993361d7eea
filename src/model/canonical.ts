/** Canonical JSON and digests: one text for one value, whatever the order its members were built in. */

import { createHash } from "node:crypto";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** The value as JSON with members sorted by code unit; members that are `undefined` are left out. `indent`: spaces a level, 0 to 10. */
export function canonicalJson(value: unknown, indent = 0): string {
  const pieces: string[] = [];
  writeCanonical(value, indent, (piece) => pieces.push(piece.length < pieceLength ? piece : flat(piece)));
  return pieces.join("");
}

/** The same text in one run of memory. A text that was put together stays a tree of its parts, many times its size, until somebody reads it. */
function flat(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}

/** `sha256:<hex>` of the canonical JSON of a value. */
export function digest(value: unknown): string {
  // The text of a large plan is longer than a string can be, so it is digested piece by piece.
  const hash = createHash("sha256");
  writeCanonical(value, 0, (piece) => hash.update(piece));
  return `sha256:${hash.digest("hex")}`;
}

/** `sha256:<hex>` of a text or of bytes. */
export function digestText(text: string | Uint8Array): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

/** Characters of one piece of output, about: large enough that a piece costs little, small enough to be flat soon. */
const pieceLength = 64 * 1024;

/** Items of a list whose text is kept. */
const shortList = 8;

/** Writes the canonical JSON of a value in pieces. By hand: a replacer that sorts makes JSON.stringify many times slower. */
function writeCanonical(value: unknown, indent: number, flush: (piece: string) => void): void {
  const space = indent === 0 ? ":" : ": ";
  let text = "";
  /** Texts of short lists inside lists: ten thousand changes name one rule as their origin, and share the list. */
  const repeated = new Map<readonly unknown[], string>();
  let lists = 0;
  let held = 0;
  const write = (item: unknown, margin: string): void => {
    if (typeof item === "string") text += quote(item);
    else if (typeof item !== "object" || item === null) text += JSON.stringify(item) ?? "null";
    else if (Array.isArray(item)) (indent === 0 && lists > 0 && item.length <= shortList ? writeRepeated : writeList)(item, margin);
    else if (item instanceof Map) write(Object.fromEntries(item), margin);
    else if ("toJSON" in item && typeof item.toJSON === "function") write(item.toJSON(), margin);
    else if (hasMembers(item)) writeMembers(item, margin);
    if (text.length >= pieceLength && held === 0) {
      flush(text);
      text = "";
    }
  };
  const inner = (margin: string): string => (indent === 0 ? "" : `${margin === "" ? "\n" : margin}${" ".repeat(indent)}`);
  const writeList = (items: readonly unknown[], margin: string): void => {
    const start = inner(margin);
    text += "[";
    lists += 1;
    for (let index = 0; index < items.length; index += 1) {
      text += index === 0 ? start : `,${start}`;
      write(items[index], start);
    }
    lists -= 1;
    text += items.length === 0 ? "]" : `${closing(margin)}]`;
  };
  const writeRepeated = (items: readonly unknown[]): void => {
    let own = repeated.get(items);
    if (own === undefined) {
      const before = text;
      text = "";
      held += 1;
      writeList(items, "");
      held -= 1;
      own = text;
      text = before;
      repeated.set(items, own);
    }
    text += own;
  };
  const writeMembers = (members: Members, margin: string): void => {
    const start = inner(margin);
    let separator = start;
    text += "{";
    for (const key of sort(Object.keys(members))) {
      const member = members[key];
      if (member === undefined || typeof member === "function" || typeof member === "symbol") continue;
      text += `${separator}${quote(key)}${space}`;
      write(member, start);
      separator = `,${start}`;
    }
    text += separator === start ? "}" : `${closing(margin)}}`;
  };
  const closing = (margin: string): string => (indent === 0 ? "" : margin === "" ? "\n" : margin);
  write(value, "");
  flush(text);
}

type Members = Readonly<Record<string, unknown>>;

/** All that JSON may escape: told apart by what it certainly leaves alone, printable ASCII, because that is twice as fast. */
const special = /[^ !#-[\]-~]/;

/** The text as a JSON string. */
export function quote(text: string): string {
  return special.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** The names sorted; a few are sorted in place, by insertion, which is several times faster for so few. */
function sort(names: string[]): string[] {
  if (names.length > 32) return names.toSorted();
  for (let index = 1; index < names.length; index += 1) {
    const name = names[index] ?? "";
    let place = index;
    for (; place > 0 && (names[place - 1] ?? "") > name; place -= 1) names[place] = names[place - 1] ?? "";
    names[place] = name;
  }
  return names;
}

/** Every object can be seen as its members; what each of them is, is asked when it is written. */
function hasMembers(item: object): item is Members {
  return typeof item === "object";
}
