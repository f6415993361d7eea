/** Policy variables: `${key}`, `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for the characters themselves. */

import type { Piece } from "./pattern.ts";
import type { PolicyVersion } from "./policy-document.ts";
import type { RequestContext } from "./request-context.ts";

/** `absent` names a variable the request has no value for; `unknown` something that is no variable we understand. */
export type Expansion = { readonly pieces: readonly Piece[] } | { readonly absent: string } | { readonly unknown: string };

/**
 * The text with its variables replaced. Values are literal: wildcards in them are characters. Version 2008-10-17 has no variables, the text
 * stands for itself. Source: IAM User Guide, reference_policies_variables.
 */
export function expand(text: string, version: PolicyVersion, context: RequestContext): Expansion {
  if (version === "2008-10-17" || !text.includes("${")) return { pieces: [{ text, literal: false }] };
  const pieces: Piece[] = [];
  let at = 0;
  for (let start = text.indexOf("${"); start >= 0; start = text.indexOf("${", at)) {
    const end = text.indexOf("}", start);
    if (end < 0) return { unknown: text.slice(start) };
    pieces.push({ text: text.slice(at, start), literal: false });
    const value = valueOf(text.slice(start + 2, end), context);
    if (typeof value !== "string") return value;
    pieces.push({ text: value, literal: true });
    at = end + 1;
  }
  pieces.push({ text: text.slice(at), literal: false });
  return { pieces };
}

/** The key, and the default in single quotes if there is one. */
const variableForm = /^([^\s,{}$'"]+)(?:\s*,\s*'([^']*)')?$/;

function valueOf(inner: string, context: RequestContext): string | Exclude<Expansion, { readonly pieces: readonly Piece[] }> {
  if (inner === "*" || inner === "?" || inner === "$") return inner;
  const [, key, fallback] = variableForm.exec(inner.trim()) ?? [];
  if (key === undefined) return { unknown: `\${${inner}}` };
  const entry = context.get(key.toLowerCase());
  const [value, ...more] = entry?.values ?? [];
  // A key with several values cannot be a variable; the documentation does not say what happens.
  if (more.length > 0) return { unknown: `\${${inner}}` };
  return value ?? fallback ?? { absent: `\${${inner}}` };
}

/** The text of pieces, for operators that compare whole values. */
export function literalText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => piece.text).join("");
}

/** The text as a pattern that matches nothing else: what would be a wildcard or a variable in a policy stands for itself. */
export function literalPattern(text: string): string {
  return text.replaceAll(/[*?$]/g, "$${$&}");
}
