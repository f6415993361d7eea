/** Two lakes in one bucket and its key: while both ask for it neither changes it alone, and a refusal says how they do (LG5043, LG5041). */

import { describe, expect, test } from "vitest";

import { specsOf } from "../../src/kinds/specs.ts";
import { seedAlias, seedKey, seedRole } from "../../src/sandbox/seed.ts";
import { converge, pending, prepare } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";
import { allow, both, first, lakeOf, losses, openTwoLakes, refusals } from "../two-lakes.ts";
import type { Duties } from "../two-lakes.ts";

interface Keys extends GovernedLake {
  readonly old: string;
}

/** Both lakes govern the bucket, and there is another key. */
async function open(duties: Duties = both): Promise<Keys> {
  const lake = await openTwoLakes();
  seedAlias(lake.sandbox, "alias/next", seedKey(lake.sandbox));
  seedRole(lake.sandbox, "Reg");
  await allow(lake, "Reg", { Effect: "Allow", Action: "*", Resource: "*" });
  await converge(lake, lakeOf(lake, "bdw", duties));
  const { live } = await converge(lake, lakeOf(lake, "adw", duties));
  const [old = ""] = specsOf(live.resources, "s3-bucket-encryption").flatMap(([, { key }]) => key ?? []);
  return { ...lake, old };
}

const next: Duties = { ...both, key: "alias/next" };

/** The way out, in its order. */
const wayOut = (old: string) =>
  new RegExp(
    `name \`${old}\`.*have one lake take the Bucket out.*then name the new key in the other one, with \`formerKeys: \\["${old}"\\]\`.*then put the Bucket back`,
  );

describe("a key that two lakes ask for", () => {
  test("is not changed by one of them alone, and the refusal says what to do in order", async () => {
    const lake = await open();
    const found = await refusals(lake, lakeOf(lake, "adw", next));
    expect(found).toMatchObject([{ code: "LG5043", help: expect.stringMatching(wayOut(lake.old)) }]);
    expect(losses(found)).toMatchObject({ etl1: "s3:PutObject", etl2: "s3:PutObject" });
    // All of them are named already, so naming them is no way out.
    expect(found[0]?.help).not.toContain("Lake.operators");
  });

  test("is changed by both, one after the other, as the refusal says", async () => {
    const lake = await open();
    const former = { ...next, bucket: `${both.bucket}\nformerKeys: ["${lake.old}"]` };
    await converge(lake, lakeOf(lake, "bdw", { ...both, governs: false }));
    await converge(lake, lakeOf(lake, "adw", former));
    await converge(lake, lakeOf(lake, "bdw", former));
    expect(await pending(lake, lakeOf(lake, "adw", former))).toEqual([]);
  });

  test("is told of beside those whom this lake does not name", async () => {
    const lake = await openTwoLakes();
    seedAlias(lake.sandbox, "alias/next", seedKey(lake.sandbox));
    await converge(lake, lakeOf(lake, "bdw", both));
    const [refusal] = await refusals(lake, lakeOf(lake, "adw", { ...first, key: "alias/next" }));
    expect(refusal?.help).toContain("the lakes ask for different keys");
    expect(refusal?.help).toContain("Lake.operators");
  });

  test("stops registration roles where it differs, and what to do is the same", async () => {
    const open1 = { ...both, bucket: "", more: '\nlocations: [{path: "s3://adw-claims/w", role: Reg}]' };
    const lake = await open(open1);
    const { refusals: found } = await prepare(lake, lakeOf(lake, "adw", { ...open1, key: "alias/next" }));
    expect(found).toMatchObject([{ code: "LG5041", help: expect.stringMatching(wayOut(lake.old)) }]);
  });
});
