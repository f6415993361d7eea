/** What a new key is, before anything was asked of it. */

import type { PolicyDocument } from "../../model/iam/policy-document.ts";
import { partitionOf } from "../../model/principal.ts";
import type { Account } from "../account.ts";
import { randomHex } from "./state.ts";
import type { KmsKey } from "./state.ts";

type Place = Pick<Account, "id" | "region" | "kms">;

/** An enabled symmetric key of a customer, not yet in the account. */
export function newKey(account: Place, now: Date, policy = defaultPolicy(account), multiRegion = false): KmsKey {
  const hex = randomHex(account.kms, 32);
  const id = multiRegion
    ? `mrk-${hex}`
    : [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  return {
    id,
    arn: `arn:${partitionOf(account.region)}:kms:${account.region}:${account.id}:key/${id}`,
    created: now,
    description: "",
    spec: "SYMMETRIC_DEFAULT",
    usage: "ENCRYPT_DECRYPT",
    origin: "AWS_KMS",
    multiRegion,
    manager: "CUSTOMER",
    state: "Enabled",
    deletion: undefined,
    policy,
    rotation: undefined,
    grants: new Map(),
  };
}

/** The account decides by IAM. Source: KMS Developer Guide, "Default key policy", for keys made with the API. */
export function defaultPolicy({ id, region }: Pick<Place, "id" | "region">): PolicyDocument {
  return {
    version: "2012-10-17",
    id: "key-default-1",
    statements: [
      {
        sid: "Enable IAM User Permissions",
        effect: "Allow",
        principal: { negated: false, byType: { AWS: [`arn:${partitionOf(region)}:iam::${id}:root`] } },
        action: { negated: false, names: ["kms:*"] },
        resource: { negated: false, names: ["*"] },
        conditions: [],
      },
    ],
  };
}
