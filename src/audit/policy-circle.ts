/** The circle of people that a statement of a resource policy names. */

import { accountOf } from "../model/iam/match-principal.ts";
import { compilePattern, matchesPattern } from "../model/iam/pattern.ts";
import type { ConditionClause, NameElement, PolicyStatement } from "../model/iam/policy-document.ts";

export interface Circle {
  /** `*`, or everyone but some. */
  readonly everyone: boolean;
  /** The account itself is named, so that its IAM policies decide. */
  readonly ownAccount: boolean;
  /** Principals of the account, as they are named. */
  readonly own: readonly string[];
  /** Other accounts, their principals, identity providers, canonical users. */
  readonly outsiders: readonly string[];
  /** AWS services that no condition holds to the resources of some accounts: they act for anybody's. */
  readonly services: readonly string[];
}

export function circleOf({ principal, conditions }: PolicyStatement, account: string): Circle {
  const { AWS: names = [], Federated: providers = [], CanonicalUser: users = [], Service = [] } = principal?.byType ?? {};
  if (principal?.negated === true || names.includes("*"))
    return { everyone: true, ownAccount: false, own: [], outsiders: [], services: [] };
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
    services: conditions.some(namesSource) ? [] : Service,
  };
}

/** Does a condition demand that a service act for resources, an account or an organisation it names? Source: IAM User Guide, confused-deputy. */
function namesSource({ operator, key, values }: ConditionClause): boolean {
  if (!/^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like))$/i.test(operator) || values.length === 0) return false;
  if (/^aws:Source(Account|OrgID|OrgPaths)$/i.test(key)) return values.every((value) => !/^[*?]/.test(value));
  return /^aws:SourceArn$/i.test(key) && values.every(namesOwner);
}

/** Bucket names are taken once among all accounts; other ARNs say whose the resource is. */
function namesOwner(arn: string): boolean {
  const [, , service, , account = "", resource = ""] = arn.split(":");
  return account === "" ? service === "s3" && /^[^*?]/.test(resource) : /^\d{12}$/.test(account);
}

/** Does an Action element say any of these actions? */
export function says({ negated, names }: NameElement, actions: readonly string[]): boolean {
  const patterns = names.map((name) => compilePattern([{ text: name.toLowerCase(), literal: false }]));
  return actions.some((action) => patterns.some((pattern) => matchesPattern(pattern, action.toLowerCase())) !== negated);
}

/**
 * What a statement for everyone is held to by its conditions: ARNs of principals of this account and patterns of such, or the account as a whole;
 * undefined where it lets others in. Sources: KMS Developer Guide, conditions-kms, kms:CallerAccount; IAM User Guide, aws:PrincipalArn.
 */
export function heldTo({ conditions }: PolicyStatement, account: string): readonly string[] | "account" | undefined {
  const own = new RegExp(`^arn:[a-z-]+:(iam|sts)::${account}:.`);
  const named = conditions.find(
    ({ operator, key, values }) =>
      /^(Arn|String)(Equals|Like)$/.test(operator) && /^aws:principalarn$/i.test(key) && values.every((value) => own.test(value)),
  );
  if (named !== undefined) return named.values.some((value) => /:(role\/)?[*?]*\*[*?]*$/.test(value)) ? "account" : named.values;
  const isHeld = conditions.some(
    ({ operator, key, values }) =>
      /^String(Equals|Like)$/.test(operator) &&
      /^(kms:calleraccount|aws:principalaccount)$/i.test(key) &&
      values.every((value) => value === account),
  );
  return isHeld ? "account" : undefined;
}

/** The conditions of a statement as plain JSON, for evidence. */
export function conditionsOf({ conditions }: PolicyStatement): readonly string[] {
  return conditions.map(({ operator, key, values }) => `${key} ${operator} ${values.join(", ")}`);
}
