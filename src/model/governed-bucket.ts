/** A bucket as the policies govern it: what compiling decided, for whoever simulates, guards or reports. */

import type { Principal } from "./principal.ts";
import type { Range } from "./source.ts";

export interface GovernedBucket {
  readonly name: string;
  /** ARN of the key, or the alias while no account is known. */
  readonly key: string;
  /** ARNs of keys that older objects may be under; absent: none. */
  readonly formerKeys?: readonly string[];
  /** May a writer leave the encryption header out? */
  readonly writers: "header-optional" | "header-required";
  readonly protectConfiguration: boolean;
  /** Who may touch objects directly; absent: nobody is kept out. */
  readonly directAccess?: readonly Principal[];
  /**
   * `database.table` in it that no registered location serves after the plan, so that people read them with rights of their own. Present where
   * there are any: nobody is kept off the objects then, whatever `directAccess` says.
   */
  readonly staged?: readonly string[];
  /** The same of a bucket that was closed before the plan and stays closed: who has no direct access reads none of them. */
  readonly cutOff?: readonly string[];
  /** Registration roles of locations in the bucket, also of those that the policies do not name. */
  readonly registrationRoles: readonly Principal[];
  readonly operators: readonly Principal[];
  readonly breakGlass: readonly Principal[];
  /** It, or a key of it that can be used, is not there: nothing of it is compared. Only for looking at an account; nothing is applied then. */
  readonly leftOut?: true;
  readonly origin: Range;
}

/** Does the bucket's policy keep everybody off the objects who is not spared? */
export function keepsOffObjects({ directAccess, staged }: Pick<GovernedBucket, "directAccess" | "staged">): boolean {
  return directAccess !== undefined && staged === undefined;
}
