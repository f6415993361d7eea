/** Databases no policy manages whose data carries the grade tag: the groups' grants reach it, and nobody classified it. */

import { eachSpec, specsOf } from "../../kinds/specs.ts";
import { matches } from "../../model/tag-expression.ts";
import { shortPrincipal } from "../../model/principal.ts";
import { expressionOf } from "../../model/securable.ts";
import type { Control, Estate, Observation } from "../control.ts";
import { counted, sampleOf } from "../sample.ts";

export const unmanagedGraded: Control = {
  code: "LGF504",
  title: "unmanaged data that carries the grade tag",
  severity: "high",
  controls: ["ISMS-P 1.2.1", "ISMS-P 2.5.6"],
  reads: ["catalog", "lf-tag-assignment", "lf-grant"],
  evaluate: (estate) => [...gradesByDatabase(estate)].flatMap(([database, grades]) => observe(estate, database, grades)),
};

/** The grades that unmanaged databases, their tables or columns carry. */
function gradesByDatabase({ live, desired: { scope } }: Estate): ReadonlyMap<string, ReadonlySet<string>> {
  const grades = new Map<string, Set<string>>();
  eachSpec(live.resources, "lf-tag-assignment", ({ key, value, database }) => {
    if (key !== scope.gradeTag || Object.hasOwn(scope.managed, database)) return;
    grades.set(database, (grades.get(database) ?? new Set()).add(value));
  });
  return new Map([...grades].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function observe({ desired }: Estate, database: string, grades: ReadonlySet<string>): readonly Observation[] {
  const { gradeTag } = desired.scope;
  // A grant may ask for a domain too, which this database may carry: such a grant counts, because nobody looked.
  const readers = specsOf(desired.resources, "lf-grant").flatMap(([, { principal, securable, permissions }]) => {
    const ofGrade = (expressionOf(securable) ?? []).filter(({ key }) => key === gradeTag);
    const reaches = [...grades].some((grade) => matches(ofGrade, { [gradeTag]: grade }));
    return permissions.includes("SELECT") && reaches ? [shortPrincipal(principal)] : [];
  });
  const { count, examples } = sampleOf(new Set(readers));
  const message = `${database} is managed by no Classification, but data in it carries ${gradeTag} ${[...grades].toSorted().join(", ")}: grants of the policies to ${counted(count, "principal")} may reach it`;
  return [
    { resource: `database/${database}`, message, evidence: { database, grades: [...grades].toSorted(), principals: count, examples } },
  ];
}
