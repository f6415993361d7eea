/** Findings arranged for people: the worst first, and what is only for information folded where it repeats. */

import { registry } from "../../audit/registry.ts";
import { groupBy } from "../../model/batches.ts";
import type { Finding } from "../../model/finding.ts";
import type { Messages } from "../messages/en.ts";
import { findingMessage, sortFindings } from "./finding-text.ts";
import { withNames } from "./known-names.ts";
import type { PartViewOptions } from "./plan-view.ts";

/** What stands together under one severity and code. */
export interface FindingsBlock {
  /** The first of them. */
  readonly finding: Finding;
  /** How many there are. */
  readonly count: number;
  /** What was found, or how often and what such findings are called. */
  readonly text: string;
  /** The first few of them, where they are folded. */
  readonly examples: readonly string[];
}

/** Findings of one code from which on they are folded, and how many of them are then named. */
const folded = { from: 6, named: 3 } as const;

const titles: ReadonlyMap<string, string> = new Map(registry.map(({ code, title }) => [code, title]));

/** One block a finding; `full` folds nothing. What nobody could decide is never folded, whatever its severity. */
export function findingsView(findings: readonly Finding[], { full, messages, names }: PartViewOptions): readonly FindingsBlock[] {
  const isFoldable = ({ severity, status }: Finding): boolean => !full && severity === "informational" && status === "failed";
  const alike = groupBy(sortFindings(findings), (finding) => (isFoldable(finding) ? finding.code : finding));
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    if (group.length < folded.from) {
      return group.map((finding) => ({ finding, count: 1, text: withNames(findingMessage(finding, messages), names), examples: [] }));
    }
    const examples = group.slice(0, folded.named).map(({ message }) => withNames(message, names));
    return [{ finding: first, count: group.length, text: headOf(first, group.length, messages), examples }];
  });
}

/** `12 findings: implicit grant of a table's creator`. */
function headOf({ code }: Finding, count: number, { findingCount, titleOf }: Messages): string {
  const title = titleOf(code) ?? titles.get(code);
  return title === undefined ? findingCount(count) : `${findingCount(count)}: ${title}`;
}
