/** Policy statements for tables and reports: by name, what is allowed and what is denied. */

import type { PolicyStatement } from "../model/iam/policy-document.ts";
import type { Cell } from "./kind.ts";

export function describeStatements(statements: readonly PolicyStatement[]): readonly Cell[] {
  return [cell("allows", "Allow", statements), cell("denies", "Deny", statements)].flat();
}

function cell(label: string, effect: PolicyStatement["effect"], statements: readonly PolicyStatement[]): readonly Cell[] {
  const named = statements.filter((statement) => statement.effect === effect);
  if (named.length === 0) return [];
  const areOurs = named.every(({ sid }) => topicOf(sid) !== undefined);
  return [{ label, value: named.map(nameOf).join(", "), ...(areOurs ? { words: "list" } : {}) }];
}

/** Statements of ours have a Sid that says what they are about; others are known by their actions. */
function nameOf({ sid, action }: PolicyStatement): string {
  return topicOf(sid) ?? sid ?? `${action.negated ? "all but " : ""}${action.names.join(" ")}`;
}

/** What a statement is about, by its Sid: `LakegradeadwDenyWrongKey` is about `wrong key`. Undefined for a Sid that is not ours. */
export function topicOf(sid: string | undefined): string | undefined {
  const name = /^Lakegrade[a-z0-9]+(?:Allow|Deny)([A-Z].*)$/.exec(sid ?? "")?.[1];
  return name?.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ").toLowerCase();
}
