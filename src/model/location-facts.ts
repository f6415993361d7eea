/** Where Lake Formation decides now: what is registered with it, and which tables are read without it. */

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

export interface LocationFacts {
  readonly registered: readonly Registration[];
  readonly open: readonly OpenTable[];
}
