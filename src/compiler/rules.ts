/** The rules of all Classifications with their selectors read. */

import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Range } from "../model/source.ts";
import type { Classification, Rule } from "./policy.gen.ts";
import type { Path, PolicyDocument } from "./policy.ts";
import { exactName, parsePattern, parseSelector } from "./selector.ts";
import type { NamePattern, PatternProblem, Selector } from "./selector.ts";

/** One rule. `range` is where its `match` is written, `rule` is the rule as written (class, basis, optional). */
export interface GradeRule {
  /** Position among all rules of the policy set. */
  readonly id: number;
  readonly grade: number;
  readonly match: Selector;
  readonly except: readonly { readonly selector: Selector; readonly range: Range }[];
  readonly rule: Rule;
  readonly range: Range;
  readonly classification: PolicyDocument<Classification>;
}

/** One Classification whose database pattern could be read. */
export interface ReadClassification {
  readonly document: PolicyDocument<Classification>;
  readonly database: NamePattern;
  /** The database it names, if it names one and no glob. */
  readonly exact: string | undefined;
  readonly rules: readonly GradeRule[];
}

/** Everything that could be read, and a diagnostic for what could not. */
export function readClassifications(documents: readonly PolicyDocument<Classification>[]): {
  readonly classifications: readonly ReadClassification[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const classifications: ReadClassification[] = [];
  let nextId = 0;
  for (const document of documents) {
    const database = parsePattern(document.value.database.trim());
    if ("problem" in database) {
      diagnostics.push(problemAt(document, ["database"], database));
      continue;
    }
    const rules: GradeRule[] = [];
    for (const [index, rule] of (document.value.rules ?? []).entries()) {
      const read = readRule(document, rule, index, nextId, diagnostics);
      if (read === undefined) continue;
      rules.push(read);
      nextId += 1;
    }
    classifications.push({ document, database, exact: exactName(database), rules });
  }
  return { classifications, diagnostics };
}

function readRule(
  classification: PolicyDocument<Classification>,
  rule: Rule,
  index: number,
  id: number,
  diagnostics: Diagnostic[],
): GradeRule | undefined {
  const match = parseSelector(rule.match);
  const path: Path = ["rules", index, "match"];
  if ("problem" in match) {
    diagnostics.push(problemAt(classification, path, match));
    return undefined;
  }
  const except: { selector: Selector; range: Range }[] = [];
  for (const [exceptIndex, text] of (rule.except ?? []).entries()) {
    const selector = parseSelector(text);
    const exceptPath: Path = ["rules", index, "except", exceptIndex];
    if ("problem" in selector) diagnostics.push(problemAt(classification, exceptPath, selector));
    else except.push({ selector, range: classification.at(exceptPath) });
  }
  return { id, grade: rule.grade, match, except, rule, range: classification.at(path), classification };
}

function problemAt(document: PolicyDocument<Classification>, path: Path, { problem, message, help }: PatternProblem): Diagnostic {
  const code = problem === "syntax" ? "LG3009" : problem === "struct-path" ? "LG3010" : "LG3011";
  return report(code, { message, range: document.at(path), ...(help === undefined ? {} : { help }) });
}
