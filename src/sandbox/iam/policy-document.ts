/** Policy documents: which texts IAM takes, and how it hands them out again. */

import { ServiceError } from "../service-error.ts";

const documentMembers = new Set(["Version", "Id", "Statement"]);
const statementMembers = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);
const versions: readonly unknown[] = [undefined, "2012-10-17", "2008-10-17"];

/**
 * Checks the grammar of a policy; `trust` policies name principals and no resources, `identity` policies the other way round.
 * Source: IAM User Guide, grammar of the IAM JSON policy language.
 * @throws ServiceError MalformedPolicyDocument
 */
export function requirePolicy(kind: "trust" | "identity", text: string): void {
  const policy = parse(text);
  if (Object.keys(policy).some((name) => !documentMembers.has(name))) throw malformed("Syntax errors in policy.");
  if (!versions.includes(policy["Version"])) throw malformed("The policy must contain a valid version string");
  const statements = Array.isArray(policy["Statement"]) ? policy["Statement"] : [policy["Statement"]];
  if (statements.length === 0) throw malformed("The policy must contain a statement");
  for (const statement of statements) requireStatement(kind, statement);
}

function requireStatement(kind: "trust" | "identity", statement: unknown): void {
  if (!isRecord(statement)) throw malformed("Syntax errors in policy.");
  if (Object.keys(statement).some((name) => !statementMembers.has(name))) throw malformed("Syntax errors in policy.");
  if (statement["Effect"] !== "Allow" && statement["Effect"] !== "Deny") throw malformed("Syntax errors in policy.");
  if (!hasOne(statement, "Action", "NotAction")) throw malformed("Policy statement must contain actions.");
  const hasResources = hasOne(statement, "Resource", "NotResource");
  const hasPrincipals = hasOne(statement, "Principal", "NotPrincipal");
  if (kind === "identity" && !hasResources) throw malformed("Policy statement must contain resources.");
  if (kind === "identity" && hasPrincipals) throw malformed("Policy document should not specify a principal.");
  if (kind === "trust" && !hasPrincipals) throw malformed("Missing required field Principal");
  if (kind === "trust" && hasResources) throw malformed("Has prohibited field Resource");
}

function hasOne(statement: Readonly<Record<string, unknown>>, name: string, negated: string): boolean {
  return (statement[name] === undefined) !== (statement[negated] === undefined);
}

function parse(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed("Syntax errors in policy.");
  }
  if (!isRecord(value)) throw malformed("Syntax errors in policy.");
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(message: string): ServiceError {
  return new ServiceError("MalformedPolicyDocument", message);
}

/** What quotas count: characters that are not white space. Source: IAM User Guide, reference_iam-quotas. */
export function policySize(text: string): number {
  return text.replaceAll(/\s/g, "").length;
}

/** As IAM hands documents out: URL-encoded by RFC 3986. Source: IAM API Reference, GetRolePolicy. */
export function encodePolicy(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
