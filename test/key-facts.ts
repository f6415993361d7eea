/** What is read of keys, for facts made by hand. */

import type { KeyFacts } from "../src/model/account-facts.ts";

/** What a test says of a key. */
export type GivenKey = Pick<KeyFacts, "arn"> & Partial<KeyFacts>;

/** A key as KMS makes it, without an alias, but for what is given. */
export function keyFacts(given: GivenKey): KeyFacts {
  return {
    aliases: [],
    state: "Enabled",
    manager: "CUSTOMER",
    usage: "ENCRYPT_DECRYPT",
    spec: "SYMMETRIC_DEFAULT",
    origin: "AWS_KMS",
    multiRegion: false,
    ...given,
  };
}
