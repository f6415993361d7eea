/** Principals in resource policies: AWS checks that they exist, keeps roles and users by their unique id and shows them by ARN again. */

import type { PolicyDocument, PrincipalType } from "../../model/iam/policy-document.ts";
import { partitionOf } from "../../model/principal.ts";
import type { Account } from "../account.ts";
import type { IamIdentity, IamRole } from "../iam/state.ts";
import { administratorArn } from "../identities.ts";
import { accountOfArn } from "../organization.ts";

/**
 * The policy as it is kept: ARNs of roles and users as unique ids, account ids as root ARNs. `invalid` gives the error for a principal that does
 * not exist. Principals of accounts outside the organisation are taken to exist.
 * Source: IAM User Guide, reference_policies_elements_principal.
 */
export function keepPrincipals(account: Account, policy: PolicyDocument, invalid: () => Error): PolicyDocument {
  return mapPrincipals(policy, (type, name) => {
    const kept = type === "AWS" ? keepPrincipal(account, name) : isOther(type, name) ? name : undefined;
    if (kept === undefined) throw invalid();
    return kept;
  });
}

/** The policy with the ARNs of roles and users; the id stays where they are gone, and a new one of that name is not meant by it. */
export function showPrincipals(account: Pick<Account, "organization">, policy: PolicyDocument): PolicyDocument {
  return mapPrincipals(policy, (type, name) => (type === "AWS" ? showPrincipal(account, name) : name));
}

/** The ARN of a principal that is kept by its id, while it exists. */
export function showPrincipal(account: Pick<Account, "organization">, kept: string): string {
  return uniqueId.test(kept) ? (identitiesOf(account).find(({ id }) => id === kept)?.arn ?? kept) : kept;
}

/** Source: IAM User Guide, reference_identifiers, unique identifiers. */
const uniqueId = /^(AROA|AIDA)[A-Z0-9]{17}$/;

function identitiesOf({ organization }: Pick<Account, "organization">): readonly IamIdentity[] {
  return [...organization.iam.values()].flatMap(({ roles, users }) => [...roles.values(), ...users.values()]);
}

function rolesOf({ organization }: Pick<Account, "organization">): readonly IamRole[] {
  return [...organization.iam.values()].flatMap(({ roles }) => [...roles.values()]);
}

function mapPrincipals(policy: PolicyDocument, change: (type: string, name: string) => string): PolicyDocument {
  const statements = policy.statements.map((statement) => {
    const { principal } = statement;
    if (principal === undefined) return statement;
    const entries = Object.entries(principal.byType).map(([type, names]) => [type, names.map((name) => change(type, name))] as const);
    return { ...statement, principal: { ...principal, byType: Object.fromEntries(entries) } };
  });
  return { ...policy, statements };
}

/** One AWS principal as it is kept; `undefined` when it does not exist. `*` is everyone. */
export function keepPrincipal(account: Account, name: string): string | undefined {
  const partition = partitionOf(account.region);
  if (name === "*") return name;
  if (/^\d{12}$/.test(name)) return `arn:${partition}:iam::${name}:root`;
  if (uniqueId.test(name)) return identitiesOf(account).some(({ id }) => id === name) ? name : undefined;
  const [, service = "", owner = "", resource = ""] = new RegExp(`^arn:${partition}:(iam|sts)::(\\d{12}):([^*?]+)$`).exec(name) ?? [];
  if (service === "") return undefined;
  if (!account.organization.iam.has(owner)) return isPrincipal(service, resource) ? name : undefined;
  if (service === "iam" && resource === "root") return name;
  if (name === administratorArn(account.id, account.region)) return name;
  const identity = identitiesOf(account).find(({ arn }) => arn === name);
  return identity?.id ?? (isSession(service, owner, resource, rolesOf(account)) ? name : undefined);
}

function isPrincipal(service: string, resource: string): boolean {
  return service === "iam" ? /^(root|(role|user)\/.+)$/.test(resource) : /^(assumed-role\/[^/]+\/[^/]+|federated-user\/.+)$/.test(resource);
}

/** Sessions are named by their role's name; the path is not part of their ARN. */
function isSession(service: string, owner: string, resource: string, roles: readonly IamRole[]): boolean {
  const [, role] = /^assumed-role\/([^/]+)\/[^/]+$/.exec(service === "sts" ? resource : "") ?? [];
  return roles.some(({ name, arn }) => name === role && accountOfArn(arn) === owner);
}

const others: Readonly<Record<Exclude<PrincipalType, "AWS">, RegExp>> = {
  Service: /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/,
  Federated: /^(arn:[^*?]+:(saml-provider|oidc-provider)\/[^*?]+|[a-z0-9.-]+)$/,
  CanonicalUser: /^[0-9a-f]{64}$/,
};

function isOther(type: string, name: string): boolean {
  return (type === "Service" || type === "Federated" || type === "CanonicalUser") && others[type].test(name);
}
