/** The guardrail of one lake on a role: an inline policy of ours. */

import { addressOf } from "../../model/address.ts";
import type { Address } from "../../model/address.ts";
import { normalStatements } from "../../model/iam/normal-statement.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { rolePolicyName } from "../../model/ours.ts";
import type { Scope } from "../../model/state.ts";

export interface IamRolePolicy {
  /** Name of the role, without its path. */
  readonly role: string;
  /** Name of the inline policy: `lakegrade-<lake>`. */
  readonly policy: string;
  readonly statements: readonly PolicyStatement[];
}

export function address({ role, policy }: Pick<IamRolePolicy, "role" | "policy">): Address {
  return addressOf("iam-role-policy", role, policy);
}

export function normalize(spec: IamRolePolicy): IamRolePolicy {
  return { ...spec, statements: normalStatements(spec.statements) };
}

export function owns({ policy }: IamRolePolicy, { lake }: Scope): boolean {
  return policy === rolePolicyName(lake);
}
