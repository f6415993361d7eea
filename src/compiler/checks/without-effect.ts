/** Fields of the language that this version reads and does not act on yet: silence would be taken for protection. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Resolved } from "../resolved.ts";

export function* checkWithoutEffect({ lake, policies }: Resolved): Iterable<Diagnostic> {
  if (lake?.document.value.identityCenter !== undefined) yield without("identityCenter", lake.document.keyAt(["identityCenter"]));
  for (const group of policies.groups) {
    if (group.value.guardrail !== undefined) yield without("guardrail", group.keyAt(["guardrail"]));
  }
}

function without(field: string, range: Diagnostic["range"]): Diagnostic {
  return report("LG4019", {
    message: `\`${field}\` has no effect in this version`,
    label: "read, but not acted on",
    help: "IAM policies and permission sets are not managed yet; close direct access to S3 and KMS by other means",
    range,
  });
}
