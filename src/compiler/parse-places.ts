/** Paths into a document, back to the places where its parts were written. */

import { isAlias, isCollection, isMap, isScalar, isSeq } from "yaml";
import type { Alias, ParsedNode, YAMLMap } from "yaml";

import type { Range } from "../model/source.ts";
import type { SourceText } from "./parse-source.ts";
import type { Path, Places } from "./policy.ts";

export interface WrittenPlaces extends Places {
  /** The text of a value as it was written, before YAML made a number or a truth value of it. */
  readonly writtenAt: (path: Path) => string;
}

/** Start and end of a node in its file. */
export function extent(node: ParsedNode | Alias): [number, number] {
  const [start = 0, end = 0] = node.range ?? [];
  return [start, end];
}

/** The text of a key as it was written, `1` or `"1"`; undefined for a key that is empty or not a scalar. */
export function keyText(key: ParsedNode): string | undefined {
  if (!isScalar(key) || (key.value === null && (key.source ?? "") === "")) return undefined;
  return key.source ?? String(key.value);
}

/** The places of a document; `targets` says what each alias stands for. Nothing is computed before it is asked for. */
export function placesOf(source: SourceText, root: ParsedNode, targets: ReadonlyMap<Alias, ParsedNode>): WrittenPlaces {
  const indexes: MemberIndexes = new WeakMap();
  const find = (path: Path): Place => locate(root, targets, indexes, path);
  return {
    at: (path) => {
      const place = find(path);
      return place.value === root ? documentRange(source, root) : rangeOf(source, place.value, place.key);
    },
    keyAt: (path) => {
      const place = find(path);
      return place.key === undefined ? rangeOf(source, place.value, undefined) : source.range(...extent(place.key));
    },
    writtenAt: (path) => {
      const { value } = find(path);
      return isScalar(value) ? (value.source ?? "") : source.text.slice(...extent(value));
    },
  };
}

/** A document is a big thing to underline: its `kind` stands for it, else its first key. */
function documentRange(source: SourceText, root: ParsedNode): Range {
  if (!isMap(root)) return rangeOf(source, root, undefined);
  const kind = root.items.find(({ key }) => keyText(key) === "kind") ?? root.items[0];
  return kind === undefined ? rangeOf(source, root, undefined) : rangeOf(source, kind.value ?? kind.key, kind.key);
}

/** The range of a value; an empty value shows its key. */
function rangeOf(source: SourceText, node: ParsedNode, key: ParsedNode | undefined): Range {
  const [start, end] = extent(node);
  const written = source.text.slice(start, end);
  const blockText = isScalar(node) && (node.type === "BLOCK_FOLDED" || node.type === "BLOCK_LITERAL");
  const length = isCollection(node) || blockText ? written.trimEnd().length : written.length;
  if (length === 0 && key !== undefined) return source.range(...extent(key));
  return source.range(start, start + length);
}

interface Place {
  readonly value: ParsedNode;
  /** The key of the innermost member on the way; absent in a list and at the root. */
  readonly key: ParsedNode | undefined;
}

/** The members of a mapping by their keys, made when a path first goes through it: a file may have many problems. */
type MemberIndexes = WeakMap<YAMLMap.Parsed, ReadonlyMap<string, Place>>;

function locate(root: ParsedNode, targets: ReadonlyMap<Alias, ParsedNode>, indexes: MemberIndexes, path: Path): Place {
  let place: Place = { value: root, key: undefined };
  for (const segment of path) {
    const { value } = place;
    const inner = member(isAlias(value) ? targets.get(value) : value, indexes, segment);
    if (inner === undefined) return place;
    place = inner;
  }
  return place;
}

function member(node: ParsedNode | undefined, indexes: MemberIndexes, segment: string | number): Place | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(segment)];
    return item === undefined ? undefined : { value: item, key: undefined };
  }
  if (!isMap(node)) return undefined;
  const index = indexes.get(node) ?? indexMembers(node);
  indexes.set(node, index);
  return index.get(String(segment));
}

function indexMembers(map: YAMLMap.Parsed): ReadonlyMap<string, Place> {
  const index = new Map<string, Place>();
  for (const { key, value } of map.items) {
    const text = keyText(key);
    if (text !== undefined && !index.has(text)) index.set(text, { value: value ?? key, key });
  }
  return index;
}
