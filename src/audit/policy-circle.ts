/** The circle of people that a statement of a resource policy names. */

import { accountOf } from "../model/iam/match-principal.ts";
import { compilePattern, matchesPattern } from "../model/iam/pattern.ts";
import type { NameElement, PolicyStatement } from "../model/iam/policy-document.ts";

export interface Circle {
  /** `*`, or everyone but some. */
  readonly everyone: boolean;
  /** The account itself is named, so that its IAM policies decide. */
  readonly ownAccount: boolean;
  /** Principals of the account, as they are named. */
  readonly own: readonly string[];
  /** Other accounts, their principals, identity providers, canonical users. */
  readonly outsiders: readonly string[];
}

/** AWS services are in no circle: they act for somebody, under conditions. */
export function circleOf({ principal }: PolicyStatement, account: string): Circle {
  const { AWS: names = [], Federated: providers = [], CanonicalUser: users = [] } = principal?.byType ?? {};
  if (principal?.negated === true || names.includes("*")) return { everyone: true, ownAccount: false, own: [], outsiders: [] };
  const isOwn = (name: string): boolean => name.split(":")[4] === account;
  const others = names.filter((name) => accountOf(name) === undefined);
  return {
    everyone: false,
    ownAccount: names.some((name) => accountOf(name) === account),
    own: others.filter(isOwn),
    outsiders: [
      // What is no ARN is the id of somebody who is gone.
      ...others.filter((name) => name.startsWith("arn:") && !isOwn(name)),
      ...names.filter((name) => (accountOf(name) ?? account) !== account),
      ...providers,
      ...users,
    ],
  };
}

/** Does an Action element say any of these actions? */
export function says({ negated, names }: NameElement, actions: readonly string[]): boolean {
  const patterns = names.map((name) => compilePattern([{ text: name.toLowerCase(), literal: false }]));
  return actions.some((action) => patterns.some((pattern) => matchesPattern(pattern, action.toLowerCase())) !== negated);
}

/** A condition that holds everyone to the principals of this account. Source: KMS Developer Guide, conditions-kms, kms:CallerAccount. */
export function isHeldToAccount({ conditions }: PolicyStatement, account: string): boolean {
  return conditions.some(
    ({ operator, key, values }) =>
      /^String(Equals|Like)$/.test(operator) &&
      /^(kms:calleraccount|aws:principalaccount)$/i.test(key) &&
      values.every((value) => value === account),
  );
}

/** The conditions of a statement as plain JSON, for evidence. */
export function conditionsOf({ conditions }: PolicyStatement): readonly string[] {
  return conditions.map(({ operator, key, values }) => `${key} ${operator} ${values.join(", ")}`);
}
