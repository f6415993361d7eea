/** In words, what a change of a permission set carries along: others changed the set, and provisioning does not ask whose change it carries. */

import { isChangeOf } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { sortedOnce } from "../../model/source.ts";
import type { Messages } from "../messages/en.ts";

/** Names in a list before the rest is only counted. */
const shown = 12;

/** Actions of one statement before the rest is only counted. */
const shownActions = 4;

/** Empty where nothing waits, and for other kinds. `full` names all. Sids and actions are as they came from outside. */
export function waitingText(change: Change, full: boolean, messages: Messages): readonly string[] {
  if (!isChangeOf(change, "permission-set-policy")) return [];
  const [before, after] = [change.before?.waiting, change.after?.waiting];
  const accounts = sortedOnce([...(before?.accounts ?? []), ...(after?.accounts ?? [])]);
  if (accounts.length === 0) return [];
  const { brings, come, go, unknown, perhaps } = messages.unprovisioned;
  const list = (names: readonly string[], most = shown): string =>
    full || names.length <= most ? names.join(", ") : messages.andMore(names.slice(0, most).join(", "), names.length - most);
  const { statements } = after ?? before ?? {};
  const told = (statement: PolicyStatement): string => nameOf(statement, list(statement.action.names, shownActions), messages);
  const named = (words: (names: string) => string, of: readonly PolicyStatement[]): readonly string[] =>
    of.length === 0 ? [] : [words(list(of.map(told)))];
  return [
    brings(accounts.length, list(accounts)),
    ...(statements === undefined ? [unknown] : [...named(come, statements.come), ...named(go, statements.go)]),
    perhaps,
  ];
}

/** With its actions: a Sid of others may say anything. */
function nameOf({ sid, effect, action }: PolicyStatement, actions: string, { unprovisioned }: Messages): string {
  return unprovisioned.statement(effect, sid, action.negated ? unprovisioned.allBut(actions) : actions);
}
