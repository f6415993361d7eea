/** Names of what a lake owns in documents of others: two lakes never have the same. */

import { expect, test } from "vitest";

import { isOurSid, prefixOfSid, sidPrefix } from "../../src/model/ours.ts";

test("a plain name is its own prefix; one that could be confused carries a digest", () => {
  expect(sidPrefix("adw")).toBe("Lakegradeadw");
  for (const name of ["Adw", "a-dw"]) expect(sidPrefix(name)).toMatch(/^Lakegradeadw[0-9a-f]{6}$/);
});

test("a lake whose name is another's with the digest does not get that one's prefix", () => {
  const prefixes = ["Adw", "ADW", "a-dw", "ad-w"].map(sidPrefix);
  const imitating = prefixes.map((prefix) => sidPrefix(prefix.slice("Lakegrade".length)));
  expect(new Set([...prefixes, ...imitating]).size).toBe(8);
  for (const prefix of imitating) {
    const sid = `${prefix}DenyObjects`;
    expect([prefixOfSid(sid), prefixes.some((other) => isOurSid(sid, other))]).toEqual([prefix, false]);
  }
});
