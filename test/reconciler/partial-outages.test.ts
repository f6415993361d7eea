/** Outages of a moment of an apply that makes only some of the changes: a fresh plan may hold more than was reviewed. */

import { expect, test } from "vitest";

import type { PolicySet } from "../../src/compiler/policy.ts";
import { account, converge, openLake, prepare, region } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";

const database = (name: string) => ({ name, tables: [{ name: "a", columns: [{ name: "id", type: "string" }] }] });
const placed = (one: string, two: string): PolicySet =>
  policies(
    `apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "${account}"\nregion: ${region}\nnewColumns: inherit`,
    `kind: Classification\ndatabase: one\ndomain: ${one}\ndefault: 3`,
    `kind: Classification\ndatabase: two\ndomain: ${two}\ndefault: 3`,
    `kind: Group\nname: reader\nclearance: 3\ndomains: [${one}]\nprincipals: [{role: reader}]`,
  );

test("are those of these changes alone", async () => {
  const lake = openLake({ catalog: { databases: ["one", "two"].map(database) }, roles: ["reader"] });
  await converge(lake, placed("claims", "hr"));
  const { changes, outages, outagesOf } = await prepare(lake, placed("hr", "claims"));
  expect(outages.map((outage) => outage.database)).toEqual(["one", "one"]);
  expect(outagesOf(changes)).toEqual(outages);

  // Who keeps the old grants misses the database later: from when its tag goes, and not from when the grants go.
  const kept = changes.filter(({ kind, action }) => kind !== "lf-grant" || action === "create");
  expect(outages.map(({ from, until }) => [from, until])).toEqual([
    [40, 80],
    [40, 80],
  ]);
  expect(outagesOf(kept)).toEqual(outages.map((outage) => ({ ...outage, from: 65 })));
  // Where the tags stay, the grants show another database at the end, and nobody keeps anything.
  expect(outagesOf(changes.filter(({ kind }) => kind === "lf-grant"))).toEqual([]);
  // Without the other database the first one still has to wait for its new grants.
  expect(outagesOf(changes.filter(({ address }) => !address.endsWith("/two")))).toEqual(outages);
  expect(outagesOf([])).toEqual([]);
});
