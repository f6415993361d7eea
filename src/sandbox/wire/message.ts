/** Requests and responses as the wire carries them, whichever way they came. */

export interface WireRequest {
  readonly method: string;
  /** As sent, percent-encoded. */
  readonly path: string;
  /** What stands after `?`, as sent; empty without one. */
  readonly query: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text of the protocol, or the bytes of an object. */
  readonly body: string | Uint8Array;
}

/** A request's body as text. */
export function bodyText({ body }: WireRequest): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}
