/** In words, what a bucket loses with our statements in its policy: that it is governed at all, or that its objects are closed. */

import { isChangeOf } from "../../kinds/specs.ts";
import type { Change } from "../../model/change.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import type { Messages } from "../messages/en.ts";

/** Empty where it loses neither. Every governed bucket has statements of ours: without any it is governed no more. */
export function openedText(change: Change, { noLongerGoverned, noLongerClosed }: Messages): readonly string[] {
  if (!isChangeOf(change, "s3-bucket-policy") || change.before === null) return [];
  const { before, after } = change;
  if (after === null) return [noLongerGoverned];
  return isClosed(before.statements) && !isClosed(after.statements) ? [noLongerClosed] : [];
}

/** Is there the Deny that `directAccess` asks for? */
function isClosed(statements: readonly PolicyStatement[]): boolean {
  return statements.some(({ sid = "" }) => sid.endsWith("DenyDirectAccess"));
}
