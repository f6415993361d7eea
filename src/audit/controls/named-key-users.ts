/** Principals of the account whom the policy of a governed key names, and no policy of the lake: IAM policies need not let them use it. */

import { addressOf } from "../../model/address.ts";
import { isDanglingPrincipal } from "../../model/iam/match-principal.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { shortPrincipal } from "../../model/principal.ts";
import type { Principal } from "../../model/principal.ts";
import type { Control, Estate, Observation } from "../control.ts";
import { governedKeys, statementsOf } from "../governed-storage.ts";
import type { NamedStatement, StoredKey } from "../governed-storage.ts";
import { actionsOf, decrypting, makingDataKeys, selfGranting } from "../key-rights.ts";
import { circleOf, conditionsOf, heldTo, says } from "../policy-circle.ts";
import { isSpared, sparedIn } from "../spared.ts";

export const namedKeyUsers: Control = {
  code: "LGF614",
  title: "key policy that lets principals use a governed key whom no policy names",
  severity: "low",
  controls: ["ISMS-P 2.7.2"],
  reads: ["keys"],
  evaluate: (estate) =>
    governedKeys(estate).flatMap((key) => {
      const spared = (estate.desired.buckets ?? []).filter(({ name }) => key.buckets.includes(name)).flatMap(sparedIn);
      return statementsOf(key.facts.policy).flatMap((named) => observe(key, named, spared, estate));
    }),
};

function observe(
  { facts: { arn }, buckets }: StoredKey,
  { name, statement }: NamedStatement,
  spared: readonly Principal[],
  { live }: Estate,
): readonly Observation[] {
  const rights = rightsIn(statement);
  if (statement.effect === "Deny" || rights.length === 0) return [];
  const whom = letIn(statement, live.account);
  const everyone = whom === "account";
  const principals = everyone ? [] : whom.filter((one) => !isSpared(one, spared) && !isOthersConcern(one));
  if (!everyone && principals.length === 0) return [];
  const names = everyone ? "every principal of the account" : listOf(principals.map(nameOf));
  const verbs = rights
    .map(({ verb }) => verb)
    .join(", ")
    .replace(/, ([^,]+)$/, " and $1");
  return [
    {
      ...(everyone ? { severity: "medium" as const } : {}),
      resource: addressOf("key", arn, name),
      message: `${name} in the policy of key ${arn} lets ${names} ${verbs}, which no policy asks for on ${listOf(buckets)}`,
      evidence: {
        key: arn,
        buckets,
        statement: name,
        everyone,
        principals,
        actions: rights.flatMap(({ actions }) => actions),
        conditions: conditionsOf(statement),
      },
    },
  ];
}

/** Principals of the account that need nothing but this statement; the account itself stands for what IAM policies allow (LGF607). */
function letIn(statement: PolicyStatement, account: string): readonly string[] | "account" {
  const { everyone, own } = circleOf(statement, account);
  return everyone ? (heldTo(statement, account) ?? []) : own;
}

/** A role that only its AWS service takes, or the id of somebody who is gone (LGF604). Source: IAM User Guide, using-service-linked-roles. */
function isOthersConcern(principal: Principal): boolean {
  return isDanglingPrincipal(principal) || /^arn:[^:]+:iam::\d{12}:role\/aws-service-role\/[^*?]+$/.test(principal);
}

const rightsOf = [
  { verb: "decrypt", operations: decrypting },
  { verb: "make data keys", operations: makingDataKeys },
  { verb: "change who may decrypt", operations: selfGranting },
];

interface Right {
  readonly verb: string;
  readonly actions: readonly string[];
}

function rightsIn({ action, conditions }: PolicyStatement): readonly Right[] {
  // AWS services make such grants, to themselves. Source: KMS Developer Guide, conditions-kms, kms:GrantIsForAWSResource.
  const isForServices = conditions.some(
    ({ operator, key, values }) =>
      operator === "Bool" && /^kms:GrantIsForAWSResource$/i.test(key) && values.every((value) => value === "true"),
  );
  return rightsOf.flatMap(({ verb, operations }) => {
    const asked = actionsOf(operations).filter((one) => says(action, [one]) && !(isForServices && one === "kms:CreateGrant"));
    return asked.length === 0 ? [] : [{ verb, actions: asked }];
  });
}

/** Patterns stand for more than the role that their end looks like. */
function nameOf(principal: Principal): string {
  return /[*?$]/.test(principal) ? principal : shortPrincipal(principal);
}

const namesShown = 10;

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, namesShown);
  return `${shown.join(", ")}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ""}`;
}
