/** What findings say of an Allow that lets an AWS service write to a bucket whose writes the policies limit by their encryption. */

import { expect, test } from "vitest";

import * as s3BucketEncryption from "../../src/kinds/s3-bucket-encryption/spec.ts";
import * as s3BucketPolicy from "../../src/kinds/s3-bucket-policy/spec.ts";
import type { KeyFacts } from "../../src/model/account-facts.ts";
import type { Finding } from "../../src/model/finding.ts";
import { bucket, byIam, key, keyArn, objects, policy, sseS3, statementsOf } from "../access/scene.ts";
import type { Json } from "../access/scene.ts";
import { headerOptional } from "../access/statements.ts";
import { claimsBucket, findingsOf } from "./estate.ts";

const service = "logging.s3.amazonaws.com";
const delivery: Json = {
  Sid: "AccessLogs",
  Effect: "Allow",
  Principal: { Service: service },
  Action: "s3:PutObject",
  Resource: objects.replace("/*", "/logs/*"),
};

interface Given {
  readonly statement?: Json;
  readonly denies?: readonly Json[];
  readonly keys?: readonly KeyFacts[];
}

function found({ statement = delivery, denies = headerOptional, keys = [key()] }: Given): Finding {
  const statements = s3BucketPolicy.normalize({ bucket, prefix: "Lakegradeadw", statements: statementsOf(...denies), others: "" });
  const encryption = s3BucketEncryption.normalize({ bucket, algorithm: "aws:kms", key: keyArn, bucketKey: true, blocked: ["SSE-C"] });
  const findings = findingsOf({
    desired: [
      [s3BucketPolicy.address(statements), { kind: "s3-bucket-policy", spec: statements }],
      [s3BucketEncryption.address(encryption), { kind: "s3-bucket-encryption", spec: encryption }],
    ],
    buckets: [{ ...claimsBucket, key: keyArn }],
    // As before the plan: what findings say is what holds once it is applied.
    facts: { buckets: [{ name: bucket, policy: policy(statement), encryption: sseS3 }], keys },
  });
  const [finding, ...rest] = findings.filter(({ code }) => code === "LGF602");
  if (finding === undefined || rest.length > 0) throw new Error("not one LGF602");
  return finding;
}

test("a service that may not use the bucket's key writes nothing: LGF602 says what denies it", () => {
  const finding = found({});
  expect(finding).toMatchObject({ severity: "informational", evidence: { effect: "denied" } });
  expect(finding.message).toMatch(/: denied by DenyWrongKmsKey, DenyWrongSseAlgorithm, the policy of the bucket's key$/);
});

test.each<readonly [string, Given]>([
  ["the key's policy lets it", { keys: [key(keyArn, { policy: policy(byIam, { ...byIam, Principal: { Service: service } }) })] }],
  ["nobody could read the key's policy", { keys: [key(keyArn, { policy: "" })] }],
  ["other keys are not denied", { denies: headerOptional.filter(({ Sid }) => Sid !== "DenyWrongKmsKey") }],
  ["it has conditions that requests may meet", { statement: { ...delivery, Condition: { StringEquals: { "s3:x-amz-acl": "private" } } } }],
  ["it may do more than write", { statement: { ...delivery, Action: ["s3:PutObject", "s3:DeleteObject"] } }],
  ["it names any service", { statement: { ...delivery, Principal: "*" } }],
])("its Allow is not called denied where %s", (_what, given) => {
  const { evidence, severity } = found(given);
  expect(evidence["effect"]).not.toBe("denied");
  expect(severity).not.toBe("informational");
});
