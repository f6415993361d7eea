/** A policy document as IAM, S3 and KMS hold it, with every scalar-or-list member as a list. */

export type PolicyVersion = "2008-10-17" | "2012-10-17";

export interface PolicyDocument {
  /** 2008-10-17 when the document names none; policy variables work in 2012-10-17 only. */
  readonly version: PolicyVersion;
  readonly id?: string;
  readonly statements: readonly PolicyStatement[];
}

/** What a statement names, or everything but what it names: Action and NotAction, Resource and NotResource. */
export interface NameElement {
  readonly negated: boolean;
  /** As written, wildcards and variables included. */
  readonly names: readonly string[];
}

/** The types a principal is given under, as the policy grammar has them. */
export type PrincipalType = "AWS" | "Service" | "Federated" | "CanonicalUser";

/** `"*"` and `{"AWS": "*"}` mean the same and are both `AWS: ["*"]`. */
export interface PrincipalElement {
  readonly negated: boolean;
  readonly byType: Readonly<Partial<Record<PrincipalType, readonly string[]>>>;
}

/** One operator on one key, with the values as text. Operator and key as written. */
export interface ConditionClause {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export interface PolicyStatement {
  readonly sid?: string;
  readonly effect: "Allow" | "Deny";
  readonly principal?: PrincipalElement;
  readonly action: NameElement;
  /** Absent in trust policies. */
  readonly resource?: NameElement;
  /** All of them must hold. */
  readonly conditions: readonly ConditionClause[];
  /** Elements that are not understood, as `name: <JSON>`; only in documents that were read with `unknown: "keep"`. */
  readonly notUnderstood?: readonly string[];
}
