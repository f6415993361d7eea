/** Kinds of resources in words, for people who are told what could not be read. */

import type { KindName } from "../kinds/specs.ts";

const words: Readonly<Record<KindName, string>> = {
  "lf-settings": "data lake settings",
  "lf-tag": "LF-Tags",
  "lf-tag-assignment": "assignments of LF-Tags",
  "lf-grant": "grants of the catalog",
  "lf-location": "registered locations",
  "glue-database-defaults": "defaults of databases",
  "s3-bucket-policy": "bucket policies",
  "s3-bucket-encryption": "default encryption of buckets",
  "s3-public-access-block": "public access blocks of buckets",
  "kms-key-rotation": "rotation of keys",
  "iam-role-policy": "guardrails of roles",
  "permission-set-policy": "guardrails of permission sets",
};

const byKind: ReadonlyMap<string, string> = new Map(Object.entries(words));

/** INVARIANT: every kind has its words. */
export function kindInWords(kind: string): string {
  return byKind.get(kind) ?? kind;
}
