/** What of a permission set waits to be provisioned beside ours: provisioning carries the whole definition, whoever changed it. */

import type { PermissionSetFacts } from "../../model/account-facts.ts";
import { meaningOf } from "../../model/iam/canonical-policy.ts";
import { normalStatements, statementsDigest } from "../../model/iam/normal-statement.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { needsVariables, parseShared, takesVariables } from "../../model/iam/shared-document.ts";
import type { SharedDocument } from "../../model/iam/shared-document.ts";
import { isOurSid } from "../../model/ours.ts";
import { compareText } from "../../model/source.ts";
import type { Role } from "../../model/state.ts";
import type { Waiting } from "./spec.ts";

/** The set's inline policy, and who looks at it. */
export interface SetInAccount {
  readonly set: Pick<PermissionSetFacts, "behind">;
  readonly definition: SharedDocument;
  /** The lake's account. */
  readonly account: string;
  /** Those of the set in that account. */
  readonly roles: readonly Role[];
}

/** Beside the statements with this prefix. Undefined where every account has the set as it is. */
export function waitingIn({ set, definition, account, roles }: SetInAccount, prefix: string): Waiting | undefined {
  const held = roles.flatMap(({ policies }) => (policies === undefined ? [] : [statementsHeld(policies.inline, definition)]));
  const defined = statementsIn(definition);
  const isOlder = held.some((statements) => statements === undefined || statementsDigest(statements) !== statementsDigest(defined));
  const { behind } = set;
  const accounts = isOlder && !behind.includes(account) ? [...behind, account].toSorted(compareText) : behind;
  if (accounts.length === 0) return undefined;
  const known = held.filter((statements) => statements !== undefined);
  if (roles.length === 0 || known.length < roles.length) return { accounts };
  const isTheirs = ({ sid }: PolicyStatement): boolean => !isOurSid(sid, prefix);
  return { accounts, statements: compared(known, defined, isTheirs) };
}

/**
 * What Identity Center made of the set in a role. Undefined where it is not understood, or reads statements in another way than the definition:
 * as text, or with variables.
 */
function statementsHeld(
  inline: readonly { readonly document: string }[],
  definition: SharedDocument,
): readonly PolicyStatement[] | undefined {
  const statements: PolicyStatement[] = [];
  for (const { document } of inline) {
    const parsed = parseShared(document);
    if ("problems" in parsed) return undefined;
    const isReadAlike = takesVariables(parsed) === takesVariables(definition);
    if (!isReadAlike && [...statementsIn(parsed), ...statementsIn(definition)].some(needsVariables)) return undefined;
    statements.push(...statementsIn(parsed));
  }
  return statements;
}

/** `held`: of each role. */
function compared(
  held: readonly (readonly PolicyStatement[])[],
  defined: readonly PolicyStatement[],
  isTheirs: (statement: PolicyStatement) => boolean,
): NonNullable<Waiting["statements"]> {
  const ofRoles = held.map((statements) => byMeaning(statements.filter(isTheirs)));
  const ofSet = byMeaning(defined.filter(isTheirs));
  const come = [...ofSet].flatMap(([meaning, statement]) => (ofRoles.every((role) => role.has(meaning)) ? [] : [statement]));
  const go = new Map(ofRoles.flatMap((role) => [...role].filter(([meaning]) => !ofSet.has(meaning))));
  return { come: normalStatements(come), go: normalStatements([...go.values()]) };
}

function byMeaning(statements: readonly PolicyStatement[]): ReadonlyMap<string, PolicyStatement> {
  return new Map(statements.map((statement) => [meaningOf(statement), statement]));
}

function statementsIn({ statements }: SharedDocument): readonly PolicyStatement[] {
  return statements.map(({ statement }) => statement);
}
