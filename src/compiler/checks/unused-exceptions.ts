/** Checks that every `except` takes a column out of its rule. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Resolved } from "../resolved.ts";

export function* checkUnusedExceptions({ governed, classifications }: Resolved): Generator<Diagnostic> {
  if (governed === undefined) return;
  const { usage } = governed.classified;
  for (const { rules } of classifications) {
    for (const { id, except, rule } of rules) {
      // A rule that selects nothing is a problem of its own.
      if (usage.selected[id] !== 1) continue;
      for (const [index, { selector, range }] of except.entries()) {
        if (usage.except[id]?.[index] === 1) continue;
        const text = `${selector.table.text}.${selector.column.text}`;
        yield report("LG3014", {
          message: `\`${text}\` takes no column out of rule \`${rule.match}\``,
          help: "correct the names, or remove it: it would take out a column that comes later",
          range,
        });
      }
    }
  }
}
