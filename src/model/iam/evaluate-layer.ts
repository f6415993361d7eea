/** All policies of one layer against a request: the statements that allow it and those that deny it. */

import { matchStatement } from "./match-statement.ts";
import type { StatementScope } from "./match-statement.ts";
import type { Naming } from "./match-principal.ts";
import type { PolicyDocument } from "./policy-document.ts";

/** A kind of policy, by what it is attached to. */
export type PolicyLayer = "identity" | "boundary" | "session" | "resource" | "scp" | "rcp";

/** A statement by its place: `policy` counts within the layer (levels one after the other), `statement` within the policy, from 0. */
export interface StatementPlace {
  readonly layer: PolicyLayer;
  readonly policy: number;
  readonly statement: number;
  readonly sid?: string;
}

/** Something of a statement that was not understood, and therefore counted against the request. */
export interface NotUnderstood {
  readonly statement: StatementPlace;
  /** The operator, element or variable, as written. */
  readonly what: string;
}

export interface LayerMatch {
  readonly allows: readonly { readonly statement: StatementPlace; readonly naming: Naming }[];
  readonly denies: readonly StatementPlace[];
  readonly unknown: readonly NotUnderstood[];
}

export const emptyLayer: LayerMatch = { allows: [], denies: [], unknown: [] };

/** INVARIANT: a statement that is not wholly understood never allows and always denies. `offset` is the place of the first policy. */
export function evaluateLayer(layer: PolicyLayer, policies: readonly PolicyDocument[], scope: StatementScope, offset = 0): LayerMatch {
  const allows: LayerMatch["allows"][number][] = [];
  const denies: StatementPlace[] = [];
  const unknown: NotUnderstood[] = [];
  for (const [policy, document] of policies.entries()) {
    for (const [index, statement] of document.statements.entries()) {
      const match = matchStatement(statement, document.version, scope);
      if (match.applies === false) continue;
      const place: StatementPlace = {
        layer,
        policy: offset + policy,
        statement: index,
        ...(statement.sid === undefined ? {} : { sid: statement.sid }),
      };
      for (const what of match.unknown) unknown.push({ statement: place, what });
      if (statement.effect === "Deny") denies.push(place);
      else if (match.applies === true) allows.push({ statement: place, naming: match.naming });
    }
  }
  return { allows, denies, unknown };
}
