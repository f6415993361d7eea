/** Applies that stop anywhere: what came along with a grant of ours goes with it, however often somebody has to plan anew. */

import { expect, test } from "vitest";

import type { PolicySet } from "../../src/compiler/policy.ts";
import { applyChanges } from "../../src/reconciler/apply.ts";
import type { ChangeResult } from "../../src/reconciler/apply.ts";
import { account, converge, grantsIn, noPause, openLake, pending, prepare, readAs, region, roleArn } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";

const columns = ["id", "x"].map((name) => ({ name, type: "string" }));
const catalog = {
  databases: [
    { name: "claims", location: "s3://adw/claims", tables: [{ name: "a", columns }] },
    { name: "default", tables: [] },
  ],
};
const lake = `apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "${account}"\nregion: ${region}\nlocations: [{path: "s3://adw", role: LakeRegistration}]`;
const claims = "kind: Classification\ndatabase: claims\ndomain: claims\ndefault: 3";
const group = (access: string): string =>
  `kind: Group\nname: owners\nclearance: 1\naccess: ${access}\ndomains: [claims]\nprincipals: [{role: owner}]`;
const owning = policies(lake, claims, group("own"));

/** What the owner holds that readers do not: kinds of securables, and whether tables may be created. */
async function held({ ports }: GovernedLake): Promise<readonly string[]> {
  const grants = grantsIn(await readAs(ports, owning)).filter(({ principal }) => principal === roleArn("owner"));
  return grants.flatMap(({ securable, permissions }) => permissions.map((permission) => `${permission} ${securable.type}`)).toSorted();
}

async function owned(): Promise<GovernedLake> {
  const opened = openLake({ catalog, roles: ["owner", "LakeRegistration"] });
  await converge(opened, owning);
  return opened;
}

test.each([
  [
    "an owner who becomes a reader",
    policies(lake, claims, group("read")),
    ["DESCRIBE database", "DESCRIBE lf-tag-policy", "DESCRIBE lf-tag-policy", "SELECT lf-tag-policy"],
  ],
  ["a group that is removed", policies(lake, claims), []],
] as const)("%s loses everything that came along, wherever the apply stops", async (_name, set, left) => {
  const before = await held(await owned());
  expect(before).toEqual(expect.arrayContaining(["CREATE_TABLE lf-tag-policy", "DATA_LOCATION_ACCESS data-location"]));
  let stopped = 0;
  for (let calls = 0, complete = false; !complete; calls += 1) {
    const opened = await owned();
    const { changes } = await prepare(opened, set);
    opened.sandbox.setFaults({ stopAfter: calls });
    const results = await applyChanges(changes, { ports: opened.ports, account, pause: noPause });
    opened.sandbox.setFaults({ stopAfter: undefined });
    complete = results.every(({ status }) => status === "done");
    if (!complete) stopped += 1;
    await converge(opened, set);
    expect([calls, await held(opened)]).toEqual([calls, left]);
    expect(await pending(opened, set)).toEqual([]);
  }
  expect(stopped).toBeGreaterThan(1);
});

const many = {
  databases: [{ name: "claims", location: "s3://adw/claims", tables: Array.from("abcdefghijkl").map((name) => ({ name, columns })) }],
};
const graded = (grade: number): PolicySet =>
  policies(
    lake.replace(/locations: .*/, ""),
    `kind: Classification\ndatabase: claims\ndefault: ${grade}`,
    "kind: Group\nname: readers\nclearance: 1\nprincipals: [{role: owner}]",
  );

/** The tables with changes that are done, or that are not. */
function tablesOf(results: readonly ChangeResult[], done: boolean): ReadonlySet<string> {
  return new Set(results.flatMap(({ change, status }) => ((status === "done") === done ? [change.address.split("/")[3] ?? ""] : [])));
}

test("an interruption inside a step ends it between two tables: each is done or not begun, and a new plan goes on", async () => {
  const opened = openLake({ catalog: many, roles: ["owner"] });
  await converge(opened, graded(1));
  const { changes } = await prepare(opened, graded(3));
  // All of them in one step: it is that step which is interrupted.
  expect(new Set(changes.map(({ step }) => step)).size).toBe(1);
  let outcomes = 0;
  const results = await applyChanges(changes, {
    ports: opened.ports,
    account,
    pause: noPause,
    onOutcome: () => (outcomes += 1),
    isInterrupted: () => outcomes > 0,
  });
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["done", "not-attempted"]));
  const [done, left] = [tablesOf(results, true), tablesOf(results, false)];
  expect([...done].filter((table) => left.has(table))).toEqual([]);
  expect(done.size).toBeGreaterThan(0);
  expect(left.size).toBeGreaterThan(0);

  // What is left is exactly what a new plan finds.
  const again = await pending(opened, graded(3));
  expect(new Set(again.map((change) => change.split("/")[3] ?? ""))).toEqual(left);
  await converge(opened, graded(3));
  expect(await pending(opened, graded(3))).toEqual([]);
});
