/** What becomes of the statements of a policy, for one line of a plan: which come, which go, and what is new within those that stay. */

import { isDeepStrictEqual } from "node:util";

import { topicOf } from "../../kinds/describe-statements.ts";
import { canonicalStatement } from "../../model/iam/canonical-policy.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import type { Messages } from "../messages/en.ts";

/** Values that come or go on one line before the rest is only counted. */
const valuesPerStatement = 4;

/** Empty when both mean the same. */
export function statementsText(before: readonly PolicyStatement[], after: readonly PolicyStatement[], messages: Messages): string {
  const was = bySid(before);
  const is = bySid(after);
  const come = after.filter(({ sid = "" }) => !was.has(sid)).map((statement) => statementName(statement, messages));
  const go = before.filter(({ sid = "" }) => !is.has(sid)).map((statement) => statementName(statement, messages));
  const change = after.flatMap((statement) => {
    const old = was.get(statement.sid ?? "");
    if (old === undefined || isDeepStrictEqual(canonicalStatement(old), canonicalStatement(statement))) return [];
    return [`${statementName(statement, messages)} (${valuesText(valuesOf(old), valuesOf(statement), messages)})`];
  });
  const { adds, removes, changes } = messages.statements;
  return [part(adds, come), part(removes, go), part(changes, change)].flat().join("; ");
}

function bySid(statements: readonly PolicyStatement[]): ReadonlyMap<string, PolicyStatement> {
  return new Map(statements.map((statement) => [statement.sid ?? "", statement]));
}

function part(word: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${word}: ${names.join(", ")}`];
}

/** `Deny objects`; a Sid that is not ours is shown as it is. */
export function statementName({ sid = "", effect }: PolicyStatement, { statement, phrase }: Messages): string {
  const topic = topicOf(sid);
  return statement(effect, topic === undefined ? sid : phrase(topic));
}

/** Everything a statement names. */
function valuesOf({ effect, principal, action, resource, conditions }: PolicyStatement): ReadonlySet<string> {
  return new Set([
    effect,
    ...Object.values(principal?.byType ?? {}).flat(),
    ...action.names,
    ...(resource?.names ?? []),
    ...conditions.flatMap(({ operator, key, values }) => values.map((value) => `${operator} ${key} ${value}`)),
  ]);
}

function valuesText(was: ReadonlySet<string>, is: ReadonlySet<string>, { andMore, statements }: Messages): string {
  const values = [
    ...[...is].filter((value) => !was.has(value)).map((value) => `+ ${value}`),
    ...[...was].filter((value) => !is.has(value)).map((value) => `- ${value}`),
  ];
  // What is named is the same, and not how: Action against NotAction, for example.
  if (values.length === 0) return statements.otherwise;
  const shown = values.slice(0, valuesPerStatement).join(", ");
  return values.length > valuesPerStatement ? andMore(shown, values.length - valuesPerStatement) : shown;
}
