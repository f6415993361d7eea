/** Canonical JSON and digests: one text for one value, whatever the order its members were built in. */

import { createHash } from "node:crypto";

import { compareText } from "./source.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** The value as JSON with sorted members; members that are `undefined` are left out. `indent` as in JSON.stringify. */
export function canonicalJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, sortMembers, indent);
}

function sortMembers(_key: string, value: unknown): unknown {
  if (value instanceof Map) return sortMembers("", Object.fromEntries(value));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  const sorted = entries.every(([key], index) => index === 0 || (entries[index - 1]?.[0] ?? "") <= key)
    ? entries
    : entries.toSorted(([a], [b]) => compareText(a, b));
  // A null prototype keeps a member named `__proto__` an ordinary member.
  return Object.assign(Object.create(null), Object.fromEntries(sorted));
}

/** `sha256:<hex>` of the canonical JSON of a value. */
export function digest(value: unknown): string {
  return digestText(canonicalJson(value));
}

/** `sha256:<hex>` of a text or of bytes. */
export function digestText(text: string | Uint8Array): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
