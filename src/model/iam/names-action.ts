/** Does a statement speak of an action? What else it says, of resources and conditions, is not looked at. */

import { compilePattern, matchesPattern } from "./pattern.ts";
import type { NameElement } from "./policy-document.ts";

/** Actions are the same in any case. Source: IAM User Guide, reference_policies_elements_action. */
export function namesAction({ names, negated }: NameElement, action: string): boolean {
  const text = action.toLowerCase();
  const isNamed = names.some((name) => matchesPattern(compilePattern([{ text: name.toLowerCase(), literal: false }]), text));
  return isNamed !== negated;
}
