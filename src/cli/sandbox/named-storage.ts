/** The buckets, keys and registered locations that policies name, for a sandbox in which they exist. */

import type { DirectAccessor } from "../../compiler/policy.gen.ts";
import type { PolicySet } from "../../compiler/policy.ts";
import { roleOf } from "./named-roles.ts";
import type { NamedRole } from "./named-roles.ts";

export interface NamedBucket {
  readonly name: string;
  /** Alias or ARN of the key for its objects, then ARNs of those they had before; none where only a location names the bucket. */
  readonly keys: readonly string[];
  /** Who may touch its objects; a bare text is a group of the policies. */
  readonly directAccess: readonly DirectAccessor[];
}

/** Buckets of Bucket documents, then those that only locations name. */
export function namedBuckets(set: PolicySet): readonly NamedBucket[] {
  const documents = set.buckets.map(({ value: { name, key, formerKeys = [], directAccess = [] } }) => ({
    name,
    keys: [key, ...formerKeys],
    directAccess,
  }));
  const located = locationsOf(set).map(({ bucket: name }) => ({ name, keys: [], directAccess: [] }));
  // The first of a name wins.
  return [...new Map([...documents, ...located].toReversed().map((bucket) => [bucket.name, bucket])).values()].toReversed();
}

/** A registration role of the account, with the places it is registered for. */
export interface NamedRegistration extends NamedRole {
  readonly locations: readonly { readonly bucket: string; readonly prefix: string }[];
}

/** Each role once; roles of other accounts are left out. */
export function namedRegistrations(set: PolicySet, account: string): readonly NamedRegistration[] {
  const roles = new Map<string, NamedRegistration>();
  for (const { role: text, bucket, prefix } of locationsOf(set)) {
    const role = roleOf(text, account);
    if (role === undefined) continue;
    const known = roles.get(role.name.toLowerCase());
    roles.set(role.name.toLowerCase(), { ...role, locations: [...(known?.locations ?? []), { bucket, prefix }] });
  }
  return [...roles.values()];
}

function locationsOf({ lake }: PolicySet) {
  return (lake?.value.locations ?? []).flatMap(({ path, role }) => {
    const [, bucket, prefix = ""] = /^s3:\/\/([^/]+)(?:\/(.*?))?\/?$/.exec(path) ?? [];
    return bucket === undefined ? [] : [{ role, bucket, prefix }];
  });
}
