/** Names of keys: what means a key, and what only looks like it. */

import { expect, test } from "vitest";

import { isKey } from "../../src/model/key-name.ts";
import { keyFacts } from "../key-facts.ts";

const place = { account: "111122223333", region: "eu-west-1" };
const id = "mrk-0123456789abcdef0123456789abcdef";
const key = keyFacts({ arn: `arn:aws:kms:${place.region}:${place.account}:key/${id}`, aliases: ["alias/adw"], multiRegion: true });

test.each([
  [key.arn, true],
  [id, true],
  ["alias/adw", true],
  ["arn:aws:kms:eu-west-1:111122223333:alias/adw", true],
  ["arn:aws:kms:eu-west-2:111122223333:alias/adw", false],
  ["arn:aws:kms:eu-west-1:444455556666:alias/adw", false],
  [key.arn.replace("eu-west-1", "eu-west-2"), false],
  [`key/${id}`, false],
  ["adw", false],
  ["", false],
])("%s", (name, isThis) => {
  expect(isKey(name, key, place)).toBe(isThis);
});

test("an id means the key of the place where it is used", () => {
  for (const elsewhere of [
    { ...place, region: "eu-west-2" },
    { ...place, account: "444455556666" },
  ]) {
    expect([isKey(id, key, elsewhere), isKey(key.arn, key, elsewhere)]).toEqual([false, true]);
  }
});
