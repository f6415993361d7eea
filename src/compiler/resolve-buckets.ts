/** Resolution of buckets: their keys, and the groups and principals that may touch their objects. */

import type { AccountFacts } from "../model/account-facts.ts";
import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Range } from "../model/source.ts";
import type { Unread } from "../model/state.ts";
import { didYouMean } from "../model/suggestion.ts";
import { mayName } from "./broken-documents.ts";
import type { BrokenNames } from "./broken-documents.ts";
import { findKey, isOfOtherPlace, isServiceAlias } from "./keys.ts";
import type { LakeFacts } from "./lake-facts.ts";
import type { Bucket, DirectAccessor } from "./policy.gen.ts";
import type { PolicyDocument } from "./policy.ts";
import { resolvePrincipal } from "./principals.ts";
import type { PrincipalDirectory } from "./principals.ts";
import type { DirectReader, ResolvedBucket, ResolvedGroup } from "./resolved.ts";
import { otherUsesOf } from "./shared-keys.ts";
import type { UnservedTables } from "./unserved-tables.ts";

interface BucketSurroundings {
  readonly lake: LakeFacts | undefined;
  readonly groups: readonly ResolvedGroup[];
  /** Groups whose documents cannot be used. */
  readonly brokenGroups: BrokenNames;
  readonly directory: PrincipalDirectory;
  /** Names of all governed buckets. */
  readonly governed: ReadonlySet<string>;
  /** Absent while no account is known. */
  readonly facts: AccountFacts | undefined;
  /** By the name of the bucket; absent where it is not known. */
  readonly unserved: ReadonlyMap<string, UnservedTables> | undefined;
  /** What of the account could not be read. */
  readonly unread: readonly Unread[];
}

/** What is not found is reported; a key that is not found stays as it is written. */
export function resolveBucket(
  document: PolicyDocument<Bucket>,
  surroundings: BucketSurroundings,
  diagnostics: Diagnostic[],
): ResolvedBucket {
  const { lake, governed, facts, unread, unserved } = surroundings;
  const { name, key, writers, keyRotation, protectConfiguration, directAccess } = document.value;
  const keyFacts = findKey(key, facts?.keys ?? []);
  if (facts !== undefined) diagnostics.push(...absentBucket(document, facts));
  // Of a key that cannot be here nobody should hear that it is not here: a check says where it is.
  const mayBeHere = !isServiceAlias(key) && (lake === undefined || !isOfOtherPlace(key, lake.identity));
  if (facts !== undefined && keyFacts === undefined && mayBeHere) diagnostics.push(unknownKey(document, facts));
  return {
    document,
    name,
    key: keyFacts?.arn ?? key,
    ...(keyFacts === undefined ? {} : { keyFacts }),
    otherUses: facts === undefined || keyFacts === undefined ? { known: [], possible: [] } : otherUsesOf(keyFacts, facts, governed, unread),
    writers: writers ?? "header-optional",
    keyRotation: keyRotation ?? true,
    protectConfiguration: protectConfiguration ?? false,
    unserved: unserved?.get(name) ?? { staged: [], cutOff: [] },
    ...(directAccess === undefined
      ? {}
      : {
          directAccess: directAccess.flatMap((accessor, index) => {
            const { readers, problems } = directReaders(accessor, document.at(["directAccess", index]), surroundings);
            diagnostics.push(...problems);
            return readers;
          }),
        }),
  };
}

function directReaders(
  accessor: DirectAccessor,
  range: Range,
  { groups, brokenGroups, directory }: BucketSurroundings,
): { readonly readers: readonly DirectReader[]; readonly problems: readonly Diagnostic[] } {
  if (typeof accessor !== "string") {
    const resolution = resolvePrincipal(accessor, range, directory);
    return "id" in resolution
      ? { readers: [{ id: resolution.id, range }], problems: [] }
      : { readers: [], problems: [resolution.diagnostic] };
  }
  const group = groups.find(({ name }) => name === accessor);
  if (group !== undefined) {
    return { readers: [...group.principals, ...group.through].map(({ id }) => ({ id, range, group })), problems: [] };
  }
  if (mayName(brokenGroups, accessor)) return { readers: [], problems: [] };
  const help = didYouMean(
    accessor,
    [...groups.map(({ name }) => name), ...brokenGroups.known],
    "a bare name is a group; write `{role: name}` for a role",
  );
  const problem = report("LG3032", {
    message: `unknown group \`${accessor}\``,
    label: "no group of this name",
    range,
    ...(help === undefined ? {} : { help }),
  });
  return { readers: [], problems: [problem] };
}

function absentBucket({ value: { name }, at }: PolicyDocument<Bucket>, { buckets }: AccountFacts): readonly Diagnostic[] {
  if (buckets.some((bucket) => bucket.name === name)) return [];
  const names = buckets.map((bucket) => bucket.name);
  const help = didYouMean(name, names, "make the bucket first: the policies govern buckets and make none") ?? "";
  return [report("LG3034", { message: `no bucket \`${name}\` was found in this account and Region`, range: at(["name"]), help })];
}

function unknownKey({ value: { key }, at }: PolicyDocument<Bucket>, { keys }: AccountFacts): Diagnostic {
  const names = keys.flatMap(({ arn, aliases }) => [...aliases.filter((alias) => !isServiceAlias(alias)), arn]);
  const help = didYouMean(key, names, "make the key and its alias first, in the Region of the bucket") ?? "";
  return report("LG3035", { message: `no key \`${key}\` was found in this account and Region`, range: at(["key"]), help });
}
