/** The Principal and NotPrincipal elements against who asks. */

import type { PolicyDocument, PrincipalElement } from "./policy-document.ts";
import type { RequestPrincipal } from "./request.ts";

/**
 * How a principal is named, which decides what an Allow of a resource policy is worth in the same account: `direct` (the user or session itself,
 * a service, everyone) needs nothing else; `limited` (the role of a session) is limited by permissions boundary and session policies;
 * `account` leaves it to the identity policies. Source: IAM User Guide, reference_policies_evaluation-logic_policy-eval-basics.
 */
export type Naming = "direct" | "limited" | "account";

/** `unknown` carries what is not understood. */
export type PrincipalMatch = { readonly match: Naming } | { readonly match: "none" } | { readonly match: "unknown"; readonly what: string };

const none: PrincipalMatch = { match: "none" };

/** Does a Principal element name the caller, and how? The most direct naming wins. */
export function matchPrincipal(element: PrincipalElement, principal: RequestPrincipal): PrincipalMatch {
  const namings = (element.byType.AWS ?? []).map((name) => namingOf(name, principal));
  if (namings.includes("direct") || namesOutsider(element, principal)) return { match: "direct" };
  if (namings.includes("limited")) return { match: "limited" };
  if (namings.includes("account")) return { match: "account" };
  const canonical = element.byType.CanonicalUser?.[0];
  // A canonical user id stands for an account, but nothing here says for which.
  if (canonical !== undefined && principal.account !== undefined) return { match: "unknown", what: `canonical user ${canonical}` };
  return none;
}

/**
 * Does a NotPrincipal element leave the caller out of its exceptions? An Allow goes to no one whom the list may mean. A Deny spares only
 * whom it names: the account is not enough for its users, and a session must be named with its role. It never spares users and roles that
 * have a permissions boundary. Source: IAM User Guide, reference_policies_elements_notprincipal, access_policies_boundaries.
 */
export function matchNotPrincipal(
  element: PrincipalElement,
  principal: RequestPrincipal,
  effect: "Allow" | "Deny",
  hasBoundary: boolean,
): PrincipalMatch {
  const listed = matchPrincipal(element, principal);
  if (effect === "Allow") return listed.match === "none" ? { match: "direct" } : listed.match === "unknown" ? listed : none;
  if (hasBoundary) return { match: "direct" };
  const names = element.byType.AWS ?? [];
  if (names.includes("*")) return none;
  switch (listed.match) {
    case "unknown":
      return listed;
    case "none":
      return { match: "direct" };
    case "account":
      return principal.kind === "root" ? none : { match: "direct" };
    default:
      break;
  }
  if (principal.kind !== "role-session") return listed.match === "direct" || principal.kind === "role" ? none : { match: "direct" };
  const session = names.includes(principal.arn);
  const role = names.some((name) => name === principal.role || isId(name, principal));
  return session && role
    ? none
    : { match: "unknown", what: `NotPrincipal that names ${session ? "a session without its role" : "a role without the session"}` };
}

function namingOf(name: string, principal: RequestPrincipal): Naming | undefined {
  if (name === "*") return "direct";
  if (name === principal.arn) return principal.kind === "root" ? "account" : principal.kind === "role" ? "limited" : "direct";
  if (principal.account !== undefined && accountOf(name) === principal.account) return "account";
  if (principal.kind === "role-session" && name === principal.role) return "limited";
  if (principal.kind === "federated-user" && name === principal.user) return "limited";
  if (isId(name, principal)) return principal.kind === "user" ? "direct" : "limited";
  return undefined;
}

/** Services and subjects of identity providers are named under types of their own. */
function namesOutsider(element: PrincipalElement, principal: RequestPrincipal): boolean {
  if (principal.kind === "service")
    return (element.byType.Service ?? []).some((name) => name.toLowerCase() === principal.arn.toLowerCase());
  return principal.kind === "federated" && (element.byType.Federated ?? []).includes(principal.arn);
}

/** The account that a principal name stands for as a whole: twelve digits, or the ARN of its root. */
export function accountOf(name: string): string | undefined {
  return /^\d{12}$/.test(name) ? name : /^arn:[^:]+:iam::(\d{12}):root$/.exec(name)?.[1];
}

/** The unique id of the caller, of which a session shows the role's part first. */
function isId(name: string, principal: RequestPrincipal): boolean {
  return principal.id !== undefined && /^A[A-Z]{3}[A-Z0-9]{12,}$/.test(name) && principal.id.split(":")[0] === name;
}

/**
 * True for the unique id of a user or role where a name belongs. AWS shows one when the user or role was deleted; creating it again does
 * not bring the access back. Source: IAM User Guide, reference_policies_elements_principal.
 */
export function isDanglingPrincipal(name: string): boolean {
  return /^A(?:IDA|ROA)[A-Z0-9]{12,}$/.test(name);
}

/** The dangling principals of a policy, with the index of the statement that names them. */
export function danglingPrincipals(document: PolicyDocument): readonly { readonly statement: number; readonly principal: string }[] {
  return document.statements.flatMap(({ principal }, statement) =>
    (principal?.byType.AWS ?? []).filter(isDanglingPrincipal).map((name) => ({ statement, principal: name })),
  );
}
