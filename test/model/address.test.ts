/** Addresses as people read them. */

import { expect, test } from "vitest";

import { addressOf, readableAddress } from "../../src/model/address.ts";

test("slashes, blanks and percent signs are shown as they are, what cannot be printed stays escaped", () => {
  const address = addressOf("lf-grant", "arn:aws:iam::111122223333:role/a b%2F", "\u202e\n");
  expect(readableAddress(address)).toBe("lf-grant/arn:aws:iam::111122223333:role/a b%2F/%E2%80%AE%0A");
  expect(readableAddress("lf-grant/%zz%2F%")).toBe("lf-grant/%zz/%");
});
