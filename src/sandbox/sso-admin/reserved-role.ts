/** The role IAM Identity Center makes for a permission set in an account. */

import { partitionOf, permissionSetRolePath } from "../../model/principal.ts";
import type { NewRole } from "../iam/roles.ts";

export interface ReservedRole {
  readonly permissionSet: string;
  /** 16 hexadecimal digits, new with every role. */
  readonly suffix: string;
  /** 16 hexadecimal digits, the same for all roles of an account. */
  readonly provider: string;
  readonly account: string;
  readonly region: string;
  /** Where the identity source is hosted. */
  readonly identitySourceRegion: string;
}

/** Source: IAM Identity Center User Guide, referencingpermissionsets: no Region in the path when the identity source is in us-east-1. */
export function reservedRole({ permissionSet, suffix, provider, account, region, identitySourceRegion }: ReservedRole): NewRole {
  const statement = {
    Effect: "Allow",
    Principal: { Federated: `arn:${partitionOf(region)}:iam::${account}:saml-provider/AWSSSO_${provider}_DO_NOT_DELETE` },
    Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"],
    Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
  };
  return {
    name: `AWSReservedSSO_${permissionSet}_${suffix}`,
    path: `${permissionSetRolePath}${identitySourceRegion === "us-east-1" ? "" : `${identitySourceRegion}/`}`,
    trust: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
  };
}
