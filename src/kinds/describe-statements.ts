/** Policy statements for tables and reports: by name, what is allowed and what is denied. */

import type { PolicyStatement } from "../model/iam/policy-document.ts";
import type { Cell } from "./kind.ts";

export function describeStatements(statements: readonly PolicyStatement[]): readonly Cell[] {
  return [cell("allows", "Allow", statements), cell("denies", "Deny", statements)].flat();
}

function cell(label: string, effect: PolicyStatement["effect"], statements: readonly PolicyStatement[]): readonly Cell[] {
  const named = statements.filter((statement) => statement.effect === effect);
  return named.length === 0 ? [] : [{ label, value: named.map(nameOf).join(", ") }];
}

/** Statements of ours have a Sid; others are known by their actions. */
function nameOf({ sid, action }: PolicyStatement): string {
  return sid ?? `${action.negated ? "all but " : ""}${action.names.join(" ")}`;
}
