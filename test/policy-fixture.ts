/** Policy sets and catalogs for tests, from a few lines of text. */

import { parsePolicies } from "../src/compiler/parse.ts";
import type { PolicySet } from "../src/compiler/policy.ts";
import type { Catalog } from "../src/model/catalog.ts";

/** The Lake of most tests; further documents follow it. */
export const lake = `apiVersion: lakegrade/v1
kind: Lake
name: adw
account: "111122223333"
region: ap-northeast-2
`;

/** The policy set of one file of several documents. Throws when it does not parse. */
export function policies(...documents: readonly string[]): PolicySet {
  const bytes = new TextEncoder().encode(documents.join("\n---\n"));
  const { set, diagnostics } = parsePolicies([{ file: "policies.yaml", bytes }]);
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join("; "));
  return set;
}

/** A catalog of tables in S3: `{ claims: { patients: ["ssn", "city"] } }`. */
export function catalogOf(databases: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>): Catalog {
  return {
    databases: Object.entries(databases).map(([name, tables]) => ({
      name,
      location: `s3://adw/${name}`,
      tables: Object.entries(tables).map(([table, columns]) => ({
        name: table,
        type: "table",
        columns: columns.map((column) => ({ name: column, type: "string" })),
        partitionKeys: [],
      })),
    })),
  };
}
