/** YAML nodes into plain values, with aliases expanded within a bound. */

import { isAlias, isScalar, isSeq } from "yaml";
import type { Alias, ParsedNode, YAMLMap } from "yaml";

import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Range } from "../model/source.ts";
import { nearest } from "../model/suggestion.ts";
import { extent, keyText, placesOf } from "./parse-places.ts";
import type { WrittenPlaces } from "./parse-places.ts";
import { quotingHelp } from "./parse-quoting.ts";
import type { SourceText } from "./parse-source.ts";
import { maxProblems } from "./parse-syntax.ts";
import { maxDepth, nestedTooDeep } from "./parse-yaml.ts";
import { quoted } from "./validate-words.ts";

/** Values that the aliases of one document may add to it; a set of policies that shares whole lists needs a few thousand. */
const maxAliasedValues = 20_000;

/** One document as a value. Objects have no prototype, so a key such as `constructor` is an ordinary key. */
export interface ParsedDocument extends WrittenPlaces {
  readonly value: unknown;
  /** False when a part of the value is missing; its problems are in the diagnostics then. */
  readonly sound: boolean;
}

interface Conversion {
  readonly source: SourceText;
  /** The latest node of each anchor name, in the order of the file, as YAML 1.2 section 7.1 asks. */
  readonly anchors: Map<string, ParsedNode>;
  readonly targets: Map<Alias, ParsedNode>;
  /** The collections being converted: an alias to one of them has no end. */
  readonly open: Set<ParsedNode>;
  readonly diagnostics: Diagnostic[];
  aliasedValues: number;
  /** A bound was hit: nothing more is converted, and the value is not whole. */
  stopped: boolean;
}

/** Converts a document's contents; every problem is returned, never thrown. */
export function parseValue(
  source: SourceText,
  contents: ParsedNode,
): { readonly document: ParsedDocument; readonly diagnostics: readonly Diagnostic[] } {
  const conversion: Conversion = {
    source,
    anchors: new Map(),
    targets: new Map(),
    open: new Set(),
    diagnostics: [],
    aliasedValues: 0,
    stopped: false,
  };
  const value = convert(conversion, contents, 0, undefined);
  const { diagnostics, targets } = conversion;
  const document = { value, sound: diagnostics.length === 0, ...placesOf(source, contents, targets) };
  return { document, diagnostics };
}

/** `alias` is the outermost alias being expanded: problems inside were reported where the anchor is. */
function convert(conversion: Conversion, node: ParsedNode, depth: number, alias: Alias | undefined): unknown {
  if (conversion.stopped || conversion.diagnostics.length >= maxProblems) return null;
  if (depth > maxDepth) return stop(conversion, nestedTooDeep(conversion.source, ...extent(alias ?? node)));
  if (alias !== undefined) {
    conversion.aliasedValues += 1;
    if (conversion.aliasedValues > maxAliasedValues) return stop(conversion, tooManyAliases(conversion.source, alias));
  } else if (!isAlias(node) && node.anchor !== undefined) {
    conversion.anchors.set(node.anchor, node);
  }
  if (isAlias(node)) return convertAlias(conversion, node, depth, alias);
  if (isScalar(node)) return node.value;
  conversion.open.add(node);
  const value = isSeq(node)
    ? node.items.map((item) => convert(conversion, item, depth + 1, alias))
    : convertMap(conversion, node, depth, alias);
  conversion.open.delete(node);
  return value;
}

function stop(conversion: Conversion, diagnostic: Diagnostic): null {
  conversion.stopped = true;
  conversion.diagnostics.push(diagnostic);
  return null;
}

function tooManyAliases(source: SourceText, alias: Alias): Diagnostic {
  return report("LG1012", {
    message: `the aliases of this document stand for more than ${maxAliasedValues} values`,
    help: "write the values out, or split the document",
    range: source.range(...extent(alias)),
  });
}

/** A dot or a wildcard makes it a selector that lacks its quotes. */
function helpForAlias({ source, anchors }: Conversion, node: Alias.Parsed): string {
  const quoting = quotingHelp(source, extent(node)[0]) ?? "quote a text that begins with `*`";
  if (/[.*?]/.test(node.source)) return quoting;
  const near = nearest(node.source, anchors.keys());
  return near === undefined
    ? `an alias reaches only anchors before it in the same document; ${quoting}`
    : `did you mean ${quoted(`*${near}`)}?`;
}

function convertAlias(conversion: Conversion, node: Alias.Parsed, depth: number, outer: Alias | undefined): unknown {
  const target = conversion.targets.get(node) ?? conversion.anchors.get(node.source);
  const range = (): Range => conversion.source.range(...extent(node));
  if (target === undefined) {
    const help = helpForAlias(conversion, node);
    conversion.diagnostics.push(
      report("LG1010", { message: `no anchor ${quoted(`&${node.source}`)} before this alias`, help, range: range() }),
    );
    return null;
  }
  conversion.targets.set(node, target);
  if (conversion.open.has(target)) {
    const message = `the alias ${quoted(`*${node.source}`)} stands inside the value it repeats`;
    if (outer === undefined) conversion.diagnostics.push(report("LG1010", { message, help: "write the value out", range: range() }));
    return null;
  }
  return convert(conversion, target, depth, outer ?? node);
}

function convertMap(conversion: Conversion, map: YAMLMap.Parsed, depth: number, alias: Alias | undefined): unknown {
  const value: Record<string, unknown> = Object.create(null);
  const seen = new Map<string, ParsedNode>();
  for (const { key: keyNode, value: valueNode } of map.items) {
    const key = keyText(keyNode);
    if (alias === undefined) {
      const problem = keyProblem(conversion.source, keyNode, key, seen);
      if (problem !== undefined) conversion.diagnostics.push(problem);
    }
    const member = valueNode === null ? null : convert(conversion, valueNode, depth + 1, alias);
    if (key === undefined || seen.has(key)) continue;
    seen.set(key, keyNode);
    value[key] = member;
  }
  return value;
}

/** What is wrong with a key; most keys are fine, so nothing is computed before that is known. */
function keyProblem(
  source: SourceText,
  node: ParsedNode,
  key: string | undefined,
  seen: ReadonlyMap<string, ParsedNode>,
): Diagnostic | undefined {
  const first = key === undefined ? undefined : seen.get(key);
  if (key !== undefined && key !== "<<" && first === undefined) return undefined;
  const range = source.range(...extent(node));
  if (key === undefined) {
    const help = "write the name of a field before the colon";
    return report("LG1014", { message: "a key is plain text", label: "not a plain text", help, range });
  }
  if (key === "<<" || first === undefined) {
    const help = "repeat the members, or give the whole value an anchor and use an alias";
    return report("LG1013", { message: "merge keys `<<` are not part of YAML 1.2", help, range });
  }
  return report("LG1008", {
    message: `the key ${quoted(key)} is given twice`,
    label: "second value",
    help: "keep one of the two",
    range,
    related: [{ message: "first given here", range: source.range(...extent(first)) }],
  });
}
