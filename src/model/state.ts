/** States: maps from address to spec. What policies ask for and what an account holds have one shape. */

import type { AccountFacts, RolePolicies } from "./account-facts.ts";
import type { Address } from "./address.ts";
import type { Catalog } from "./catalog.ts";
import type { GovernedBucket } from "./governed-bucket.ts";
import type { UnmanagedGuardrail } from "./guardrail.ts";
import type { Range } from "./source.ts";

/** One thing to reconcile. `origins` never takes part in equality: two resources are equal wherever they were written. */
export interface Resource<Kind extends string = string, Spec = unknown> {
  readonly kind: Kind;
  readonly spec: Spec;
  readonly origins?: readonly Range[];
}

export type Resources = ReadonlyMap<Address, Resource>;

/** One data catalog: one account, one Region. */
export interface LakeIdentity {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

/** What the policies claim authority over; decides which live resources are ours and which are foreign. */
export interface Scope {
  /** Name of the lake: part of the names of what it owns. */
  readonly lake: string;
  /** LF-Tag key of the grade, lower-case. */
  readonly gradeTag: string;
  /** Number of grades; grade 1 is the most sensitive. */
  readonly grades: number;
  /** LF-Tag key of the domain, lower-case. */
  readonly domainTag: string;
  /** Managed databases, by lower-case name. */
  readonly managed: Readonly<Record<string, ManagedDatabase>>;
  readonly iamAllowedPrincipals: "databases" | "account" | "report";
  readonly foreignGrants: "report" | "revoke";
  readonly adminsExclusive: boolean;
  /** Operators and break-glass principals: their grants are never revoked as foreign. */
  readonly privileged?: readonly string[];
}

export interface ManagedDatabase {
  /** False while a roll-out is staged: tags are written, `IAM_ALLOWED_PRINCIPALS` stays. */
  readonly enforce: boolean;
  readonly newColumns: "strictest" | "inherit";
}

/** What the policies compile to. */
export interface DesiredState {
  readonly lake: LakeIdentity;
  readonly scope: Scope;
  readonly resources: Resources;
  /** By name. Absent where the policies govern none. */
  readonly buckets?: readonly GovernedBucket[];
  /** By principal: guardrails for others to write. Absent where there are none. */
  readonly guardrails?: readonly UnmanagedGuardrail[];
}

/** Something that could not be read. A decision that depends on it is `unknown`, never "fine". */
export interface Unread {
  /** The kind whose resources are missing, or `catalog`, `roles`, `buckets`, `keys`, `catalog-keys`, `workgroups`. */
  readonly kind: string;
  /** What exactly, for people: `grants of the catalog`. */
  readonly what: string;
  readonly reason: string;
  /**
   * True when nothing but resources of this kind depends on it: those are left out of a plan and reported, and the rest goes on. Everything
   * else that is missing stops the plan.
   */
  readonly isolated?: true;
  /** Name of the one thing that is missing, where everything else of the kind is known. */
  readonly only?: string;
  /** Name of the lake that what is missing belongs to: to all others it is a stranger's. Absent where that is not known. */
  readonly lake?: string;
}

/** A role of the account, for resolving names and for the evidence of who is who. */
export interface Role {
  readonly name: string;
  readonly arn: string;
  /** With leading and trailing slash. */
  readonly path: string;
  /** Absent where they were not read. */
  readonly policies?: RolePolicies;
}

/** What the account holds, as one sweep read it. */
export interface LiveState {
  readonly account: string;
  readonly region: string;
  /** ISO 8601, UTC. */
  readonly readAt: string;
  /** ARN of who read; sees only what it may see. */
  readonly caller: string;
  /** LF-Tag keys whose assignments were read, lower-case. */
  readonly tagKeys: readonly string[];
  readonly catalog: Catalog;
  readonly roles: readonly Role[];
  /** ARNs of the account's IAM users, sorted. One listing reads them with the roles: where `roles` is unread, they are too. */
  readonly users: readonly string[];
  readonly resources: Resources;
  readonly unread: readonly Unread[];
  /** Absent where nothing of it was read. */
  readonly facts?: AccountFacts;
}
