/** Checks that the grades a lake names are 1 to N without gaps. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Resolved } from "../resolved.ts";

export function* checkGradeNames({ lake }: Resolved): Generator<Diagnostic> {
  const grades = Object.keys(lake?.document.value.grades ?? {}).map(Number);
  for (const grade of grades) {
    if (grade <= grades.length) continue;
    const missing = grades.map((_, index) => index + 1).find((number) => !grades.includes(number));
    yield report("LG4002", {
      message: `grade ${grade} is named, but grade ${missing ?? 1} is not`,
      help: "name the grades 1, 2, 3, … without gaps; 1 is the most sensitive",
      range: lake?.document.keyAt(["grades", String(grade)]),
    });
  }
}
