/** What the policies mean a write to come to. */

import { keepsOffObjects } from "../model/governed-bucket.ts";
import type { GovernedBucket } from "../model/governed-bucket.ts";
import type { WriteChange, WriterRelation } from "../model/write-simulation.ts";
import type { WriteShape } from "./write-shapes.ts";

/** `open` where the policies promise nothing: to emergencies, to operators, and to other names of the key than its ARN. */
export function expectedOf(
  bucket: Pick<GovernedBucket, "writers" | "directAccess" | "staged">,
  relation: WriterRelation,
  { intent }: Pick<WriteShape, "intent">,
): WriteChange["expected"] {
  if (relation === "break-glass") return "open";
  if (intent === "wrong") return "denied";
  if (intent === "default" && bucket.writers === "header-required") return "denied";
  switch (relation) {
    case "registration role":
    case "direct access":
      return intent === "key-name" ? "open" : "allowed";
    case "operator":
    case "AWS service":
      return "open";
    default:
      return keepsOffObjects(bucket) ? "denied" : "open";
  }
}
