/** Guardrails that are not managed: policies that close the ways around Lake Formation, for their owners to write. */

import type { PolicyStatement } from "./iam/policy-document.ts";
import type { Principal } from "./principal.ts";
import type { Range } from "./source.ts";

export interface UnmanagedGuardrail {
  readonly principal: Principal;
  /** `emit`: a file for whoever owns the principal's policies; `report`: only told. */
  readonly mode: "emit" | "report";
  readonly statements: readonly PolicyStatement[];
  readonly origins: readonly Range[];
}
