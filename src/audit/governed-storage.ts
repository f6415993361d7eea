/** What an account knows of the buckets and keys that policies govern: facts beside the bucket, statements of others in its policy. */

import type { BucketFacts, KeyFacts } from "../model/account-facts.ts";
import { keepsOffObjects } from "../model/governed-bucket.ts";
import type { GovernedBucket } from "../model/governed-bucket.ts";
import { parsePolicyDocument } from "../model/iam/parse-policy.ts";
import type { PolicyDocument, PolicyStatement } from "../model/iam/policy-document.ts";
import { isKey } from "../model/key-name.ts";
import { isOurSid, sidPrefix } from "../model/ours.ts";
import type { Estate } from "./control.ts";
import { oncePerEstate } from "./specs.ts";

/** A governed bucket beside what was read of it. */
export interface StoredBucket {
  readonly governed: GovernedBucket;
  readonly facts: BucketFacts;
}

/** A governed key: buckets of the policies are encrypted with it, or older objects in them. */
export interface StoredKey {
  readonly facts: KeyFacts;
  /** Names of the governed buckets, sorted as the policies' buckets are. */
  readonly buckets: readonly string[];
}

/** A statement of a document, with a name for people. */
export interface NamedStatement {
  /** The Sid, or which statement it is; with its place where one before it is called the same. */
  readonly name: string;
  readonly statement: PolicyStatement;
  /** The document with this statement alone. */
  readonly alone: PolicyDocument;
}

/** A bucket that was not read is none here: that is told as unread. */
export const governedBuckets = oncePerEstate(({ live, desired }): readonly StoredBucket[] => {
  const facts = new Map(live.facts?.buckets.map((bucket) => [bucket.name, bucket]));
  return (desired.buckets ?? []).flatMap((governed) => {
    const found = facts.get(governed.name);
    return found === undefined ? [] : [{ governed, facts: found }];
  });
});

/** Governed buckets whose policy keeps everybody off the objects who is not spared, after the plan. */
export const closedBuckets = oncePerEstate(
  ({ desired }): ReadonlySet<string> => new Set((desired.buckets ?? []).filter(keepsOffObjects).map(({ name }) => name)),
);

/** By ARN, as the facts are. */
export const governedKeys = oncePerEstate(({ live, desired }): readonly StoredKey[] =>
  (live.facts?.keys ?? []).flatMap((facts) => {
    const buckets = (desired.buckets ?? []).filter(({ key, formerKeys = [] }) =>
      [key, ...formerKeys].some((one) => isKey(one, facts, live)),
    );
    return buckets.length === 0 ? [] : [{ facts, buckets: buckets.map(({ name }) => name) }];
  }),
);

/** Statements of a bucket's policy that are not of this lake; those of other lakes are others', too. */
export function foreignStatements({ facts }: Pick<StoredBucket, "facts">, { desired }: Estate): readonly NamedStatement[] {
  const prefix = sidPrefix(desired.scope.lake);
  return statementsOf(facts.policy).filter(({ statement }) => !isOurSid(statement.sid, prefix));
}

/** None for no policy, and for one that is not understood: readings hold no such text. */
export function statementsOf(policy: string | undefined): readonly NamedStatement[] {
  if (policy === undefined) return [];
  const parsed = parsePolicyDocument(policy, { unknown: "keep" });
  if ("problems" in parsed) return [];
  const { document } = parsed;
  const names = document.statements.map(({ sid }, index) => sid ?? `statement ${index + 1}`);
  return document.statements.map((statement, index) => ({
    name: nameAt(index, names),
    statement,
    alone: { ...document, statements: [statement] },
  }));
}

/** Key policies may have a Sid twice, and a Sid may read like a place. */
function nameAt(index: number, names: readonly string[]): string {
  const name = names[index] ?? "";
  return names.indexOf(name) === index ? name : `${name} (statement ${index + 1})`;
}
