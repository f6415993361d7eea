/** Globs over names: `*` is any text, `?` one character; no classes, no escapes, no backtracking. */

/** The pattern split at its stars: the first segment starts the name, the last ends it, the others come in between, in order. */
export interface Glob {
  readonly segments: readonly string[];
}

/** True when a text has a character that a glob gives a meaning to. */
export function isGlob(text: string): boolean {
  return text.includes("*") || text.includes("?");
}

export function parseGlob(text: string): Glob {
  return { segments: text.split(/\*+/) };
}

/** Work is at most name length times pattern length: taking each middle segment at its first place never has to be undone. */
export function globMatches({ segments }: Glob, name: string): boolean {
  const first = segments[0] ?? "";
  if (segments.length === 1) return name.length === first.length && segmentAt(first, name, 0);
  const last = segments.at(-1) ?? "";
  const end = name.length - last.length;
  if (end < first.length || !segmentAt(first, name, 0) || !segmentAt(last, name, end)) return false;
  let from = first.length;
  for (let index = 1; index < segments.length - 1; index += 1) {
    const segment = segments[index] ?? "";
    const at = findSegment(segment, name, from);
    if (at === -1 || at + segment.length > end) return false;
    from = at + segment.length;
  }
  return true;
}

function findSegment(segment: string, name: string, from: number): number {
  if (!segment.includes("?")) return name.indexOf(segment, from);
  for (let at = from; at + segment.length <= name.length; at += 1) {
    if (segmentAt(segment, name, at)) return at;
  }
  return -1;
}

function segmentAt(segment: string, name: string, at: number): boolean {
  if (!segment.includes("?")) return name.startsWith(segment, at);
  for (let index = 0; index < segment.length; index += 1) {
    const wanted = segment.charCodeAt(index);
    if (wanted !== questionMark && wanted !== name.charCodeAt(at + index)) return false;
  }
  return true;
}

const questionMark = 0x3f;
