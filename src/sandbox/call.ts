/** What an operation of the sandbox is given: the account it runs on, who calls, and the faults it has to show. */

import type { Account } from "./account.ts";
import type { Faults } from "./faults.ts";

/** Who calls. */
export interface Caller {
  /** As GetCallerIdentity gives it: a user ARN or `arn:aws:sts::…:assumed-role/<role>/<session>`. */
  readonly arn: string;
  /** The IAM role or user ARN: what Lake Formation compares with a grant's principal. */
  readonly principal: string;
  /** The account's administrator identity; it counts as data lake administrator. */
  readonly administrator: boolean;
}

/** One call. Operations run to their end without waiting, so one call never sees another half done. */
export interface Call {
  readonly account: Account;
  readonly caller: Caller;
  readonly faults: Faults;
  /** When the call was received. */
  readonly now: Date;
  /**
   * How many rows this page may have: what was requested, else the service's default, at most the service's maximum and
   * the page size the sandbox was told to keep.
   */
  readonly pageSize: (requested: number | undefined, serviceMaximum: number, serviceDefault?: number) => number;
}

/**
 * An AWS operation: the SDK's input shape in, already checked against the schema, the SDK's output shape out. Throws
 * ServiceError. Parameters are compared as a method's are, so that operations of many input shapes fit one table: the
 * wire reads each input by the schema of the very operation it calls.
 */
type Operation<Input extends object = object, Output extends object = object> = {
  run(call: Call, input: Input): Output;
}["run"];

/** The operations of one service by AWS's own names. */
export type Operations = Readonly<Record<string, Operation>>;
