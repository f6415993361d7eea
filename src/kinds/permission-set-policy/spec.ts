/** The guardrail of one lake on a permission set: its statements in the set's inline policy, provisioned to every account. */

import { addressOf } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";
import { normalStatements } from "../../model/iam/normal-statement.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { sidPrefix } from "../../model/ours.ts";
import type { Scope } from "../../model/state.ts";

export interface PermissionSetPolicy {
  /** Name of the permission set. */
  readonly permissionSet: string;
  /** Beginning of the Sids; tells the lakes that share a set apart. */
  readonly prefix: string;
  /** Each with a Sid of this prefix. */
  readonly statements: readonly PolicyStatement[];
  /** Digest of the statements that are not of this lake; empty when there are none. */
  readonly others: string;
  /** False: the set's definition has not reached the role of some account yet. */
  readonly provisioned: boolean;
  /** What any change of ours carries along, as it provisions the set; the same before and after. Absent: nothing waits. Taken from the account. */
  readonly waiting?: Waiting;
  /** ARN of the set; empty while no account is known. Taken from the account. */
  readonly arn: string;
}

/** A definition that some accounts do not have yet. */
export interface Waiting {
  /** Accounts whose role is older, sorted. */
  readonly accounts: readonly string[];
  /**
   * Statements of others in which the inline policies of the set and of its role in the lake's account differ: they come to the role, or go. Absent
   * where that role is not known. What else waits is not read: managed policies, settings, and what other accounts lack.
   */
  readonly statements?: { readonly come: readonly PolicyStatement[]; readonly go: readonly PolicyStatement[] };
}

export function address({ permissionSet, prefix }: Pick<PermissionSetPolicy, "permissionSet" | "prefix">): Address {
  return addressOf("permission-set-policy", permissionSet, prefix);
}

export function normalize(spec: PermissionSetPolicy): PermissionSetPolicy {
  return { ...spec, statements: normalStatements(spec.statements) };
}

export function owns({ prefix }: PermissionSetPolicy, { lake }: Scope): boolean {
  return prefix === sidPrefix(lake);
}
