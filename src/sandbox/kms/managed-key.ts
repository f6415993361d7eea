/** AWS managed keys: made when a service first needs one. */

import type { PolicyDocument } from "../../model/iam/policy-document.ts";
import { partitionOf } from "../../model/principal.ts";
import type { Account } from "../account.ts";
import type { Call } from "../call.ts";
import { newKey } from "./new-key.ts";
import type { KmsKey } from "./state.ts";

/** The key `aws/<service>`, made now if it was not there. Source: KMS Developer Guide, "AWS managed keys". */
export function managedKey(call: Call, service: "s3"): KmsKey {
  const { account, now } = call;
  const name = `alias/aws/${service}`;
  const found = account.kms.keys.get(account.kms.aliases.get(name)?.keyId ?? "");
  if (found !== undefined) return found;
  const key: KmsKey = {
    ...newKey(account, now, managedPolicy(account, service)),
    description: "Default key that protects my S3 objects when no other key is defined",
    manager: "AWS",
    rotation: { days: 365, since: now },
  };
  account.kms.keys.set(key.id, key);
  account.kms.aliases.set(name, { name, keyId: key.id, created: now, updated: now });
  return key;
}

/** Everybody whom S3 lets in may use the key through S3; nobody may change it. Source: KMS Developer Guide, "AWS managed keys", key policy. */
function managedPolicy({ id, region }: Account, service: string): PolicyDocument {
  const resource = { negated: false, names: ["*"] };
  return {
    version: "2012-10-17",
    id: `auto-${service}-2`,
    statements: [
      {
        sid: "Allow access through S3 for all principals in the account that are authorized to use S3",
        effect: "Allow",
        principal: { negated: false, byType: { AWS: ["*"] } },
        action: { negated: false, names: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"] },
        resource,
        conditions: [
          { operator: "StringEquals", key: "kms:CallerAccount", values: [id] },
          { operator: "StringEquals", key: "kms:ViaService", values: [`${service}.${region}.amazonaws.com`] },
        ],
      },
      {
        sid: "Allow direct access to key metadata to the account",
        effect: "Allow",
        principal: { negated: false, byType: { AWS: [`arn:${partitionOf(region)}:iam::${id}:root`] } },
        action: { negated: false, names: ["kms:Describe*", "kms:Get*", "kms:List*"] },
        resource,
        conditions: [],
      },
    ],
  };
}
