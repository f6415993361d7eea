/** Guardrails that the policies manage and the caller cannot write: somebody else has to. */

import { specsOf } from "../../kinds/specs.ts";
import type { IamRolePolicy } from "../../kinds/iam-role-policy/spec.ts";
import type { PermissionSetPolicy } from "../../kinds/permission-set-policy/spec.ts";
import type { Address } from "../../model/address.ts";
import { statementsDigest } from "../../model/iam/normal-statement.ts";
import { parseShared, statementsOf } from "../../model/iam/shared-document.ts";
import { isReservedPath } from "../../model/principal.ts";
import type { Control, Estate, Observation } from "../control.ts";

export const unwritableGuardrails: Control = {
  code: "LGF702",
  title: "guardrail that cannot be written from here",
  severity: "high",
  controls: ["ISMS-P 2.5.6"],
  reads: ["roles"],
  evaluate: (estate) => [
    ...specsOf(estate.desired.resources, "permission-set-policy").flatMap((entry) => ofSet(estate, ...entry)),
    ...specsOf(estate.desired.resources, "iam-role-policy").flatMap((entry) => ofRole(estate, ...entry)),
  ],
};

/** Source: IAM Identity Center User Guide, delegated-admin: sets provisioned to the management account are the management account's. */
function ofSet({ live }: Estate, resource: Address, { permissionSet, prefix, statements }: PermissionSetPolicy): readonly Observation[] {
  const set = live.facts?.identityCenter?.permissionSets.find(({ name }) => name === permissionSet);
  if (set?.managementOnly !== true) return [];
  const document = parseShared(set.inlinePolicy);
  const held = "problems" in document ? [] : statementsOf(document, prefix);
  if (set.behind.length === 0 && statementsDigest(held) === statementsDigest(statements)) return [];
  const how = held.length === 0 ? "is missing" : "is not what the policies ask for";
  const message = `permission set ${permissionSet} is provisioned to the management account, which alone may change it; its guardrail ${how}`;
  const { owner, caller } = live.facts?.identityCenter ?? {};
  return [
    { resource, message, evidence: { permissionSet, managementAccount: owner, askedAs: caller, held: held.map(({ sid }) => sid ?? "") } },
  ];
}

function ofRole({ live }: Estate, resource: Address, { role }: IamRolePolicy): readonly Observation[] {
  const found = live.roles.find(({ name }) => name === role);
  if (found === undefined || !isReservedPath(found.path)) return [];
  return [{ resource, message: `role ${role} belongs to AWS and takes no policy of ours`, evidence: { role, path: found.path } }];
}
