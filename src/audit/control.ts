/** Controls: what is checked about an estate, and the one way in which an observation becomes a finding. */

import type { Address } from "../model/address.ts";
import type { Finding, FindingSeverity, FindingStatus } from "../model/finding.ts";
import type { DesiredState, LiveState } from "../model/state.ts";

/** What an account holds beside what its policies ask for. Controls look at what is left once the plan is applied. */
export interface Estate {
  readonly live: LiveState;
  readonly desired: DesiredState;
  /**
   * Addresses of live resources that the plan deletes: they are changes, not findings. Without it only what is ours by
   * content and default access that the policies take away counts as going; other grants are reported although they may go.
   */
  readonly removals?: ReadonlySet<Address>;
}

/** What a control saw, without what is the same for all its findings. */
export interface Observation {
  /** `failed` unless it says otherwise. */
  readonly status?: FindingStatus;
  /** That of the control unless it says otherwise. */
  readonly severity?: FindingSeverity;
  /** The address or name of what it is about; unique among the observations of one control. */
  readonly resource: string;
  readonly message: string;
  /** Plain JSON. */
  readonly evidence: Readonly<Record<string, unknown>>;
}

export interface Control {
  /** `LGF…`: stable, never used again, with a page in docs/findings. */
  readonly code: string;
  /** What is wrong where it finds something, without names; the heading of its page. */
  readonly title: string;
  readonly severity: FindingSeverity;
  /** Ids of framework requirements it bears on, such as `ISMS-P 2.6.4`. */
  readonly controls: readonly string[];
  /** Kinds, `catalog` or `roles`: where one of them could not be read, the control's answer is `unknown`. */
  readonly reads: readonly string[];
  /** Pure. In any order. INVARIANT: draws nothing from the absence of what could not be read. */
  readonly evaluate: (estate: Estate) => readonly Observation[];
}

export function findingOf(control: Control, { status = "failed", severity = control.severity, ...observation }: Observation): Finding {
  const { code, controls } = control;
  const { resource, message, evidence } = observation;
  return { code, severity, status, resource, message, evidence, controls };
}

/** Could something of this kind not be read? */
export function isUnread(estate: Estate, kind: string): boolean {
  return estate.live.unread.some((entry) => entry.kind === kind);
}
