/** The part of the policies that can be judged while others are broken: what follows from a mistake is not reported beside it. */

import type { Resolved } from "./resolved.ts";
import type { ReadClassification } from "./rules.ts";
import { parsePattern, patternMatches } from "./selector.ts";

/** Without the Classifications that may share a database with a broken one: that one may manage what their rules are for. */
export function withSettledRules(resolved: Resolved): Resolved {
  const { policies, governed, classifications } = resolved;
  const { known, others } = policies.broken.databases;
  if (governed === undefined || (known.size === 0 && !others)) return resolved;
  const patterns = [...known].map((text) => parsePattern(text.trim()));
  const names = governed.catalog.databases.map(({ name }) => name.toLowerCase());
  const unsettled = names.filter((name) => patterns.some((pattern) => "problem" in pattern || patternMatches(pattern, name)));
  const isSettled = ({ database }: ReadClassification): boolean => !others && !unsettled.some((name) => patternMatches(database, name));
  return { ...resolved, classifications: classifications.filter(isSettled) };
}

/**
 * Without the buckets whose keys may be used by a bucket that the policies mean and do not name rightly: all where a Bucket document is
 * broken, else those that the account does not have.
 */
export function withSettledBuckets(resolved: Resolved): Resolved {
  const { policies, facts, buckets } = resolved;
  const { known, others } = policies.broken.buckets;
  if (known.size > 0 || others) return { ...resolved, buckets: [] };
  const names = new Set(facts?.buckets.map(({ name }) => name));
  return { ...resolved, buckets: facts === undefined ? buckets : buckets.filter(({ name }) => names.has(name)) };
}
