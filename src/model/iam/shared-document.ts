/** Policy documents that several owners write: the statements of one lake are taken out and put back, all others stay as they are. */

import { digest } from "../canonical.ts";
import { isOurSid, prefixOfSid } from "../ours.ts";
import { compareText } from "../source.ts";
import { statementJson } from "./format-policy.ts";
import { statementsDigest } from "./normal-statement.ts";
import { parsePolicyDocument } from "./parse-policy.ts";
import type { PolicyProblem } from "./parse-policy.ts";
import { isRecord } from "./parse-statement.ts";
import type { PolicyStatement } from "./policy-document.ts";

/** The version by which policy variables are variables. Source: IAM User Guide, reference_policies_elements_version. */
const variablesVersion = "2012-10-17";

/** A document with each statement beside its JSON as it was written. */
export interface SharedDocument {
  readonly statements: readonly { readonly statement: PolicyStatement; readonly raw: unknown }[];
  /** Version, Id and whatever else stands beside the statements, as JSON. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** Reads a document as AWS holds it; an empty text is one without statements. What is not understood of a statement is kept. */
export function parseShared(text: string): SharedDocument | { readonly problems: readonly PolicyProblem[] } {
  if (text === "") return { statements: [], members: { Version: variablesVersion } };
  const parsed = parsePolicyDocument(text, { unknown: "keep" });
  if ("problems" in parsed) return parsed;
  const value: unknown = JSON.parse(text);
  const { Statement: listed, ...members } = isRecord(value) ? value : {};
  const raws: readonly unknown[] = Array.isArray(listed) ? listed : [listed];
  return { members, statements: parsed.document.statements.map((statement, index) => ({ statement, raw: raws[index] })) };
}

/** The prefixes of all lakes that have statements in it, sorted. */
export function prefixesIn({ statements }: SharedDocument): readonly string[] {
  const prefixes = statements.flatMap(({ statement }) => prefixOfSid(statement.sid) ?? []);
  return [...new Set(prefixes)].toSorted(compareText);
}

/** The statements of the lake with this prefix. */
export function statementsOf({ statements }: SharedDocument, prefix: string): readonly PolicyStatement[] {
  return statements.flatMap(({ statement }) => (isOurSid(statement.sid, prefix) ? [statement] : []));
}

/** Digest of the statements that are not of that lake, and of the version that says how all are read; empty for none of the usual version. */
export function othersDigest(document: SharedDocument, prefix: string): string {
  const others = statementsDigest(document.statements.flatMap(({ statement }) => (isOurSid(statement.sid, prefix) ? [] : [statement])));
  return takesVariables(document) ? others : digest({ others, version: document.members["Version"] ?? null });
}

/** False where `${…}` is read to the letter. */
export function takesVariables({ members }: SharedDocument): boolean {
  return members["Version"] === variablesVersion;
}

/** Does a statement mean something else where there are no variables? */
export function needsVariables({ resource, principal, conditions }: PolicyStatement): boolean {
  const values = conditions.flatMap((clause) => clause.values);
  return [...(resource?.names ?? []), ...Object.values(principal?.byType ?? {}).flat(), ...values].some((text) => text.includes("${"));
}

/** The text of the document with these statements as those of the lake; empty when no statement is left. The others come first, as they were. */
export function formatShared({ statements, members }: SharedDocument, prefix: string, own: readonly PolicyStatement[]): string {
  const others = statements.flatMap(({ statement, raw }) => (isOurSid(statement.sid, prefix) ? [] : [raw]));
  if (others.length + own.length === 0) return "";
  return JSON.stringify({ ...members, Statement: [...others, ...own.map(statementJson)] });
}
