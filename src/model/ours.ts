/** How what a lake owns inside documents of others is named. */

import { createHash } from "node:crypto";

/** Ends like the digest below, so that it could be taken for one. */
const endsLikeDigest = /[0-9a-f]{6}$/;

/**
 * The beginning of the Sid of every statement of a lake; what follows begins with a capital. INVARIANT: the prefix of one lake never begins
 * the Sid of another's: it is lower-case, so the capital ends it; names that lower-casing or dropping hyphens would confuse carry a digest, and
 * so do those that end as if they did. What is left is a collision of 24 bits among names that differ in case and hyphens alone.
 * Sids may hold letters and digits only (IAM User Guide, reference_policies_elements_sid).
 */
export function sidPrefix(lake: string): string {
  const plain = lake.toLowerCase().replaceAll("-", "");
  const digest = plain === lake && !endsLikeDigest.test(lake) ? "" : createHash("sha256").update(lake).digest("hex").slice(0, 6);
  return `Lakegrade${plain}${digest}`;
}

/** Is this Sid one of the lake with this prefix? */
export function isOurSid(sid: string | undefined, prefix: string): boolean {
  return sid?.startsWith(prefix) === true && /^[A-Z]/.test(sid.slice(prefix.length));
}

/** The prefix of the lake that a Sid belongs to; undefined for a Sid of others. */
export function prefixOfSid(sid: string | undefined): string | undefined {
  return /^(Lakegrade[a-z0-9]+)[A-Z]/.exec(sid ?? "")?.[1];
}

/**
 * The Sid of a statement that others write in our place, from the one that is ours: `DataLakeadwDenyObjects`. INVARIANT: not one of a lake, or an
 * apply would take it for left behind; different for each lake, because a document takes a Sid once.
 */
export function foreignSid(sid: string): string {
  return sid.replace(/^(?:Lakegrade)?/, "DataLake");
}

/** The beginning of the name of every lake's inline policy on a role. */
export const rolePolicyPrefix = "lakegrade-";

/** The name of a lake's inline policy on a role. */
export function rolePolicyName(lake: string): string {
  return `${rolePolicyPrefix}${lake}`;
}
