/** Checks that a group's LF-Tag expression fits into a grant. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { TagExpression } from "../../model/tag-expression.ts";
import { expressionOf } from "../reach.ts";
import type { Resolved } from "../resolved.ts";

/** Bytes of an expression written into a grant. Source: Lake Formation Developer Guide, lf-tag-considerations. */
const expressionLimit = 900;

export function* checkExpressionSize({ lake, groups }: Resolved): Generator<Diagnostic> {
  if (lake === undefined) return;
  for (const group of groups) {
    const size = expressionBytes(expressionOf(group, lake));
    if (size <= expressionLimit) continue;
    yield report("LG4014", {
      message: `the LF-Tag expression of group \`${group.name}\` has ${size} bytes, and Lake Formation takes ${expressionLimit}`,
      help: "split the group by `domains`, or use fewer or shorter domains",
      range: group.document.keyAt(["domains"]),
    });
  }
}

/** Size in the API's own JSON: which form Lake Formation counts is not documented, and this is the longest. */
function expressionBytes(expression: TagExpression): number {
  return Buffer.byteLength(JSON.stringify(expression.map(({ key, values }) => ({ TagKey: key, TagValues: values }))), "utf8");
}
