/** Snapshots: a live state as one JSON file, and back. */

import { canonicalJson } from "../model/canonical.ts";
import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { LiveState } from "../model/state.ts";
import { isAddressed, parseJson, shapeSnapshot } from "./validate-file.ts";

/** The text of a snapshot file: canonical, indented, with a final line break. */
export function formatSnapshot(live: LiveState, tool: { readonly name: string; readonly version: string }): string {
  return `${canonicalJson({ formatVersion: 1, tool, ...live }, 1)}\n`;
}

/** A live state from the text of a snapshot file. */
export function parseSnapshot(text: string, file: string): { readonly live: LiveState } | { readonly diagnostic: Diagnostic } {
  const parsed = parseJson(text, file);
  if ("diagnostic" in parsed) return parsed;
  const shape = shapeSnapshot(parsed.json, file);
  if ("diagnostic" in shape) return shape;
  const { resources, account, region, readAt, caller, tagKeys, catalog, roles, users, unread, facts } = shape.shaped;
  const entries = Object.entries(resources);
  const stray = entries.find(([address, { kind, spec }]) => !isAddressed(address, kind, spec));
  if (stray !== undefined) {
    return {
      diagnostic: report("LG5009", {
        message: `\`${file}\`: the resource at \`${stray[0]}\` is not what that address names`,
        help: "write the snapshot anew",
      }),
    };
  }
  const live = { account, region, readAt, caller, tagKeys, catalog, roles, users, unread, resources: new Map(entries) };
  return { live: facts === undefined ? live : { ...live, facts } };
}
