/** What documents that are there and cannot be used would have named: a reference to one of them is not unknown, and not a second mistake. */

import { isKnownKind } from "./validate.ts";

/** Names of one sort, as far as they can be read. */
export interface BrokenNames {
  readonly known: ReadonlySet<string>;
  /** True: there is one whose name cannot be read, so that it may be any. */
  readonly others: boolean;
}

export interface BrokenDocuments {
  /** True: one of them is a Lake, or may be. */
  readonly lake: boolean;
  readonly groups: BrokenNames;
  readonly buckets: BrokenNames;
  /** Of Classifications: what they match, as written. */
  readonly databases: BrokenNames;
  /** Of Classifications, lower-case. */
  readonly domains: BrokenNames;
}

/** True where the name may be that of a broken document. */
export function mayName({ known, others }: BrokenNames, name: string): boolean {
  return others || known.has(name);
}

/** `values`: of each broken document what could be read; nothing where that is nothing. */
export function brokenDocuments(values: readonly unknown[]): BrokenDocuments {
  const ofKind = (kind: string): readonly unknown[] => values.filter((value) => mayBe(value, kind));
  const classifications = ofKind("Classification");
  const domains = namesIn(classifications, "domain");
  return {
    lake: ofKind("Lake").length > 0,
    groups: namesIn(ofKind("Group"), "name"),
    buckets: namesIn(ofKind("Bucket"), "name"),
    databases: namesIn(classifications, "database"),
    domains: { ...domains, known: new Set([...domains.known].map((domain) => domain.toLowerCase())) },
  };
}

/** A document of no kind, or of one that does not exist, may be of any. */
function mayBe(value: unknown, kind: string): boolean {
  const written = memberOf(value, "kind");
  return written === kind || typeof written !== "string" || !isKnownKind(written);
}

/** A member that is missing may be there under a misspelt key. */
function namesIn(values: readonly unknown[], member: string): BrokenNames {
  const names = values.map((value) => memberOf(value, member));
  return {
    known: new Set(names.filter((name) => typeof name === "string")),
    others: names.some((name) => typeof name !== "string"),
  };
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, member)?.value : undefined;
}
