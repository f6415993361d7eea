/** Checks that groups are limited to domains that some Classification has. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { didYouMean } from "../../model/suggestion.ts";
import { mayName } from "../broken-documents.ts";
import type { Resolved } from "../resolved.ts";

export function* checkDomains({ policies }: Resolved): Generator<Diagnostic> {
  const known = new Set(policies.classifications.flatMap(({ value: { domain } }) => (domain === undefined ? [] : [domain.toLowerCase()])));
  const named = new Set([...known, ...policies.broken.domains.known]);
  for (const group of policies.groups) {
    for (const [index, domain] of (group.value.domains ?? []).entries()) {
      if (known.has(domain.toLowerCase()) || mayName(policies.broken.domains, domain.toLowerCase())) continue;
      const help = didYouMean(domain, [...named], "give a classification this `domain`") ?? "";
      yield report("LG3008", { message: `no classification has the domain \`${domain}\``, range: group.at(["domains", index]), help });
    }
  }
}
