/** Policy texts into documents, with the grammar AWS holds them to when they are written. */

import type {
  ConditionClause,
  NameElement,
  PolicyDocument,
  PolicyStatement,
  PrincipalElement,
  PrincipalType,
} from "../../model/iam/policy-document.ts";
import type { ServiceError } from "../service-error.ts";
import { isConditionOperator } from "./condition-operator.ts";

/** The error of the service that was given the policy; the messages are S3's. */
export type Malformed = (message: string) => ServiceError;

type Fields = Readonly<Record<string, unknown>>;

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
const principalTypes: readonly string[] = ["AWS", "Service", "Federated", "CanonicalUser"] satisfies readonly PrincipalType[];

/**
 * Reads a policy. `resource` policies name principals, `identity` policies do not.
 * Source: IAM User Guide, grammar of the IAM JSON policy language.
 */
export function readPolicy(text: string, kind: "resource" | "identity", malformed: Malformed): PolicyDocument {
  const document = parse(text, malformed);
  for (const name of Object.keys(document)) if (!documentMembers.has(name)) throw malformed(`Unknown field ${name}`);
  const { Version: version = "2008-10-17", Id: id, Statement: given } = document;
  if (version !== "2012-10-17" && version !== "2008-10-17") throw malformed("The policy must contain a valid version string");
  if (id !== undefined && typeof id !== "string") throw malformed("Invalid policy Id");
  if (given === undefined) throw malformed("Missing required field Statement");
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0) throw malformed("Could not parse the policy: Statement is empty!");
  const statements = list.map((statement) => readStatement(statement, kind, malformed));
  const sids = statements.flatMap(({ sid }) => (sid === undefined || sid === "" ? [] : [sid]));
  if (new Set(sids).size !== sids.length) throw malformed("Statement IDs (SID) in a single policy must be unique.");
  return { version, ...(id !== undefined && { id }), statements };
}

function parse(text: string, malformed: Malformed): Fields {
  try {
    const value: unknown = text.startsWith("{") ? JSON.parse(text) : undefined;
    if (isFields(value)) return value;
  } catch {
    // The same answer as for JSON that is no object.
  }
  throw malformed("Policies must be valid JSON and the first byte must be '{'");
}

function readStatement(value: unknown, kind: "resource" | "identity", malformed: Malformed): PolicyStatement {
  if (!isFields(value)) throw malformed("Invalid policy syntax.");
  for (const name of Object.keys(value)) if (!statementMembers.has(name)) throw malformed(`Unknown field ${name}`);
  const { Sid: sid, Effect: effect, Condition: condition = {} } = value;
  if (sid !== undefined && typeof sid !== "string") throw malformed("Invalid Sid");
  if (effect !== "Allow" && effect !== "Deny") throw malformed(effect === undefined ? "Missing required field Effect" : "Invalid effect");
  const principal = readPrincipal(value, malformed);
  if (kind === "resource" && principal === undefined) throw malformed("Missing required field Principal");
  if (kind === "identity" && principal !== undefined) throw malformed("Policy document should not specify a principal.");
  return {
    ...(sid !== undefined && { sid }),
    effect,
    ...(principal !== undefined && { principal }),
    action: readNames(value, "Action", malformed),
    resource: readNames(value, "Resource", malformed),
    conditions: readConditions(condition, malformed),
  };
}

function readNames(statement: Fields, name: "Action" | "Resource", malformed: Malformed): NameElement {
  const { [name]: positive, [`Not${name}`]: negative } = statement;
  if (positive === undefined && negative === undefined) throw malformed(`Missing required field ${name}`);
  if (positive !== undefined && negative !== undefined) throw malformed(`Statement has both ${name} and Not${name}`);
  return { negated: positive === undefined, names: readTexts(positive ?? negative, `Invalid ${name.toLowerCase()}`, malformed) };
}

function readPrincipal(statement: Fields, malformed: Malformed): PrincipalElement | undefined {
  const { Principal: positive, NotPrincipal: negative } = statement;
  const value = positive ?? negative;
  if (value === undefined) return undefined;
  if (positive !== undefined && negative !== undefined) throw malformed("Statement has both Principal and NotPrincipal");
  const negated = positive === undefined;
  if (value === "*") return { negated, byType: { AWS: ["*"] } };
  if (!isFields(value) || Object.keys(value).length === 0) throw malformed("Invalid principal in policy");
  if (Object.keys(value).some((type) => !principalTypes.includes(type))) throw malformed("Invalid principal in policy");
  const entries = Object.entries(value).map(([type, given]) => [type, readTexts(given, "Invalid principal in policy", malformed)] as const);
  return { negated, byType: Object.fromEntries(entries) };
}

function readConditions(value: unknown, malformed: Malformed): readonly ConditionClause[] {
  if (!isFields(value)) throw malformed("Invalid Condition");
  return Object.entries(value).flatMap(([operator, keys]) => {
    if (!isConditionOperator(operator)) throw malformed(`Invalid Condition type : ${operator}`);
    if (!isFields(keys)) throw malformed("Invalid Condition");
    return Object.entries(keys).map(([key, given]) => ({ operator, key, values: readValues(given, malformed) }));
  });
}

/** Numbers and booleans are the same as their words. An empty list is allowed, and matches nothing. */
function readValues(value: unknown, malformed: Malformed): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((each) => {
    if (typeof each === "string") return each;
    if (typeof each === "number" || typeof each === "boolean") return String(each);
    throw malformed("Invalid Condition value");
  });
}

function readTexts(value: unknown, message: string, malformed: Malformed): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.filter((each) => typeof each === "string");
  if (texts.length === 0 || texts.length !== list.length) throw malformed(message);
  return texts;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
