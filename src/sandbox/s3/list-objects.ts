/** ListObjectsV2. */

import type { ListObjectsV2Output, ListObjectsV2Request } from "@aws-sdk/client-s3";

import { compareText } from "../../model/source.ts";
import type { Call } from "../call.ts";
import { honourOnly } from "../not-implemented.ts";
import { pageOf } from "../page.ts";
import { badContinuationToken } from "./error.ts";
import { openBucket } from "./find-bucket.ts";
import type { Bucket } from "./state.ts";

const honoured = [
  "Bucket",
  "Prefix",
  "Delimiter",
  "MaxKeys",
  "ContinuationToken",
  "StartAfter",
  "EncodingType",
  "FetchOwner",
  "ExpectedBucketOwner",
];

/** Keys and common prefixes in one sequence. Source: S3 API Reference, ListObjectsV2. */
export function listObjectsV2(call: Call, input: ListObjectsV2Request): ListObjectsV2Output {
  honourOnly("ListObjectsV2", input, honoured);
  const {
    Prefix: prefix = "",
    Delimiter: delimiter = "",
    MaxKeys: maximum = 1000,
    StartAfter: after = "",
    FetchOwner: owned = false,
  } = input;
  const bucket = openBucket(call, input, "ListBucket", {
    ...(input.Prefix !== undefined && { "s3:prefix": prefix }),
    ...(input.Delimiter !== undefined && { "s3:delimiter": delimiter }),
    ...(input.MaxKeys !== undefined && { "s3:max-keys": maximum }),
  });
  const rows = maximum === 0 ? [] : rowsOf(bucket, prefix, delimiter, after);
  const request = { size: Math.max(1, call.pageSize(maximum, 1000)), token: input.ContinuationToken, badToken: badContinuationToken };
  const page = pageOf(rows, request, (row) => row);
  const objects = page.rows.flatMap((row) => bucket.objects.get(isPrefix(row, prefix, delimiter) ? "" : row) ?? []);
  const encode = (text: string): string => (input.EncodingType === "url" ? encodeURIComponent(text).replaceAll("%2F", "/") : text);
  const owner = owned ? { Owner: { ID: bucket.ownerId } } : {};
  return {
    Name: bucket.name,
    Prefix: encode(prefix),
    ...(delimiter !== "" && { Delimiter: encode(delimiter) }),
    MaxKeys: maximum,
    KeyCount: page.rows.length,
    IsTruncated: page.token !== undefined,
    Contents: objects.map(({ key, modified, etag, body }) => ({
      Key: encode(key),
      LastModified: modified,
      ETag: etag,
      Size: body.length,
      StorageClass: "STANDARD",
      ...owner,
    })),
    CommonPrefixes: page.rows.filter((row) => isPrefix(row, prefix, delimiter)).map((row) => ({ Prefix: encode(row) })),
    ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
    ...(after !== "" && { StartAfter: encode(after) }),
    ...(input.ContinuationToken !== undefined && { ContinuationToken: input.ContinuationToken }),
    ...(page.token !== undefined && { NextContinuationToken: page.token }),
  };
}

function rowsOf({ objects }: Bucket, prefix: string, delimiter: string, after: string): readonly string[] {
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && compareText(key, after) > 0);
  return [...new Set(keys.map((key) => rowOf(key, prefix, delimiter)))].toSorted(compareText);
}

function rowOf(key: string, prefix: string, delimiter: string): string {
  const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? key : key.slice(0, end + delimiter.length);
}

function isPrefix(row: string, prefix: string, delimiter: string): boolean {
  return delimiter !== "" && row.indexOf(delimiter, prefix.length) >= 0;
}
