/** The body of an HTTP response that an SDK's middleware is looking at, before the SDK reads it. */

import { AwsError } from "../model/aws-error.ts";

/** Is this a response whose body can be read, and put back? */
export function hasBody(response: unknown): response is { body: unknown } {
  return typeof response === "object" && response !== null && "body" in response;
}

/** All bytes of a body. Whoever takes them puts them back: the deserializer takes bytes as well as the stream that was just used up. */
export async function collectBody(body: unknown, service: string, operation: string): Promise<Buffer> {
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (typeof body === "string") return Buffer.from(body, "utf8");
  if (!isStream(body)) throw new AwsError(service, operation, "UnreadableAnswer", "the answer has no body", "network");
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}
