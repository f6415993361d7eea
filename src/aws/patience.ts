/** How long an endpoint is waited for, and how often it is asked: none may keep a command waiting for ever. */

import type { LakeFormationClientConfig } from "@aws-sdk/client-lakeformation";

/** Times in milliseconds; what is longer counts as a network error, which the SDK tries again as often as `attempts` says. */
export interface Patience {
  /** Until there is a connection. */
  readonly connect: number;
  /** Until an answer begins; and the longest silence within one. */
  readonly answer: number;
  readonly attempts: number;
}

/** For services that may take their time over a large catalog: at worst eight minutes and the pauses between. */
export const ordinary: Patience = { connect: 5_000, answer: 60_000, attempts: 8 };

/** For STS, which answers at once and is the first call of every command: at worst half a minute. */
export const quick: Patience = { connect: 5_000, answer: 10_000, attempts: 3 };

/** What a client takes for a handler: one made by the caller, or options for its own. */
export type RequestHandler = NonNullable<LakeFormationClientConfig["requestHandler"]>;

/** The SDK's own handler, with an end to its waiting; by itself it has none. */
export function handlerOf({ connect, answer }: Patience): RequestHandler {
  return {
    connectionTimeout: connect,
    requestTimeout: answer,
    // Without this the handler warns and goes on waiting.
    throwOnRequestTimeout: true,
    // `requestTimeout` ends with the first line of an answer: this is for one that stops in the middle.
    socketTimeout: answer,
  };
}
