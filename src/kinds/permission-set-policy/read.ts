/** Which guardrails permission sets hold: what their definitions say, and whether it has reached the roles. */

import type { PermissionSetFacts } from "../../model/account-facts.ts";
import { groupBy } from "../../model/batches.ts";
import { statementsDigest } from "../../model/iam/normal-statement.ts";
import { describeProblems } from "../../model/iam/parse-policy.ts";
import { othersDigest, parseShared, prefixesIn, statementsOf } from "../../model/iam/shared-document.ts";
import type { SharedDocument } from "../../model/iam/shared-document.ts";
import { permissionSetOf } from "../../model/principal.ts";
import type { Role, Unread } from "../../model/state.ts";
import type { ReadResult } from "../kind.ts";
import type { PermissionSetPolicy } from "./spec.ts";
import { waitingIn } from "./waiting.ts";

/**
 * One spec for each set and lake. A set that only the management account may change is left out: nothing can be planned for it. Nothing
 * is told of a set whose policy is not understood, and nothing can be planned for it either: what it holds is not known.
 */
export function readGuardrails(
  sets: readonly PermissionSetFacts[],
  roles: readonly Role[],
  account: string,
): ReadResult<PermissionSetPolicy> {
  const rolesBySet = groupBy(roles, permissionSetOf);
  const specs: PermissionSetPolicy[] = [];
  const unread: Unread[] = [];
  for (const set of sets) {
    if (set.managementOnly) continue;
    const definition = parseShared(set.inlinePolicy);
    if ("problems" in definition) {
      const reason = describeProblems(definition.problems);
      unread.push({
        kind: "permission-set-policy",
        what: `inline policy of permission set ${set.name}`,
        reason,
        isolated: true,
        only: set.name,
      });
    } else specs.push(...specsOf(set, definition, rolesBySet.get(set.name) ?? [], account));
  }
  return { specs, unread };
}

/** Also of a lake whose statements have left the definition, but not yet the role. */
function specsOf(
  set: PermissionSetFacts,
  definition: SharedDocument,
  roles: readonly Role[],
  account: string,
): readonly PermissionSetPolicy[] {
  const held = roles.flatMap(inlinePolicies);
  const prefixes = new Set([...prefixesIn(definition), ...held.flatMap(prefixesIn)]);
  return [...prefixes].map((prefix) => {
    const statements = statementsOf(definition, prefix);
    const digest = statementsDigest(statements);
    const hasReached = (role: Role): boolean =>
      statementsDigest(inlinePolicies(role).flatMap((document) => statementsOf(document, prefix))) === digest;
    const waiting = waitingIn({ set, definition, account, roles }, prefix);
    return {
      permissionSet: set.name,
      prefix,
      statements,
      others: othersDigest(definition, prefix),
      provisioned: set.behind.length === 0 && roles.filter(({ policies }) => policies !== undefined).every(hasReached),
      ...(waiting === undefined ? {} : { waiting }),
      arn: set.arn,
    };
  });
}

/** Identity Center writes the set's inline policy as one of the role; a text that is not understood holds nothing that was provisioned. */
function inlinePolicies({ policies }: Role): readonly SharedDocument[] {
  return (policies?.inline ?? []).flatMap(({ document }) => {
    const parsed = parseShared(document);
    return "problems" in parsed ? [] : [parsed];
  });
}
