/** Key policies of governed keys that let more people decrypt than the policies can see or limit. */

import { addressOf } from "../../model/address.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import type { Control, Estate, Observation } from "../control.ts";
import { governedKeys, statementsOf } from "../governed-storage.ts";
import { actionsOf, decrypting, makingDataKeys, selfGranting } from "../key-rights.ts";
import { circleOf, conditionsOf, heldTo, says } from "../policy-circle.ts";

const using = actionsOf([...decrypting, ...makingDataKeys]);

export const delegatedKeys: Control = {
  code: "LGF607",
  title: "key policy that leaves decryption to the account's IAM policies",
  severity: "informational",
  controls: ["ISMS-P 2.7.2"],
  reads: ["keys"],
  evaluate: (estate) =>
    observe(estate, isDelegating, "leaves decryption to the IAM policies of the account: whoever has such a policy may decrypt"),
};

export const openKeys: Control = {
  code: "LGF608",
  title: "key policy that lets everyone or other accounts use a governed key",
  severity: "high",
  controls: ["ISMS-P 2.7.2"],
  reads: ["keys"],
  evaluate: (estate) => observe(estate, isOpening, "lets principals outside the account use the key"),
};

function isDelegating(statement: PolicyStatement, account: string): boolean {
  return says(statement.action, using) && circleOf(statement, account).ownAccount;
}

function isOpening(statement: PolicyStatement, account: string): boolean {
  const { everyone, outsiders } = circleOf(statement, account);
  if (!says(statement.action, [...using, ...actionsOf(selfGranting)])) return false;
  return outsiders.length > 0 || (everyone && heldTo(statement, account) === undefined);
}

function observe(estate: Estate, test: (statement: PolicyStatement, account: string) => boolean, verdict: string): readonly Observation[] {
  const { account } = estate.live;
  return governedKeys(estate).flatMap(({ facts, buckets }) =>
    statementsOf(facts.policy)
      .filter(({ statement }) => statement.effect === "Allow" && test(statement, account))
      .map(({ name, statement }) => ({
        resource: addressOf("key", facts.arn, name),
        message: `${name} in the policy of key ${facts.arn} ${verdict}`,
        evidence: {
          key: facts.arn,
          buckets,
          statement: name,
          outsiders: circleOf(statement, account).outsiders,
          conditions: conditionsOf(statement),
        },
      })),
  );
}
