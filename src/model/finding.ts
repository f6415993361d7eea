/** A finding: something to know about the estate; problems of policies are diagnostics. */

export type FindingSeverity = "critical" | "high" | "medium" | "low" | "informational";

/** `unknown` when what decides it could not be read: never to be taken for a pass. */
export type FindingStatus = "failed" | "unknown";

export interface Finding {
  /** `LGF…`: stable, with a page in docs/findings. */
  readonly code: string;
  readonly severity: FindingSeverity;
  readonly status: FindingStatus;
  /** The address or name of what it is about. */
  readonly resource: string;
  readonly message: string;
  /** What was seen, as plain JSON. */
  readonly evidence: Readonly<Record<string, unknown>>;
  /** Ids of framework requirements it bears on. */
  readonly controls: readonly string[];
}
