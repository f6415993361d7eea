/** The plan: what an apply will do, as a public file of format version 1. */

import type { Change } from "./change.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Finding } from "./finding.ts";
import type { BucketReads } from "./lost-reading.ts";
import type { OpenData } from "./open-data.ts";
import type { Outage } from "./outage.ts";
import type { LakeIdentity } from "./state.ts";
import type { BucketWrites } from "./write-simulation.ts";

export const planFormatVersion = 1;

export interface PlanSummary {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly widens: number;
  readonly narrows: number;
  readonly neutral: number;
  readonly findings: number;
}

export interface Plan {
  readonly formatVersion: typeof planFormatVersion;
  readonly tool: { readonly name: string; readonly version: string };
  readonly lake: LakeIdentity;
  /** Policy directories as given, relative to where plan ran; apply reads them again. */
  readonly policies: readonly string[];
  /** Digest of every policy document. */
  readonly policyDigest: string;
  /** Digest of the live value of every resource the plan touches. */
  readonly liveDigest: string;
  /** ISO 8601, UTC. For people; nothing is decided by it. */
  readonly createdAt: string;
  /** The day, in the lake's time zone, that time-bound policies were evaluated for. */
  readonly today: string;
  /** Present in what `drift` writes: it has a plan's shape and is none, for nobody reviewed it in order to apply it. */
  readonly report?: "drift";
  /** What carries a looser grade than the policies say, and who reads it: in a drift report; absent where there is none. */
  readonly openNow?: readonly OpenData[];
  /** In the order apply performs them. */
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  /** What becomes of writes to governed buckets; absent where nothing changes. For people; apply does not read it. */
  readonly writes?: readonly BucketWrites[];
  /** Who reads objects of governed buckets today and cannot afterwards; absent where nobody is. For people; apply does not read it. */
  readonly reads?: readonly BucketReads[];
  /** What somebody keeps, but misses for a moment of the apply; absent where nobody does. For people; apply does not read it. */
  readonly outages?: readonly Outage[];
  /** What does not exist, or whose key cannot be used, and was left out of the comparison; only drift goes on without it, and nothing is applied from it. */
  readonly leftOut?: readonly Diagnostic[];
  /** What would refuse an apply of these changes; only drift goes on with it. */
  readonly refusals?: readonly Diagnostic[];
  readonly summary: PlanSummary;
  /** Digest of all other members: shows that the file is the one that was written, not who wrote it. */
  readonly digest: string;
}
