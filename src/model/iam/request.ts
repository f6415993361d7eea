/** A request as AWS authorises it: who asks, for what, on what, and what else is known of it. */

interface PrincipalFacts {
  /** The principal's own identifier; its form depends on the kind. */
  readonly arn: string;
  /** Twelve digits. Services, federated subjects and anonymous callers have none. */
  readonly account?: string;
  /** The unique id: `AIDA…`, `AROA…` or `AROA…:session`. */
  readonly id?: string;
  /** Tags of the principal and of its session. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Who asks, and what `arn` is: `user` and `root` their ARN; `role` the ARN of a role, standing for any session of it; `role-session`
 * `arn:aws:sts::A:assumed-role/ROLE/SESSION`; `federated-user` a session of GetFederationToken, `arn:aws:sts::A:federated-user/NAME`;
 * `service` the service's name (`glue.amazonaws.com`); `federated` the identity provider of a subject without AWS identity; `anonymous` `*`.
 */
export type RequestPrincipal =
  | (PrincipalFacts & {
      readonly kind: "role-session";
      /** ARN, path included, of the session's role: session ARNs do not show the path. */
      readonly role: string;
    })
  | (PrincipalFacts & {
      readonly kind: "federated-user";
      /** ARN of the user who made the session. */
      readonly user?: string;
    })
  | (PrincipalFacts & { readonly kind: "user" | "role" | "root" | "service" | "federated" | "anonymous" });

export type ContextValue = string | boolean | number | readonly string[];

export interface AccessRequest {
  readonly principal: RequestPrincipal;
  /** `service:Operation`. */
  readonly action: string;
  /** The ARN of the resource, or `*` for what has none. */
  readonly resource: string;
  /** Account that owns the resource; for resources without account the one the call is made in. */
  readonly resourceAccount: string;
  /** By condition key, in any case; keys that are derived from the request win over what is given here. */
  readonly context: Readonly<Record<string, ContextValue>>;
  /** A simulated request: nothing is derived, `context` is all there is. */
  readonly hypothetical?: true;
}

/** `arn:partition:service:region:account:resource`, or undefined for what is no ARN. */
const arnForm = /^arn:([^:]+):([^:]*):[^:]*:([^:]*):(.+)$/s;

/**
 * The principal an ARN, a service name or `*` names. The role of a session is taken to have no path unless `role` says otherwise, so give
 * it wherever it is known. Undefined for what names no principal.
 */
export function principalOf(arn: string, role?: string): RequestPrincipal | undefined {
  if (arn === "*") return { kind: "anonymous", arn };
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(arn)) return { kind: "service", arn };
  const [, partition = "", service = "", account = "", resource = ""] = arnForm.exec(arn) ?? [];
  if (!/^\d{12}$/.test(account)) return undefined;
  if (service === "sts") {
    const roleName = /^assumed-role\/([^/]+)\/.+$/.exec(resource)?.[1];
    if (roleName !== undefined)
      return { kind: "role-session", arn, account, role: role ?? `arn:${partition}:iam::${account}:role/${roleName}` };
    return resource.startsWith("federated-user/") ? { kind: "federated-user", arn, account } : undefined;
  }
  if (service !== "iam") return undefined;
  if (resource === "root") return { kind: "root", arn, account };
  if (resource.startsWith("saml-provider/") || resource.startsWith("oidc-provider/")) return { kind: "federated", arn };
  if (resource.startsWith("user/")) return { kind: "user", arn, account };
  return resource.startsWith("role/") ? { kind: "role", arn, account } : undefined;
}
