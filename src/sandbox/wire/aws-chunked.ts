/** Bodies that come in signed chunks, as SDKs send streams. Source: S3 API Reference, sigv4-streaming. */

import { ServiceError } from "../service-error.ts";

/** Is the body in chunks? */
export function isChunked(headers: Readonly<Record<string, string>>): boolean {
  return headers["x-amz-content-sha256"]?.startsWith("STREAMING-") === true;
}

/**
 * The chunks put together. Signatures of chunks and the checksum that may follow them are not checked.
 * @throws ServiceError IncompleteBody
 */
export function joinChunks(body: Uint8Array): Uint8Array {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const chunks: Buffer[] = [];
  for (let from = 0; ;) {
    const end = buffer.indexOf("\r\n", from);
    const [, size] = /^([0-9a-fA-F]{1,8})(?:;[^\r\n]*)?$/.exec(end < 0 ? "" : buffer.subarray(from, end).toString("latin1")) ?? [];
    if (size === undefined) throw incomplete();
    const length = Number.parseInt(size, 16);
    if (length === 0) return new Uint8Array(Buffer.concat(chunks));
    const start = end + 2;
    if (buffer.subarray(start + length, start + length + 2).toString("latin1") !== "\r\n") throw incomplete();
    chunks.push(buffer.subarray(start, start + length));
    from = start + length + 2;
  }
}

function incomplete(): ServiceError {
  return new ServiceError("IncompleteBody", "The request body terminated unexpectedly");
}
