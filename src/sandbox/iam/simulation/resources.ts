/** The resources of a simulation: whether an action and a resource policy can be about them, and how answers name them. */

import { compileResourcePattern, matchesPattern } from "../../../model/iam/pattern.ts";
import type { PolicyDocument } from "../../../model/iam/policy-document.ts";
import { levelsOf } from "../../s3/actions.ts";
import { invalidInput } from "../error.ts";

/** @throws ServiceError InvalidInput unless the policy is about each of the resources, which then are named one by one */
export function requireApplicable(policy: PolicyDocument, resources: readonly string[]): void {
  if (resources.includes("*")) throw invalidInput("Invalid Entity Arn: * does not clearly define entity type and name.");
  const elements = policy.statements.flatMap(({ resource }) => (resource === undefined ? [] : [resource]));
  if (elements.some(({ names }) => names.includes("*"))) throw invalidInput("ResourceNames are not in a valid ARN format: *.");
  for (const arn of resources) {
    const isMeant = elements.some(({ negated, names }) => negated || names.some((name) => mayMean(name, arn)));
    if (!isMeant) throw invalidInput(`The resource policy is not applicable to the resource ${arn}.`);
  }
}

/** Variables may stand for anything here. */
function mayMean(name: string, arn: string): boolean {
  return matchesPattern(compileResourcePattern([{ text: name.replaceAll(/\$\{[^}]*\}/g, "*"), literal: false }]), arn);
}

/**
 * Can the action be on the resource? Known for S3's buckets and objects, and where ARNs are of another service than the action, which they then cannot
 * be; otherwise taken to be so.
 */
export function canBeOn(action: string, resource: string): boolean {
  if (resource === "*") return true;
  const [, , service = "", , , name = ""] = resource.split(":");
  const [prefix = ""] = action.toLowerCase().split(":");
  if (prefix !== "s3" && prefix !== "kms" && prefix !== "iam" && prefix !== "glue") return true;
  if (service !== prefix) return false;
  return prefix !== "s3" || levelsOf(action).has(name.includes("/") ? "object" : "bucket");
}

/** As the result over all resources names them: one by its ARN, several by what their ARNs look like, where that is known. */
export function aggregateName(action: string, resources: readonly string[]): string {
  const [first = "*", ...others] = resources;
  if (others.length === 0) return first;
  const [prefix = ""] = action.toLowerCase().split(":");
  if (prefix === "s3") return levelsOf(action).has("object") ? "arn:aws:s3:::${BucketName}/${KeyName}" : "arn:aws:s3:::${BucketName}";
  return prefix === "kms" ? "arn:aws:kms:${Region}:${Account}:key/${KeyId}" : "*";
}
