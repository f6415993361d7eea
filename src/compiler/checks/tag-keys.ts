/** Checks that grade and domain are not carried by one LF-Tag key, of which a resource holds only one value. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Resolved } from "../resolved.ts";

export function* checkTagKeys({ lake }: Resolved): Generator<Diagnostic> {
  if (lake === undefined || lake.gradeTag !== lake.domainTag) return;
  const { document, gradeTag } = lake;
  const written = document.value.domainTag === undefined ? "tag" : "domainTag";
  yield report("LG4004", {
    message: `\`tag\` and \`domainTag\` are both the LF-Tag key \`${gradeTag}\``,
    help: "give each a key of its own; Lake Formation does not tell upper from lower case",
    range: document.at([written]),
  });
}
