/** The digest of a long list of alike values, such as the changes of a plan: what an item repeats of the one before is not digested again. */

import { createHash } from "node:crypto";

import { quote } from "./canonical.ts";

type Members = Readonly<Record<string, unknown>>;

/** Characters that are digested at once. */
const pieceLength = 64 * 1024;

/** Lists whose text is kept: many changes share the list of their origins. */
const keptLists = 10_000;

/**
 * `sha256:<hex>` of plain JSON values in their order. Equal lists, and only they, have equal digests, in whatever order the
 * members of an item were added. Throws TypeError for what is no JSON.
 *
 * What is digested is a line an item: its JSON with sorted names, but `(…)` and values alone where the item before has
 * the same names there, and `=` for a value that is the same as there. Half a million changes differ in little.
 */
export function digestList(items: Iterable<unknown>): string {
  const hash = createHash("sha256");
  const namesOf = createNames();
  const texts = new Map<readonly unknown[], string>();
  let text = "";
  const write = (value: unknown, before: unknown): void => {
    if (typeof value === "string") text += value === before ? "=" : quote(value);
    else if (Array.isArray(value)) text += Array.isArray(before) && textOf(before) === textOf(value) ? "=" : textOf(value);
    else if (isMembers(value)) writeMembers(value, before);
    else text += value === before && value !== undefined ? "=" : scalar(value);
  };
  const writeMembers = (members: Members, before: unknown): void => {
    const names = namesOf(members);
    if (isMembers(before) && isSame(names, namesOf(before))) {
      text += "(";
      for (const name of names) write(members[name], before[name]);
      text += ")";
    } else {
      text += "{";
      for (const name of names) {
        text += `${quote(name)}:`;
        write(members[name], undefined);
      }
      text += "}";
    }
  };
  const textOf = (list: readonly unknown[]): string => {
    const known = texts.get(list);
    if (known !== undefined) return known;
    const outer = text;
    text = "[";
    for (const item of list) write(item, undefined);
    const own = `${text}]`;
    text = outer;
    if (texts.size === keptLists) texts.clear();
    texts.set(list, own);
    return own;
  };
  let last: unknown;
  for (const item of items) {
    write(item, last);
    text += "\n";
    last = item;
    if (text.length < pieceLength) continue;
    hash.update(text);
    text = "";
  }
  return `sha256:${hash.update(text).digest("hex")}`;
}

/** Names of members, sorted. Remembers the last names of each number: sorting them anew for each item would be most of the work. */
function createNames(): (members: Members) => readonly string[] {
  const last: { readonly given: readonly string[]; readonly sorted: readonly string[] }[] = [];
  return (members) => {
    const given = Object.keys(members);
    const known = last[given.length];
    if (known !== undefined && isSame(given, known.given)) return known.sorted;
    const sorted = given.toSorted();
    last[given.length] = { given, sorted };
    return sorted;
  };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

/** With a comma, because numbers have no end of their own. */
function scalar(value: unknown): string {
  if (value === null || typeof value === "number" || typeof value === "boolean") return `${JSON.stringify(value)},`;
  throw new TypeError(`a ${typeof value} is no JSON`);
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null;
}
