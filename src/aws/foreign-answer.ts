/** Telling answers of AWS from those of somebody else: a proxy, a login page, another server behind `AWS_ENDPOINT_URL`. */

import { AwsError } from "../model/aws-error.ts";

/** What the SDK appends to an error about a body that it could not read. */
const unreadable = /Deserialization error: to see the raw response/;
/** Names and texts the SDK makes up where an answer holds no code of AWS. */
const noCode: ReadonlySet<string> = new Set(["Unknown", "UnknownError"]);
/** Operations whose answer says something. */
const reads = /^(Get|List|Search|Describe)/;

/** An error that the SDK made of an answer without any code of AWS; `status` is that of the answer, undefined where there was none. */
export function isForeignFailure(name: string, text: string, status: number | undefined): boolean {
  if (name === "SyntaxError" || unreadable.test(text)) return true;
  // A rate may be limited on the way, and that is what its status says.
  return status !== undefined && status !== 429 && (noCode.has(name) || (name === "NotFound" && noCode.has(text)));
}

/**
 * Throws where an answer to a reading operation holds no member and no id of a request: what the SDK makes of an empty answer or a
 * page of HTML that is well-formed XML. Taken for an answer of AWS it would be an empty list.
 */
export function requireOwnAnswer(service: string, operation: string, answer: unknown): void {
  if (!reads.test(operation) || !isRecord(answer)) return;
  const { $metadata: metadata, ...members } = answer;
  if (!isRecord(metadata) || metadata["requestId"] !== undefined || Object.values(members).some((member) => member !== undefined)) return;
  const status = metadata["httpStatusCode"];
  throw foreignAnswer(service, operation, typeof status === "number" ? status : undefined);
}

export function foreignAnswer(service: string, operation: string, status: number | undefined): AwsError {
  const message = `the answer is not one of AWS${status === undefined ? "" : ` (HTTP ${status})`}`;
  return new AwsError(service, operation, "UnreadableAnswer", message, "network");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
