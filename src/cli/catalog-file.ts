/** A catalog from a file: the plain catalog format, or a snapshot with what surrounds it. */

import { parseCatalog } from "../compiler/catalog.ts";
import type { Surroundings } from "../compiler/resolve.ts";
import { locationFactsOf } from "../kinds/lf-location/location-facts.ts";
import type { Catalog } from "../model/catalog.ts";
import { hasErrors } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { LiveState } from "../model/state.ts";
import { guardReading } from "../reconciler/guard/guard.ts";
import { parseSnapshot } from "../reconciler/snapshot-file.ts";
import { parseJson } from "../reconciler/validate-file.ts";
import { Failure } from "./failure.ts";
import type { Io } from "./io.ts";
import { refuse } from "./notes.ts";

/** Only a snapshot holds more than a catalog. */
export interface CatalogFile extends Known {
  readonly diagnostics: readonly Diagnostic[];
}

/** Surroundings with a catalog. */
interface Known extends Surroundings {
  readonly catalog: Catalog;
}

/** Reads and checks the file; fails with every problem of it. */
export async function readCatalogFile(io: Io, file: string): Promise<CatalogFile> {
  const text = await io.readText(file);
  const parsed = parseJson(text, file);
  if ("diagnostic" in parsed) throw new Failure([parsed.diagnostic], (name) => (name === file ? text : undefined));
  if (isSnapshot(parsed.json)) {
    const snapshot = parseSnapshot(text, file);
    if ("diagnostic" in snapshot) throw new Failure([snapshot.diagnostic]);
    return { ...surroundingsOf(snapshot.live), diagnostics: [] };
  }
  const { catalog, diagnostics } = parseCatalog(parsed.json, file, text);
  if (catalog === undefined || hasErrors(diagnostics)) throw new Failure(diagnostics, (name) => (name === file ? text : undefined));
  return { catalog, diagnostics };
}

/** What a live state knows for the compiler: roles and users only if they were read, because none and unread are not the same. */
export function surroundingsOf(live: LiveState): Known {
  refuse(guardReading({ ...live, unread: live.unread.filter(({ kind }) => kind === "catalog") }));
  const { catalog, roles, users, facts, unread } = live;
  const locations = locationFactsOf(live);
  const known = { catalog, ...(facts === undefined ? {} : { facts, unread }), ...(locations === undefined ? {} : { locations }) };
  return unread.some(({ kind }) => kind === "roles") ? known : { ...known, roles, users };
}

function isSnapshot(json: unknown): boolean {
  return typeof json === "object" && json !== null && "formatVersion" in json && "resources" in json;
}
