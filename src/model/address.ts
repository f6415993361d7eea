/** Addresses: the stable text by which a resource is known in states, plans, ledgers and on screen. */

/** `<kind>/<segment>/…`; segments are escaped so that an address is one line, without spaces, and splits at `/`. */
export type Address = string;

/** Characters that would make an address ambiguous or unprintable: `%`, `/`, white space, controls, bidi and format characters. */
const unsafe = /[%/\s\p{C}]/gu;

/** Most names: told apart first, because the pattern above is slow and half a million columns have addresses. */
const plain = /^[\w.-]*$/;

/** One segment of an address. Letters of any script stay readable; `unsafe` characters become %XX of their UTF-8 bytes. */
export function segment(text: string): string {
  if (plain.test(text)) return text;
  return text.replace(unsafe, (character) =>
    Array.from(Buffer.from(character, "utf8"), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
  );
}

/** An address as people read it: an ARN with its slashes. What cannot be printed stays escaped, and nothing is found by it. */
export function readableAddress(address: Address): string {
  return address.replace(/%(?:2F|20|25)/g, decodeURIComponent);
}

/** The address of a kind's resource from its identifying parts. */
export function addressOf(kind: string, ...parts: readonly string[]): Address {
  return [kind, ...parts.map(segment)].join("/");
}
