/** The strictest grade that each database stores in a bucket: what somebody sees who reads its objects. */

import type { Range } from "../model/source.ts";
import type { ClassifiedColumn, ClassifiedDatabase } from "./classify.ts";
import type { Resolved } from "./resolved.ts";

export interface StoredGrade {
  readonly database: ClassifiedDatabase;
  /** `database.table.column`, the one that decides. */
  readonly column: string;
  readonly grade: number;
  /** Where the grade comes from. */
  readonly origin: Range | undefined;
}

/**
 * By bucket, then in the order of the catalog. Managed databases only; tables without a location of their own lie where their database does.
 * Views store nothing.
 */
export function storedGrades({ catalog, classified }: NonNullable<Resolved["governed"]>): ReadonlyMap<string, readonly StoredGrade[]> {
  const stored = new Map<string, Map<string, StoredGrade>>();
  for (const { name, location: place, tables } of catalog.databases) {
    const database = classified.databases.get(name.toLowerCase());
    if (database === undefined) continue;
    for (const { name: table, type, location = place } of tables) {
      const bucket = location === undefined ? undefined : bucketOf(location);
      const columns = database.tables.get(table.toLowerCase())?.columns;
      if (type !== "table" || bucket === undefined || columns === undefined) continue;
      const ofBucket = stored.get(bucket) ?? new Map<string, StoredGrade>();
      stored.set(bucket, ofBucket);
      const strictest = strictestOf(columns);
      if (strictest === undefined || (ofBucket.get(name)?.grade ?? Infinity) <= strictest.decision.grade) continue;
      const { grade, origins } = strictest.decision;
      ofBucket.set(name, { database, column: `${database.name}.${table}.${strictest.name}`, grade, origin: origins[0] });
    }
  }
  return new Map([...stored].map(([bucket, byDatabase]) => [bucket, [...byDatabase.values()]]));
}

function strictestOf(columns: readonly ClassifiedColumn[]): ClassifiedColumn | undefined {
  let strictest = columns[0];
  for (const column of columns) if (strictest === undefined || column.decision.grade < strictest.decision.grade) strictest = column;
  return strictest;
}

/** The bucket of an S3 path; undefined for other paths. */
function bucketOf(path: string): string | undefined {
  return /^s3[an]?:\/\/([^/]+)/.exec(path)?.[1];
}
