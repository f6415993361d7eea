/** Policy files into a policy set: every problem of all files at once, nothing thrown, nothing left out unnoticed. */

import { canonicalJson, digest } from "../model/canonical.ts";
import { report, sortDiagnostics } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { compareText } from "../model/source.ts";
import { brokenDocuments } from "./broken-documents.ts";
import type { BrokenDocuments } from "./broken-documents.ts";
import { decodeSource } from "./parse-source.ts";
import { parseValue } from "./parse-value.ts";
import type { ParsedDocument } from "./parse-value.ts";
import { parseYaml } from "./parse-yaml.ts";
import type { PolicyDocument, PolicyFile, PolicySet } from "./policy.ts";
import type { Lake } from "./policy.gen.ts";
import { validateDocument } from "./validate.ts";
import type { ValidDocument } from "./validate.ts";

/**
 * Parses and validates the files. Documents with problems are left out of the set, so the set is complete only when no
 * diagnostic is an error.
 */
export function parsePolicies(files: readonly PolicyFile[]): { readonly set: PolicySet; readonly diagnostics: readonly Diagnostic[] } {
  const problems: Diagnostic[] = [];
  const values: unknown[] = [];
  const valid: ValidDocument[] = [];
  const broken: unknown[] = [];
  let isAllSound = true;
  for (const { document, diagnostics } of files.flatMap(parseFile)) {
    for (const diagnostic of diagnostics) problems.push(diagnostic);
    values.push(document?.value);
    const result = document?.sound === true ? validateDocument(document) : [];
    if ("kind" in result) {
      valid.push(result);
      continue;
    }
    for (const diagnostic of result) problems.push(diagnostic);
    broken.push(document?.value);
    isAllSound &&= document?.sound === true;
  }
  const lakes = valid.flatMap((one) => (one.kind === "Lake" ? [one.document] : []));
  const names = brokenDocuments(broken);
  // Without any file the reader of files has said what is wrong.
  const mayJudge = lakes.length > 0 || (files.length > 0 && isAllSound && !names.lake);
  const all = mayJudge ? problems.concat(lakeProblems(lakes)) : problems;
  return { set: policySet(lakes, valid, names, values), diagnostics: sortDiagnostics(withoutRepetition(all)) };
}

function policySet(
  lakes: readonly PolicyDocument<Lake>[],
  valid: readonly ValidDocument[],
  broken: BrokenDocuments,
  values: readonly unknown[],
): PolicySet {
  return {
    lake: lakes.length === 1 ? lakes[0] : undefined,
    classifications: valid.flatMap((one) => (one.kind === "Classification" ? [one.document] : [])),
    groups: valid.flatMap((one) => (one.kind === "Group" ? [one.document] : [])),
    buckets: valid.flatMap((one) => (one.kind === "Bucket" ? [one.document] : [])),
    broken,
    digest: digest(values.map((value) => canonicalJson(value ?? null)).toSorted(compareText)),
  };
}

/** A document that has a value, with the problems found on the way; or problems alone. */
interface Parsed {
  readonly document?: ParsedDocument;
  readonly diagnostics: readonly Diagnostic[];
}

function parseFile(file: PolicyFile): readonly Parsed[] {
  const { source, diagnostics } = decodeSource(file);
  if (source === undefined) return [{ diagnostics }];
  const yaml = parseYaml(source);
  const parsed = yaml.documents.map(({ contents, sound }): Parsed =>
    contents === null || !sound ? { diagnostics: [] } : parseValue(source, contents),
  );
  return yaml.diagnostics.length === 0 ? parsed : [{ diagnostics: yaml.diagnostics }, ...parsed];
}

function lakeProblems(lakes: readonly PolicyDocument<Lake>[]): readonly Diagnostic[] {
  const [first, ...others] = lakes;
  if (first === undefined) {
    return [report("LG3001", { message: "no `Lake` document", help: "a policy set has exactly one: it names the account and the Region" })];
  }
  return others.map((lake) =>
    report("LG3001", {
      message: "another `Lake` document",
      help: "a policy set has exactly one: give only the directories that belong together",
      range: lake.at([]),
      related: [{ message: "the first `Lake`", range: first.at([]) }],
    }),
  );
}

/** What an alias repeats is wrong in one place only. */
function withoutRepetition(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((diagnostic) => {
    const text = JSON.stringify(diagnostic);
    return !seen.has(text) && seen.add(text);
  });
}
