/** Where Lake Formation decides now: what is registered with it, which tables are read without it, and which buckets are closed to other ways. */

import type { Principal } from "./principal.ts";

/** A registered location. */
export interface Registration {
  /** `arn:aws:s3:::bucket/prefix`, without a trailing slash. */
  readonly arn: string;
  /** What Lake Formation vends acts as this role. */
  readonly role: Principal;
  /** True: who is not opted in reads with rights of their own. */
  readonly hybrid: boolean;
}

/** A table that IAM_ALLOWED_PRINCIPALS holds. */
export interface OpenTable {
  readonly database: string;
  readonly table: string;
  /** Where its data is in S3. */
  readonly arn: string;
}

/** A bucket off whose objects statements of a lake keep people: in its own policy, or in a guardrail. */
export interface ClosedBucket {
  readonly bucket: string;
  /** Beginning of the Sids of the lake. */
  readonly prefix: string;
}

export interface LocationFacts {
  readonly registered: readonly Registration[];
  readonly open: readonly OpenTable[];
  readonly closed: readonly ClosedBucket[];
}
