/** Reading one statement of a policy document. */

import { canonicalJson } from "../canonical.ts";
import { isConditionOperator } from "./condition/condition.ts";
import type { ConditionClause, NameElement, PolicyStatement, PrincipalElement, PrincipalType } from "./policy-document.ts";
import type { ParseOptions } from "./parse-options.ts";

type Report = (path: string, message: string) => void;
type Members = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const elements = new Set(["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"]);

/** Members beside the known ones, as `name: <JSON>` where they are kept; reported where they are not. */
export function otherMembers(
  members: Members,
  known: ReadonlySet<string>,
  prefix: string,
  options: ParseOptions,
  report: Report,
): readonly string[] {
  return Object.entries(members).flatMap(([name, value]) => {
    if (known.has(name)) return [];
    if (options.unknown !== "keep") report(prefix + name, "is no element of a policy");
    else {
      try {
        return [`${name}: ${canonicalJson(value)}`];
      } catch {
        report(prefix + name, "is nested too deeply");
      }
    }
    return [];
  });
}

/** Longest action, resource, principal or condition value, in UTF-16 code units: matching takes time with the length. */
const longestName = 8192;

/** The statement, as far as it can be read; what cannot is reported, and the result then must not be used. */
export function parseStatement(value: unknown, path: string, options: ParseOptions, report: Report): PolicyStatement {
  const statement: Members = isRecord(value) ? value : {};
  if (!isRecord(value)) report(path, "is not a JSON object");
  const notUnderstood = otherMembers(statement, elements, `${path}.`, options, report);
  const { Sid: sid, Effect: effect } = statement;
  checkSid(sid, `${path}.Sid`, options, report);
  if (effect !== "Allow" && effect !== "Deny") report(`${path}.Effect`, "is neither Allow nor Deny");
  const action = parseNames(statement, "Action", path, report);
  const resource = parseNames(statement, "Resource", path, report);
  const principal = parsePrincipal(statement, path, report);
  if (action === undefined) report(path, "has neither Action nor NotAction");
  for (const name of action?.names ?? []) {
    if (name !== "*" && !/^[^:]+:/.test(name)) report(`${path}.Action`, `\`${name}\` has no service before a colon`);
  }
  checkKind(options.kind, path, principal, resource, report);
  return {
    ...(typeof sid === "string" && sid !== "" ? { sid } : {}),
    effect: effect === "Allow" ? "Allow" : "Deny",
    ...(principal === undefined ? {} : { principal }),
    action: action ?? { negated: false, names: [] },
    ...(resource === undefined ? {} : { resource }),
    conditions: parseConditions(statement["Condition"], `${path}.Condition`, options, report),
    ...(notUnderstood.length === 0 ? {} : { notUnderstood }),
  };
}

/** IAM takes letters and digits; S3 and KMS take spaces and more. Source: IAM User Guide, reference_policies_elements_sid. */
function checkSid(sid: unknown, path: string, options: ParseOptions, report: Report): void {
  if (sid === undefined) return;
  if (typeof sid !== "string") report(path, "is not a text");
  else if (options.kind === "identity" && options.unknown !== "keep" && !/^[A-Za-z0-9]*$/.test(sid)) {
    report(path, "has other characters than letters and digits");
  }
}

/** Source: IAM User Guide, reference_policies_elements_principal and reference_policies_elements_resource. */
function checkKind(
  kind: ParseOptions["kind"],
  path: string,
  principal: PrincipalElement | undefined,
  resource: NameElement | undefined,
  report: Report,
): void {
  if (kind === "identity" && principal !== undefined) report(path, "names a principal in an identity policy");
  if ((kind === "resource" || kind === "trust") && principal === undefined) report(path, "has neither Principal nor NotPrincipal");
  if (kind === "trust" && principal?.negated === true) report(path, "has NotPrincipal in a trust policy");
  if (kind === "trust" && resource !== undefined) report(path, "names a resource in a trust policy");
  if ((kind === "identity" || kind === "resource") && resource === undefined) report(path, "has neither Resource nor NotResource");
}

function parseNames(statement: Members, name: "Action" | "Resource", path: string, report: Report): NameElement | undefined {
  const negated = onlyOne(statement, name, path, report);
  if (negated === undefined) return undefined;
  const element = negated ? `Not${name}` : name;
  return { negated, names: parseTexts(statement[element], `${path}.${element}`, report) };
}

/** Which of an element and its negation the statement has. */
function onlyOne(statement: Members, name: string, path: string, report: Report): boolean | undefined {
  const plain = statement[name] !== undefined;
  const negated = statement[`Not${name}`] !== undefined;
  if (plain && negated) report(path, `has both ${name} and Not${name}`);
  return plain || negated ? negated : undefined;
}

function parseTexts(value: unknown, path: string, report: Report): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item, index) => {
    const place = Array.isArray(value) ? `${path}[${index}]` : path;
    if (typeof item !== "string") report(place, "is not a text");
    else if (item.length > longestName) report(place, `is longer than ${longestName} characters`);
    else return [item];
    return [];
  });
}

const principalTypes: readonly PrincipalType[] = ["AWS", "Service", "Federated", "CanonicalUser"];

function parsePrincipal(statement: Members, path: string, report: Report): PrincipalElement | undefined {
  const negated = onlyOne(statement, "Principal", path, report);
  if (negated === undefined) return undefined;
  const element = negated ? "NotPrincipal" : "Principal";
  const value = statement[element];
  const place = `${path}.${element}`;
  if (value === "*") return { negated, byType: { AWS: ["*"] } };
  if (!isRecord(value)) report(place, "is neither `*` nor a JSON object");
  const byType: Partial<Record<PrincipalType, readonly string[]>> = {};
  for (const [name, names] of Object.entries(isRecord(value) ? value : {})) {
    const type = principalTypes.find((known) => known === name);
    if (type === undefined) report(`${place}.${name}`, "is no type of principal");
    else byType[type] = parseTexts(names, `${place}.${name}`, report);
  }
  return { negated, byType };
}

function parseConditions(value: unknown, path: string, options: ParseOptions, report: Report): readonly ConditionClause[] {
  if (value === undefined) return [];
  if (!isRecord(value)) report(path, "is not a JSON object");
  return Object.entries(isRecord(value) ? value : {}).flatMap(([operator, keys]) => {
    if (options.unknown !== "keep" && !isConditionOperator(operator)) report(`${path}.${operator}`, "is no condition operator");
    if (!isRecord(keys)) report(`${path}.${operator}`, "is not a JSON object");
    return Object.entries(isRecord(keys) ? keys : {}).map(([key, values]) => ({
      operator,
      key,
      values: parseTexts(scalarsAsText(values), `${path}.${operator}.${key}`, report),
    }));
  });
}

/** Booleans and numbers mean their text, as AWS takes and returns them. */
function scalarsAsText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => (Array.isArray(item) ? item : scalarsAsText(item)));
  return typeof value === "boolean" || typeof value === "number" ? String(value) : value;
}
