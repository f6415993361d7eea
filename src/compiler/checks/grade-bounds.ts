/** Checks that no grade and no clearance goes beyond the grades of the lake. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Path, Places } from "../policy.ts";
import type { Resolved } from "../resolved.ts";

export function* checkGradeBounds({ lake, policies }: Resolved): Generator<Diagnostic> {
  // While the named grades have gaps, nobody knows how many there are.
  if (lake === undefined || Object.keys(lake.document.value.grades ?? {}).some((grade) => Number(grade) > lake.grades)) return;
  const { grades } = lake;
  const beyond = function* (places: Places, path: Path, what: string, grade: number | undefined): Generator<Diagnostic> {
    if (grade === undefined || grade <= grades) return;
    const help = `the lake has grades 1 to ${grades}; \`grades\` of the Lake may name more`;
    yield report("LG4001", { message: `${what} ${grade} is beyond the ${grades} grades of the lake`, range: places.at(path), help });
  };
  for (const classification of policies.classifications) {
    const { default: byDefault, rules } = classification.value;
    yield* beyond(classification, ["default"], "grade", byDefault);
    for (const [index, rule] of (rules ?? []).entries()) yield* beyond(classification, ["rules", index, "grade"], "grade", rule.grade);
  }
  for (const group of policies.groups) yield* beyond(group, ["clearance"], "clearance", group.value.clearance);
}
