/** A request as AWS authorises it: who asks, for what, on what, and what else is known of it. */

/**
 * Who may ask. `role` is any session of a role, as simulations ask; `role-session` one session of it; `federated-user` a session of
 * GetFederationToken; `federated` a web identity or SAML subject that has no AWS identity yet.
 */
export type PrincipalKind = "user" | "role" | "role-session" | "federated-user" | "root" | "service" | "federated" | "anonymous";

export interface RequestPrincipal {
  readonly kind: PrincipalKind;
  /**
   * The principal's own ARN: `arn:aws:iam::A:user/…`, `…:role/…`, `…:root`, `arn:aws:sts::A:assumed-role/ROLE/SESSION`,
   * `…:federated-user/…`. For `service` its name (`glue.amazonaws.com`), for `federated` the provider (ARN or host name), for `anonymous` `*`.
   */
  readonly arn: string;
  /** Twelve digits. Services, federated subjects and anonymous callers have none. */
  readonly account?: string;
  /** ARN, path included, of the role of a session: session ARNs do not show the path. Without it the role is taken to have none. */
  readonly role?: string;
  /** The unique id: `AIDA…`, `AROA…` or `AROA…:session`. */
  readonly id?: string;
  /** Tags of the principal and of its session. */
  readonly tags?: Readonly<Record<string, string>>;
}

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
}
