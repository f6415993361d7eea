/** Checks that a lake with buckets says whom no deny may lock out, and that IAM would know them. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { isIamPrincipal } from "../principal-patterns.ts";
import type { Resolved } from "../resolved.ts";

const required = [
  ["operators", "operators", "the roles that run this tool: they keep access to what they govern"],
  ["breakGlass", "break-glass principals", "a principal for emergencies that no deny may hit"],
] as const;

export function* checkBucketDuties({ lake, buckets, dutyHolders }: Resolved): Generator<Diagnostic> {
  const [bucket] = buckets;
  if (lake === undefined || bucket === undefined) return;
  for (const [member, plural, who] of required) {
    if ((lake.document.value[member] ?? []).length > 0) continue;
    yield report("LG4021", {
      message: `there are buckets, and the \`Lake\` names no ${plural}`,
      help: `add \`${member}\` to the \`Lake\`: ${who}`,
      range: lake.document.at([member]),
      related: [{ message: "a bucket", range: bucket.document.at(["name"]) }],
    });
  }
  for (const { duty, id, range } of dutyHolders) {
    if ((duty !== "operator" && duty !== "break-glass") || isIamPrincipal(id)) continue;
    const help = "a bucket can spare roles, users and the root of an account, not who stands behind them: name the role";
    yield report("LG4028", { message: `\`${id}\` is no IAM user or role`, help, range });
  }
}
