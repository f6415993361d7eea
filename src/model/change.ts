/** A change: one resource, one action, what it does to access, and where in the policies it comes from. */

import type { Address } from "./address.ts";
import type { Range } from "./source.ts";

export type Action = "create" | "update" | "delete";

/**
 * What a change does to who can read. `widens` whenever anybody gains anything, even if others lose; `narrows` when
 * somebody loses and nobody gains.
 */
export type Impact = "widens" | "narrows" | "neutral";

/** Why a change is there; for people only, apply must not read it. */
export type Reason =
  | "declared" // the policies ask for it and it is not there
  | "value-differs" // it is there, with another value
  | "not-declared" // it is ours and the policies no longer ask for it
  | "default-access" // IAM_ALLOWED_PRINCIPALS on managed data
  | "foreign"; // not ours, and `foreignGrants: revoke`

export interface Change<Spec = unknown> {
  readonly address: Address;
  readonly kind: string;
  readonly action: Action;
  readonly reason: Reason;
  readonly impact: Impact;
  /** Normalised spec before; null for a create. */
  readonly before: Spec | null;
  /** Normalised spec after; null for a delete. */
  readonly after: Spec | null;
  readonly origins: readonly Range[];
  /** Changes of one step are applied together; a step starts when all changes of the steps before it are done. */
  readonly step: number;
}

/** What tells a change from all others of a plan: a resource may change in several steps, but in each only once. */
export function changeKey({ step, address }: Pick<Change, "step" | "address">): string {
  return `${step} ${address}`;
}

/** The symbol in front of a change: what Terraform users know. */
export const actionSymbols: Readonly<Record<Action, string>> = { create: "+", update: "~", delete: "-" };
