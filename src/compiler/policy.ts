/** A parsed, shape-checked policy set: typed values that know where they were written. */

import type { Range } from "../model/source.ts";
import type { BrokenDocuments } from "./broken-documents.ts";
import type { Bucket, Classification, Group, Lake } from "./policy.gen.ts";

/** A policy file as it was read. `file` is the name diagnostics show: as given on the command line, with forward slashes. */
export interface PolicyFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** A member path inside a document: `["rules", 0, "match"]`. */
export type Path = readonly (string | number)[];

/** Where the parts of one document were written; both work through aliases. */
export interface Places {
  /** The value at a path, or the nearest ancestor that was written; `at([])` is the `kind` line's value. */
  readonly at: (path: Path) => Range;
  /** The key at a path: for saying that a member should not be there. */
  readonly keyAt: (path: Path) => Range;
}

/** One document of a policy file. The value obeys its schema; defaults are not filled in. */
export interface PolicyDocument<Value> extends Places {
  readonly value: Value;
}

export interface PolicySet {
  /** Absent when none, or several, were given; that is already reported then. */
  readonly lake: PolicyDocument<Lake> | undefined;
  /** In the order of files, then of documents. */
  readonly classifications: readonly PolicyDocument<Classification>[];
  readonly groups: readonly PolicyDocument<Group>[];
  readonly buckets: readonly PolicyDocument<Bucket>[];
  /** Documents that have problems and are left out: what refers to them must not be called unknown. */
  readonly broken: BrokenDocuments;
  /** Digest of the meaning of all documents: comments, file names and member order do not change it. */
  readonly digest: string;
}
