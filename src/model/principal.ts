/** Principals: who holds a grant, as the identifier Lake Formation uses, or symbolically while no account is known. */

/** Everyone whom IAM allows: while it holds a permission, Lake Formation does not decide. */
export const iamAllowedPrincipals = "IAM_ALLOWED_PRINCIPALS";

/**
 * A Lake Formation principal identifier (an ARN, an account id, `IAM_ALLOWED_PRINCIPALS`, `<account>:IAMPrincipals`), or
 * one of the symbolic forms `permission-set/<name>`, `role/<name>`, `identity-center-group/<id>` before resolution.
 */
export type Principal = string;

/** The ARN partition of a Region. Source: AWS General Reference, ARN format. */
export function partitionOf(region: string): string {
  return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** True for the forms that only a resolution against an account turns into an identifier. */
export function isSymbolic(principal: Principal): boolean {
  return /^(permission-set|role|identity-center-group)\//.test(principal);
}

const iamPrincipal = /^arn:[^:]+:iam::\d{12}:(role|user)\/./;

/**
 * The forms beside IAM roles and users. Sources: Lake Formation Developer Guide, lf-permissions-reference (principal ARNs)
 * and identity-center-integration.
 */
const otherGrantees = [
  /^arn:[^:]+:iam::\d{12}:saml-provider\/[^:]+:(user|group)\/./,
  /^arn:[^:]+:identitystore:::(user|group)\/./,
  /^arn:[^:]+:quicksight:[^:]+:\d{12}:(user|group)\/./,
  /^arn:[^:]+:organizations::\d{12}:(organization\/o-|ou\/o-[a-z0-9]+\/ou-)/,
];

/** Has an ARN the form of a principal that Lake Formation takes grants for? Whether it exists is another question. */
export function isGrantee(arn: string): boolean {
  return iamPrincipal.test(arn) || otherGrantees.some((form) => form.test(arn));
}

/** What kind of principal an identifier names; `unknown` is shown as it is. */
export function principalKind(principal: Principal): string {
  if (principal === iamAllowedPrincipals) return "everyone IAM allows";
  if (/^\d{12}:IAMPrincipals$/i.test(principal)) return "everyone in the account";
  if (/^\d{12}$/.test(principal)) return "account";
  const [, , service, , , resource = ""] = principal.split(":");
  switch (service) {
    case "iam":
      return resource.startsWith("role/") ? "role" : resource.startsWith("user/") ? "user" : "SAML principal";
    case "identitystore":
      return "Identity Center principal";
    case "quicksight":
      return "QuickSight principal";
    case "organizations":
      return "organization";
    default:
      return isSymbolic(principal) ? "unresolved principal" : "unknown principal";
  }
}

/**
 * The role name of a permission set's role, as IAM Identity Center makes it: 16 hex digits of suffix. Set names may hold
 * `_`, so the suffix is anchored. Source: IAM Identity Center User Guide, referencingpermissionsets.
 */
export function permissionSetOfRole(roleName: string): string | undefined {
  return /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(roleName)?.[1];
}

/** Path of the roles that Identity Center owns; without a Region segment when the identity source is in us-east-1. */
export const permissionSetRolePath = "/aws-reserved/sso.amazonaws.com/";

/** The permission set that a role of an account is of; undefined for any other role. */
export function permissionSetOf({ name, path }: { readonly name: string; readonly path: string }): string | undefined {
  return path.startsWith(permissionSetRolePath) ? permissionSetOfRole(name) : undefined;
}

/** Is this the path of roles that only AWS may change? Source: IAM API Reference, UnmodifiableEntity. */
export function isReservedPath(path: string): boolean {
  return path.startsWith("/aws-reserved/") || path.startsWith("/aws-service-role/");
}

/** A short form for people: role and permission-set names instead of ARNs, anything else as it is. */
export function shortPrincipal(principal: Principal): string {
  const name = /^arn:[^:]+:iam::\d{12}:role\/(?:.*\/)?([^/]+)$/.exec(principal)?.[1];
  if (name === undefined) return principal;
  const set = permissionSetOfRole(name);
  return set === undefined ? `role/${name}` : `permission-set/${set}`;
}

/** The role ARN behind an assumed-role session ARN; other ARNs as they are. The session form has no path. */
export function roleNameOfSession(arn: string): string | undefined {
  return /^arn:[^:]+:sts::\d{12}:assumed-role\/([^/]+)\/.+$/.exec(arn)?.[1];
}
