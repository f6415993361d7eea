/** Reading policy documents: strict about the grammar, all problems at once. */

import type { ParseOptions } from "./parse-options.ts";
import type { PolicyDocument, PolicyStatement, PolicyVersion } from "./policy-document.ts";
import { isRecord, otherMembers, parseStatement } from "./parse-statement.ts";

/** `path` is like `Statement[1].Action`, or empty for the document. */
export interface PolicyProblem {
  readonly path: string;
  readonly message: string;
}

export type ParsedPolicy = { readonly document: PolicyDocument } | { readonly problems: readonly PolicyProblem[] };

/** The problems of a policy in one line. */
export function describeProblems(problems: readonly PolicyProblem[]): string {
  return problems.map(({ path, message }) => (path === "" ? message : `${path} ${message}`)).join("; ");
}

/** Longest text that is read at all, in UTF-16 code units; above every quota of AWS (KMS takes 131,072). */
const longestText = 262_144;

/**
 * Reads a policy document from its JSON text or value. Never throws. Source: IAM User Guide, reference_policies_grammar.
 */
export function parsePolicyDocument(source: unknown, options: ParseOptions = {}): ParsedPolicy {
  const problems: PolicyProblem[] = [];
  const report = (path: string, message: string): void => void problems.push({ path, message });
  const value = readJson(source, options.limit, report);
  if (problems.length > 0) return { problems };
  if (!isRecord(value)) return { problems: [{ path: "", message: "the policy is not a JSON object" }] };
  const notUnderstood = otherMembers(value, elements, "", options, report);
  const { Version: version, Id: id, Statement: listed } = value;
  if (version !== undefined && version !== "2008-10-17" && version !== "2012-10-17")
    report("Version", "is neither 2008-10-17 nor 2012-10-17");
  if (id !== undefined && typeof id !== "string") report("Id", "is not a text");
  const items: readonly unknown[] = Array.isArray(listed) ? listed : [listed];
  if (listed === undefined || items.length === 0) report("Statement", "the policy has no statement");
  const statements = listed === undefined ? [] : items.map((item, index) => parseStatement(item, `Statement[${index}]`, options, report));
  if (options.unknown !== "keep") reportRepeatedSids(statements, report);
  if (problems.length > 0) return { problems };
  return {
    document: {
      version: isVersion(version) ? (version ?? "2008-10-17") : "2008-10-17",
      ...(typeof id === "string" ? { id } : {}),
      statements: statements.map((statement) => withUnknown(statement, notUnderstood)),
    },
  };
}

function isVersion(value: unknown): value is PolicyVersion | undefined {
  return value === undefined || value === "2008-10-17" || value === "2012-10-17";
}

const elements = new Set(["Version", "Id", "Statement"]);

/** What is not understood of a document bears on each of its statements. */
function withUnknown(statement: PolicyStatement, names: readonly string[]): PolicyStatement {
  return names.length === 0 ? statement : { ...statement, notUnderstood: [...(statement.notUnderstood ?? []), ...names] };
}

/** The JSON value; undefined, and reported, for what is none or is too large. */
function readJson(source: unknown, limit: ParseOptions["limit"], report: (path: string, message: string) => void): unknown {
  try {
    const text = typeof source === "string" ? source : (JSON.stringify(source) ?? "");
    const size = limit?.count === "bytes" ? Buffer.byteLength(text) : text.replaceAll(/\s/g, "").length;
    if (text.length > longestText) report("", `the policy is longer than ${longestText} characters`);
    else if (limit !== undefined && size > limit.most) report("", `the policy has ${size} ${limit.count}, more than ${limit.most}`);
    else return JSON.parse(text);
  } catch {
    report("", "the policy is not JSON");
  }
  return undefined;
}

function reportRepeatedSids(statements: readonly PolicyStatement[], report: (path: string, message: string) => void): void {
  const seen = new Set<string>();
  for (const [index, { sid }] of statements.entries()) {
    if (sid === undefined) continue;
    if (seen.has(sid)) report(`Statement[${index}].Sid`, "another statement has this Sid");
    seen.add(sid);
  }
}
