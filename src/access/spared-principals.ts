/** Whom the denies of a policy spare by name: the exceptions of `aws:PrincipalArn`, as principals that can be asked about. */

import { compilePattern, matchesPattern } from "../model/iam/pattern.ts";
import type { Piece } from "../model/iam/pattern.ts";
import type { PolicyDocument } from "../model/iam/policy-document.ts";
import { expand, literalText } from "../model/iam/variables.ts";
import type { Principal } from "../model/principal.ts";
import { sortedOnce } from "../model/source.ts";
import type { AccountView } from "./account-view.ts";

/**
 * ARNs, sorted: each role of the account that a pattern names, and of other accounts, and of users, what is written. A name of this account that
 * no role bears is left out: nobody can be locked out by it.
 */
export function sparedPrincipals(view: AccountView, { version, statements }: PolicyDocument): readonly Principal[] {
  const clauses = statements.flatMap(({ effect, conditions }) => (effect === "Deny" ? conditions : []));
  const values = clauses.flatMap((clause) => (sparesByArn(clause) ? clause.values : []));
  return sortedOnce(sortedOnce(values).flatMap((value) => principalsLike(view, expand(value, version, new Map()), value)));
}

function sparesByArn({ operator, key }: { readonly operator: string; readonly key: string }): boolean {
  return /^(Arn|String)Not(Like|Equals)(IgnoreCase)?(IfExists)?$/.test(operator) && key.toLowerCase() === "aws:principalarn";
}

/** Of a pattern for another account, whose roles nobody here sees, one that it matches. */
function principalsLike(view: AccountView, expansion: ReturnType<typeof expand>, value: string): readonly Principal[] {
  const pieces = "pieces" in expansion ? expansion.pieces : [{ text: value, literal: true }];
  const name = literalText(pieces);
  if (view.roles.has(name)) return [name];
  const pattern = compilePattern(pieces);
  const found = [...view.roles.keys()].filter((arn) => matchesPattern(pattern, arn));
  const isRoleHere = new RegExp(`^arn:[^:]+:iam::${view.account}:role/`).test(name);
  return found.length > 0 || isRoleHere ? found : [pieces.map(filled).join("")];
}

function filled({ text, literal }: Piece): string {
  return literal ? text : text.replaceAll("?", "0").replaceAll("*", "any");
}
