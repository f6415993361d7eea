/** Reads policy sets and the example catalog from the repository, as the command line would. */

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

import { parseCatalog } from "../../src/compiler/catalog.ts";
import type { PolicyFile } from "../../src/compiler/policy.ts";
import type { Catalog } from "../../src/model/catalog.ts";

export const root = path.resolve(import.meta.dirname, "../..");

/** The policy files of a directory of the repository, in the order of their names. */
export function filesOf(directory: string): readonly PolicyFile[] {
  return readdirSync(path.join(root, directory), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted()
    .map((name) => ({ file: `${directory}/${name}`, bytes: readFileSync(path.join(root, directory, name)) }));
}

/** The catalog of the example insurer. Throws when it is not one. */
export function exampleCatalog(): Catalog {
  const file = "examples/insurer-catalog.json";
  const { catalog, diagnostics } = parseCatalog(JSON.parse(readFileSync(path.join(root, file), "utf8")), file);
  if (catalog === undefined) throw new Error(`${file}: ${diagnostics.map(({ message }) => message).join("; ")}`);
  return catalog;
}
