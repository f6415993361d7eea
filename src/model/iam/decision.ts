/** The decision of IAM over one request: allowed, denied, and because of which statements. */

import type { KeyGrant } from "./key-grant.ts";
import type { PolicyDocument } from "./policy-document.ts";
import type { AccessRequest } from "./request.ts";

/** Everything that may bear on a request. What is absent does not exist; what could not be read must not be passed off as absent. */
export interface ApplicablePolicies {
  /** Managed and inline policies of the principal, and of a user's groups. */
  readonly identity: readonly PolicyDocument[];
  /** The permissions boundary. */
  readonly boundary?: PolicyDocument;
  /** Session policies; an empty list is none. */
  readonly session?: readonly PolicyDocument[];
  /** The policy of the bucket, key or role (its trust policy). */
  readonly resource?: PolicyDocument;
  /** Service control policies of the principal's account: one list a level, root first. */
  readonly scps?: readonly (readonly PolicyDocument[])[];
  /** Resource control policies of the resource's account: one list a level. */
  readonly rcps?: readonly (readonly PolicyDocument[])[];
  /** Grants of the KMS key that is the resource. */
  readonly keyGrants?: readonly KeyGrant[];
}

export type PolicyLayer = "identity" | "boundary" | "session" | "resource" | "scp" | "rcp";

/** A statement by its place: `policy` counts within the layer (levels one after the other), `statement` within the policy, from 0. */
export interface StatementPlace {
  readonly layer: PolicyLayer;
  readonly policy: number;
  readonly statement: number;
  readonly sid?: string;
}

/** Why the decision is what it is: statements that allow or deny, grants, or layers that had to allow and do not. */
export type Reason =
  | { readonly type: "denies"; readonly statement: StatementPlace }
  | { readonly type: "allows"; readonly statement: StatementPlace }
  | { readonly type: "grant"; readonly id: string }
  | { readonly type: "root"; readonly account: string }
  | { readonly type: "not-allowed"; readonly layer: PolicyLayer };

/** Something of a statement that was not understood, and therefore counted against the request. */
export interface NotUnderstood {
  readonly statement: StatementPlace;
  /** The operator, element or variable, as written. */
  readonly what: string;
}

export interface Decision {
  readonly result: "allowed" | "implicitDeny" | "explicitDeny";
  readonly because: readonly Reason[];
  /** Not empty: the result is what fails closed, not what AWS is known to decide. */
  readonly unknown: readonly NotUnderstood[];
}

/** Decides a request. Never throws on what policies say. */
export function decide(_request: AccessRequest, _policies: ApplicablePolicies): Decision {
  return { result: "implicitDeny", because: [], unknown: [] };
}
