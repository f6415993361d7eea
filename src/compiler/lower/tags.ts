/** Lowers the Lake's grades and everybody's domains to LF-Tag values. */

import * as lfTag from "../../kinds/lf-tag/spec.ts";
import type { Lowerable } from "../resolved.ts";
import { entryOf } from "./entry.ts";
import type { Entry } from "../../model/resources.ts";

const kind = { name: "lf-tag", ...lfTag };

export function* lowerTags({ lake, policies, groups }: Lowerable): Generator<Entry> {
  const { gradeTag, domainTag, grades, document } = lake;
  for (let grade = 1; grade <= grades; grade += 1) {
    yield entryOf(kind, { key: gradeTag, value: String(grade) }, [document.at(["grades", String(grade)])]);
  }
  for (const classification of policies.classifications) {
    const { domain } = classification.value;
    if (domain !== undefined) yield entryOf(kind, { key: domainTag, value: domain }, [classification.at(["domain"])]);
  }
  for (const group of groups) {
    for (const [index, value] of (group.document.value.domains ?? []).entries()) {
      yield entryOf(kind, { key: domainTag, value }, [group.document.at(["domains", index])]);
    }
  }
}
