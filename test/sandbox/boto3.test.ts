/** The loopback endpoint as boto3 sees it: answers and errors of every protocol. */

import { expect, test } from "vitest";

import { answersTo, hasBoto3 } from "./boto3.ts";
import { account } from "./clients.ts";

test.skipIf(!hasBoto3)("boto3 gets answers and errors of every protocol", async () => {
  expect(await answersTo("boto3-client.py", { pageSize: 2 })).toEqual({
    identity: `arn:aws:iam::${account}:user/administrator`,
    tables: ["t0", "t1", "t2", "t3", "t4"],
    created: "datetime",
    description: "보험 <&>",
    trust: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" }] },
    roleTags: [{ Key: "a", Value: "<1>" }],
    inline: "Deny",
    simulated: ["explicitDeny", "allowed", "explicitDeny"],
    matched: [
      {
        SourcePolicyId: "role_etl_p",
        SourcePolicyType: "IAM Policy",
        StartPosition: { Line: 1, Column: 16 },
        EndPosition: { Line: 1, Column: 68 },
      },
    ],
    session: `arn:aws:sts::${account}:assumed-role/etl/boto`,
    tag: ["1"],
    errors: {
      glue: ["EntityNotFoundException", "EntityNotFoundException", 400],
      iam: ["NoSuchEntityException", "NoSuchEntity", 404],
      lakeformation: ["EntityNotFoundException", "EntityNotFoundException", 400],
      sts: ["ClientError", "AccessDenied", 403],
      missing: ["ClientError", "NotImplementedException", 400],
      simulated: ["InvalidInputException", "InvalidInput", 400],
    },
  });
});
