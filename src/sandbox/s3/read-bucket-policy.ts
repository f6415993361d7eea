/** Bucket policies as S3 takes them: of this bucket, with actions that act on what is named, and with principals that exist. */

import type { PolicyDocument, PolicyStatement } from "../../model/iam/policy-document.ts";
import type { Account } from "../account.ts";
import { keepPrincipals } from "../authorization/policy-principals.ts";
import { readPolicy } from "../authorization/read-policy.ts";
import { policyJson } from "../../model/iam/format-policy.ts";
import { levelsOf } from "./actions.ts";
import type { Level } from "./actions.ts";
import { isConditionKey } from "./condition-keys.ts";
import { malformedPolicy } from "./error.ts";
import { bucketArn } from "./find-bucket.ts";

/** Bytes of a policy. Source: S3 User Guide, example-bucket-policies. */
const quota = 20 * 1024;

/**
 * A policy as it is kept. The messages are S3's, as users of infrastructure code report them.
 * @throws ServiceError MalformedPolicy
 */
export function readBucketPolicy(account: Account, bucket: string, text: string): PolicyDocument {
  const policy = readPolicy(text, "resource", malformedPolicy);
  const arn = bucketArn(account, bucket);
  for (const statement of policy.statements) requireStatement(statement, arn);
  const kept = keepPrincipals(account, policy, () => malformedPolicy("Invalid principal in policy"));
  if (Buffer.byteLength(JSON.stringify(policyJson(kept))) > quota) {
    throw malformedPolicy(`Normalized policy document exceeds the maximum allowed size of ${quota} bytes.`);
  }
  return kept;
}

function requireStatement({ action, resource, conditions }: PolicyStatement, arn: string): void {
  const resources = resource?.names ?? [];
  if (resources.some((name) => name !== arn && !name.startsWith(`${arn}/`))) throw malformedPolicy("Policy has invalid resource");
  const named = new Set(resources.map((name): Level => (name === arn ? "bucket" : "object")));
  for (const name of action.names) {
    const levels = levelsOf(name);
    if (levels.size === 0) throw malformedPolicy("Policy has invalid action");
    const applies = [...levels].some((level) => named.has(level));
    if (!applies && !action.negated && resource?.negated === false) {
      throw malformedPolicy("Action does not apply to any resource(s) in statement");
    }
  }
  for (const { key } of conditions) {
    if (!isConditionKey(key)) throw malformedPolicy(`Policy has an invalid condition key - ${key}`);
  }
}
