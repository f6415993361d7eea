/** What the state of a key means for the objects under it, and what to do about it: for messages. */

import type { KeyFacts } from "../../model/account-facts.ts";

/** `is not enabled, its state is Disabled`; for a key that is about to go, when. */
export function stateWords({ state, deletionDate }: Pick<KeyFacts, "state" | "deletionDate">): string {
  const when = state === "PendingDeletion" && deletionDate !== undefined ? `; it is deleted on ${deletionDate.slice(0, 10)}` : "";
  return `is not enabled, its state is ${state}${when}`;
}

const remedies: Readonly<Record<string, string>> = {
  Disabled: "enable it: `aws kms enable-key`",
  PendingDeletion:
    "cancel its deletion, then enable it: `aws kms cancel-key-deletion`, `aws kms enable-key`; what is encrypted with it is lost otherwise",
  PendingImport: "import its key material",
};

/** Undefined where the state passes by itself, or nobody here knows what it needs. */
export function remedyOf({ state }: Pick<KeyFacts, "state">): string | undefined {
  return Object.hasOwn(remedies, state) ? remedies[state] : undefined;
}
