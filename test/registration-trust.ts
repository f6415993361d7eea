/** The trust policy of registration roles in tests: it leaves to identity policies who becomes them. */

import type { PolicyDocument } from "../src/model/iam/policy-document.ts";

export function registrationTrust(account: string): PolicyDocument {
  return {
    version: "2012-10-17",
    statements: [
      {
        effect: "Allow",
        principal: { negated: false, byType: { AWS: [`arn:aws:iam::${account}:root`] } },
        action: { negated: false, names: ["sts:AssumeRole"] },
        conditions: [],
      },
    ],
  };
}
