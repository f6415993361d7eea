/** Checks that one Classification alone decides each setting of a database. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { SettingConflict } from "../govern.ts";
import type { Resolved } from "../resolved.ts";
import { nameList } from "./name-list.ts";

/** One diagnostic for the same globs and setting, however many databases they clash over. */
export function* checkSettingConflicts({ governed, classifications }: Resolved): Generator<Diagnostic> {
  const groups = new Map<string, { readonly conflict: SettingConflict; readonly databases: string[] }>();
  const ids = new Map(classifications.map(({ document }, index) => [document, index]));
  for (const conflict of governed?.classified.conflicts ?? []) {
    const key = [conflict.setting, ...conflict.documents.map((document) => ids.get(document))].join(",");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { conflict, databases: [conflict.database] });
    else group.databases.push(conflict.database);
  }
  for (const { conflict, databases } of groups.values()) {
    const { setting, documents } = conflict;
    const [first, second] = documents;
    if (first === undefined || second === undefined) continue;
    yield report("LG3005", {
      message: `\`${setting}\` of ${nameList(databases)} is set by ${documents.length} classifications with globs`,
      label: "set here too",
      help: `set \`${setting}\` in a classification with the exact name of the database, or in one of the globs only`,
      range: second.at([setting]),
      related: [{ message: "set here", range: first.at([setting]) }],
    });
  }
}
