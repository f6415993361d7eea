/** Asking AWS for one thing of many: what it refuses is an answer with a reason, what is broken ends the reading. */

import { isAwsError } from "../../model/aws-error.ts";
import type { AwsError } from "../../model/aws-error.ts";
import type { Unread } from "../../model/state.ts";
import type { Wanted } from "../../model/wanted.ts";

/** What was read, or why it was not. */
export type Answer<Value> = { readonly value: Value } | { readonly error: AwsError };

/** Throws what says nothing about the thing itself: AWS not reached, credentials, too many calls, a failure of AWS. */
export async function ask<Value>(read: () => Promise<Value>): Promise<Answer<Value>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!isAwsError(error) || (error.category !== "denied" && error.category !== "missing" && error.category !== "invalid")) throw error;
    return { error };
  }
}

/** As a reason of something unread: operation and AWS's own words. */
export function reasonOf({ service, operation, code, message }: AwsError): string {
  return `${service} ${operation}: ${code}: ${message}`;
}

/** Names of a list that are shown. */
const namesShown = 5;

export interface NamedFailure {
  readonly name: string;
  readonly reason: string;
}

/** Many things that could not be read, as one entry that stops a plan; undefined for none. */
export function unreadTogether(kind: string, what: string, failures: readonly NamedFailure[]): Unread | undefined {
  const [first] = failures;
  if (first === undefined) return undefined;
  const names = [...new Set(failures.map(({ name }) => name))];
  const shown = names.slice(0, namesShown).join(", ");
  const more = names.length > namesShown ? ` and ${names.length - namesShown} more` : "";
  return { kind, what: `${names.length} ${what}${names.length === 1 ? "" : "s"}: ${shown}${more}`, reason: first.reason };
}

/** The same for things that nobody asked for by name: it stops no plan. */
export function isolatedUnread(kind: string, what: string, failures: readonly NamedFailure[]): readonly Unread[] {
  const entry = unreadTogether(kind, what, failures);
  return entry === undefined ? [] : [{ ...entry, isolated: true }];
}

/**
 * For what no resource's policy keeps from the reader, only the reader's own: a plan that needs it stops without it. A snapshot, `wanted`
 * undefined, tells of it.
 */
export function unreadWhole(entry: Unread, wanted: Wanted | undefined): Unread {
  return wanted === undefined ? { ...entry, isolated: true } : entry;
}
