/** What becomes of writes to governed buckets, arranged for people: writers and ways of writing that come out alike stand together. */

import { groupBy } from "../../model/batches.ts";
import { canonicalJson } from "../../model/canonical.ts";
import { shortPrincipal } from "../../model/principal.ts";
import type { BucketWrites, WriteChange, WriteEncryption, WriteOutcome } from "../../model/write-simulation.ts";
import type { Messages } from "../messages/en.ts";
import { withNames } from "./known-names.ts";
import type { KnownNames } from "./known-names.ts";
import type { PartViewOptions } from "./plan-view.ts";

export interface WritesLine {
  readonly shapes: string;
  /** What becomes of the write: `allowed, AES256 → denied`. */
  readonly text: string;
  /** Why it is not allowed afterwards. */
  readonly why?: string;
  /** What the policies mean to go on ends, or what they mean to end goes on. */
  readonly alarm?: string;
}

export interface WritesBlock {
  readonly writers: string;
  readonly lines: readonly WritesLine[];
}

export interface WritesSection {
  /** More than one where all of it is the same for them. */
  readonly buckets: readonly string[];
  readonly blocks: readonly WritesBlock[];
  readonly more: number;
}

/** Writers and buckets named in one heading before the rest is only counted. */
const writersNamed = 4;
const bucketsNamed = 12;

/** Buckets of which the same is said stand together; `full` names every writer. */
export function writesView(writes: readonly BucketWrites[], options: PartViewOptions): readonly WritesSection[] {
  const sections = writes.map((ofBucket) => sectionOf(ofBucket, options));
  return [...groupBy(sections, ({ blocks, more }) => canonicalJson([blocks, more])).values()].flatMap((alike) => {
    const [first] = alike;
    return first === undefined ? [] : [{ ...first, buckets: alike.flatMap(({ buckets }) => buckets) }];
  });
}

/** The buckets of a section, for its heading. */
export function bucketsText(buckets: readonly string[], { full, messages }: PartViewOptions): string {
  if (full || buckets.length <= bucketsNamed) return buckets.join(", ");
  return messages.andMore(buckets.slice(0, bucketsNamed).join(", "), buckets.length - bucketsNamed);
}

function sectionOf({ bucket, key, changes, more }: BucketWrites, options: PartViewOptions): WritesSection {
  const ofWriters = [...groupBy(changes, ({ writer }) => writer).values()];
  const alike = groupBy(ofWriters, (lines) => canonicalJson(lines.map(({ writer: _writer, ...line }) => line)));
  const blocks = [...alike.values()].map((group) => ({
    writers: writersText(
      group.flatMap(([first]) => first ?? []),
      options,
    ),
    lines: [...groupBy(group[0] ?? [], alikeAfterwards).values()].map((changesOfLine) => lineOf(changesOfLine, key, options)),
  }));
  return { buckets: [bucket], blocks, more };
}

function writersText(changes: readonly WriteChange[], { full, messages }: PartViewOptions): string {
  const { writes, andMore } = messages;
  const relation = writes.relations[changes[0]?.relation ?? "any other role"];
  const names = changes.map(({ writer }) => shortPrincipal(writer));
  if (names.includes("*")) return relation;
  const shown = full ? names : names.slice(0, writersNamed);
  const list = shown.length < names.length ? andMore(shown.join(", "), names.length - shown.length) : shown.join(", ");
  return `${list} (${relation})`;
}

/** Writes that end alike stand on one line; what they were encrypted with before follows from how they are written. */
function alikeAfterwards({ before, after, expected }: WriteChange): string {
  return canonicalJson([before.result, after, expected]);
}

function lineOf(changes: readonly WriteChange[], key: string, { messages, names }: PartViewOptions): WritesLine {
  const [first] = changes;
  if (first === undefined) throw new Error("a line stands for at least one change");
  const { before, after } = first;
  const { writes } = messages;
  const was = changes.length === 1 ? outcomeText(before, key, messages, names) : writes.results[before.result];
  return {
    shapes: shapesText(
      changes.flatMap(({ shapes }) => shapes),
      messages,
    ),
    text: `${was} → ${outcomeText(after, key, messages, names)}`,
    ...(after.result === "allowed" ? {} : { why: withNames(messages.reason(after.why), names) }),
    ...alarmOf(first, writes),
  };
}

/** Writers that somebody relies on: a service delivers logs or reports, for one, because somebody has asked it to. */
const working: ReadonlySet<WriteChange["relation"]> = new Set(["registration role", "direct access", "AWS service"]);

/** What a reviewer must not overlook: work that ends, or perhaps ends, and ways in that were meant to be closed. */
function alarmOf({ before, after, expected, relation, shapes }: WriteChange, words: Messages["writes"]): Pick<WritesLine, "alarm"> {
  const loses = before.result === "allowed" && after.result !== "allowed";
  // Most writers send no header: where one is required, or a key that they may not use, they stop, whether or not the policies mean it.
  const atWork = working.has(relation) && shapes.some((shape) => shape.startsWith("no header"));
  if (loses && (expected === "allowed" || atWork)) return { alarm: after.result === "denied" ? words.stops : words.mayStop };
  return expected === "denied" && after.result !== "denied" ? { alarm: words.goesOn } : {};
}

const inParts = ", multipart";

/** A way of writing once, although it is simulated in one request and in parts; said where only one of the two changes. */
function shapesText(shapes: readonly string[], { writes }: Messages): string {
  const words: Readonly<Record<string, string>> = writes.shapes;
  const whole = new Set(shapes.filter((title) => !title.endsWith(inParts)));
  const parts = new Set(shapes.flatMap((title) => (title.endsWith(inParts) ? [title.slice(0, -inParts.length)] : [])));
  return [...new Set([...whole, ...parts])]
    .map((title) => {
      const word = words[title] ?? title;
      if (whole.has(title) && parts.has(title)) return word;
      return `${word} (${parts.has(title) ? writes.inPartsOnly : writes.inOneOnly})`;
    })
    .join(", ");
}

function outcomeText(outcome: WriteOutcome, key: string, { writes }: Messages, names: KnownNames | undefined): string {
  const result = writes.results[outcome.result];
  return outcome.result === "allowed" ? `${result} (${encryptionText(outcome.encryption, key, writes, names)})` : result;
}

/** The algorithm and the key; of keys that are not the bucket's their name, or what tells them from others in the account. */
function encryptionText({ algorithm, key }: WriteEncryption, own: string, words: Messages["writes"], names?: KnownNames): string {
  if (key === undefined) return algorithm;
  if (key === own) return `${algorithm}, ${words.ownKey}`;
  const id = key.slice(key.indexOf(":key/") + ":key/".length);
  return `${algorithm}, ${/^[0-]+$/.test(id) ? words.shapes["another key"] : (names?.get(key) ?? id)}`;
}
