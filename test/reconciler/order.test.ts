/** The order of an apply where it decides who reads what meanwhile: looked at after every write. */

import { describe, expect, test } from "vitest";

import type { Ports } from "../../src/aws/ports.ts";
import type { LfGrant } from "../../src/kinds/lf-grant/spec.ts";
import type { Change } from "../../src/model/change.ts";
import type { PolicySet } from "../../src/compiler/policy.ts";
import { compareWithFresh, formatPlan, parsePlan, reviewedChanges } from "../../src/reconciler/plan-file.ts";
import { planOf } from "../../src/reconciler/plan.ts";
import { mayRead } from "../../src/sandbox/lake-formation/may-read.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { directPorts } from "../direct-ports.ts";
import { account, converge, openLake, pending, prepare, region, roleArn } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";

const CatalogId = account;
const columns = (...names: readonly string[]) => names.map((name) => ({ name, type: "string" }));
const database = (name: string) => ({
  name,
  location: `s3://adw/${name}`,
  tables: [
    { name: "a", columns: columns("id", "x") },
    { name: "b", columns: columns("ssn", "y") },
  ],
});
const lake = (more = ""): string => `apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "${account}"\nregion: ${region}\n${more}`;
const classification = (name: string, more: string): string => `kind: Classification\ndatabase: ${name}\n${more}`;
const group = (clearance: number, role: string, more = ""): string =>
  `kind: Group\nname: ${role}\nclearance: ${clearance}\n${more}\nprincipals: [{role: ${role}}]`;

function open(...names: readonly string[]): { readonly sandbox: Sandbox; readonly ports: Ports } {
  const { sandbox } = openLake({ catalog: { databases: names.map(database) }, roles: ["reader", "guest"] });
  return { sandbox, ports: directPorts(sandbox) };
}

async function give(ports: Ports, role: string, Resource: object, permissions: readonly LfGrant["permissions"][number][]): Promise<void> {
  const Principal = { DataLakePrincipalIdentifier: roleArn(role) };
  const { Failures = [] } = await ports.lakeFormation.batchGrantPermissions({
    CatalogId,
    Entries: [{ Id: "0", Principal, Resource, Permissions: [...permissions] }],
  });
  expect(Failures).toEqual([]);
}

const onTags = (TagKey: string, ...TagValues: readonly string[]): object => ({
  LFTagPolicy: { CatalogId, ResourceType: "TABLE", Expression: [{ TagKey, TagValues }] },
});

/** Applies the policies, and what `role` could read of a column: before, after each write, and at the end. */
async function watch(sandbox: Sandbox, set: PolicySet, role: string, column: readonly [string, string, string]) {
  const reads = (): boolean => mayRead(sandbox.account, roleArn(role), ...column).allowed;
  const before = reads();
  const during: boolean[] = [];
  const { changes, outages } = await converge({ ports: directPorts(sandbox, { onWrite: () => during.push(reads()) }) }, set);
  expect(during.length).toBeGreaterThan(0);
  return { before, during: new Set(during), after: reads(), changes, outages };
}

/** The steps of the changes that fit, in their order; fails where none does. */
function stepsOf(changes: readonly Change[], fits: (change: Change) => boolean): readonly number[] {
  const steps = changes.filter(fits).map(({ step }) => step);
  if (steps.length === 0) throw new Error(`no such change among ${changes.map(({ address }) => address).join(", ")}`);
  return steps;
}

describe("grants of others", () => {
  const revoke = "foreignGrants: revoke";
  const hr = classification("two", "domain: hr\ndefault: 3");

  test("on a domain go before data comes into that domain", async () => {
    const { sandbox, ports } = open("one", "two");
    await converge({ ports }, policies(lake(revoke), classification("one", "domain: claims\ndefault: 3"), hr));
    await give(ports, "guest", onTags("domain", "hr"), ["SELECT"]);
    const moved = policies(lake(revoke), classification("one", "domain: hr\ndefault: 3"), hr);
    const { before, during, after, changes } = await watch(sandbox, moved, "guest", ["one", "a", "id"]);
    expect([before, during, after]).toEqual([false, new Set([false]), false]);
    expect(stepsOf(changes, ({ reason }) => reason === "foreign")).toEqual([40]);
    expect(stepsOf(changes, ({ kind }) => kind === "lf-tag-assignment")).toEqual([65]);
  });

  test("that nothing lets further in go after what replaces them", async () => {
    const { sandbox, ports } = open("one");
    await converge({ ports }, policies(lake(revoke), classification("one", "default: 3")));
    await give(ports, "reader", { Table: { CatalogId, DatabaseName: "one", Name: "a" } }, ["SELECT"]);
    const grouped = policies(lake(revoke), classification("one", "default: 3"), group(3, "reader"));
    const { before, during, after, changes } = await watch(sandbox, grouped, "reader", ["one", "a", "id"]);
    expect([before, during, after]).toEqual([true, new Set([true]), true]);
    expect(stepsOf(changes, ({ reason }) => reason === "foreign")).toEqual([86]);
  });
});

/** Takes IAM_ALLOWED_PRINCIPALS from the tables of database `two`. */
async function closeTables(ports: Ports): Promise<void> {
  const Principal = { DataLakePrincipalIdentifier: "IAM_ALLOWED_PRINCIPALS" };
  for (const Name of ["a", "b"]) {
    await ports.lakeFormation.batchRevokePermissions({
      CatalogId,
      Entries: [{ Id: "0", Principal, Resource: { Table: { CatalogId, DatabaseName: "two", Name } }, Permissions: ["ALL"] }],
    });
  }
}

async function closeAndTagOne(ports: Ports): Promise<void> {
  await closeTables(ports);
  await ports.lakeFormation.addLFTagsToResource({
    CatalogId,
    Resource: { Table: { CatalogId, DatabaseName: "two", Name: "a" } },
    LFTags: [{ CatalogId, TagKey: "grade", TagValues: ["3"] }],
  });
}

describe("first grades", () => {
  const rules = 'default: 3\nrules: [{match: "b.ssn", grade: 1}]';
  test.each<readonly [string, string, (ports: Ports) => Promise<unknown>]>([
    ["nothing is tagged", "newColumns: inherit", closeTables],
    ["nothing is tagged and new columns are strictest", "newColumns: strictest", closeTables],
    ["another table is tagged already", "newColumns: inherit", closeAndTagOne],
  ])("go to columns first where everyone is let into the database alone and %s", async (_name, newColumns, disturb) => {
    const { sandbox, ports } = open("one", "two");
    const one = classification("one", "default: 3");
    await converge({ ports }, policies(lake(newColumns), one, group(3, "reader")));
    await disturb(ports);
    const both = policies(lake(newColumns), one, classification("two", rules), group(3, "reader"));
    const { before, during, after, changes } = await watch(sandbox, both, "reader", ["two", "b", "ssn"]);
    expect([before, during, after]).toEqual([false, new Set([false]), false]);
    const first = changes.filter(({ kind, before: had }) => kind === "lf-tag-assignment" && had === null);
    const places = first.map(({ address }) => address.split("/").length);
    // Columns have longer addresses than tables, and tables than databases.
    expect(places).toEqual(places.toSorted((a, b) => b - a));
    expect(first.at(-1)?.address).toBe("lf-tag-assignment/grade/two");
  });
});

describe("a grant that gains and loses", () => {
  const inherit = "newColumns: inherit";
  const at = (grade: number): PolicySet => policies(lake(inherit), classification("one", `default: ${grade}`), group(3, "reader"));
  const mixed = async () => {
    const opened = open("one");
    await converge(opened, at(2));
    const resource = onTags("grade", "3");
    const Principal = { DataLakePrincipalIdentifier: roleArn("reader") };
    await opened.ports.lakeFormation.batchRevokePermissions({
      CatalogId,
      Entries: [{ Id: "0", Principal, Resource: resource, Permissions: ["SELECT", "DESCRIBE"] }],
    });
    await give(opened.ports, "reader", resource, ["INSERT", "ALTER"]);
    return opened;
  };

  test("loses before data comes within its reach, and gains afterwards", async () => {
    const opened = await mixed();
    const { changes } = await prepare(opened, at(3));
    const parts = changes.filter(({ address }) => address.includes("lf-tag-policy/table"));
    expect(parts.map(({ step, impact, before, after }) => [step, impact, permissionsOf(before), permissionsOf(after)])).toEqual([
      [40, "narrows", ["ALTER", "INSERT"], []],
      [80, "widens", [], ["DESCRIBE", "SELECT"]],
    ]);
    const [widening = 0] = stepsOf(changes, ({ kind }) => kind === "lf-tag-assignment");
    expect([40 < widening, widening < 80]).toEqual([true, true]);
    await converge(opened, at(3));
    expect(await pending(opened, at(3))).toEqual([]);
  });

  test("is read back from a saved plan in both its parts", async () => {
    const opened = await mixed();
    const { changes, desired } = await prepare(opened, at(3));
    const header = { tool: { name: "lakegrade", version: "0" }, policies: ["policies"], policyDigest: at(3).digest };
    const plan = planOf({ ...header, createdAt: "2026-01-01T00:00:00.000Z", today: "2026-01-01" }, desired, changes, []);
    expect(parsePlan(formatPlan(plan), "plan.json")).toEqual({ plan: JSON.parse(formatPlan(plan)) as unknown });
  });

  test("gains nothing where only the loss was reviewed", async () => {
    const opened = await mixed();
    const { changes, desired } = await prepare(opened, at(3));
    const losses = changes.filter(({ step }) => step === 40);
    const header = { tool: { name: "lakegrade", version: "0" }, policies: ["policies"], policyDigest: at(3).digest };
    const plan = planOf({ ...header, createdAt: "2026-01-01T00:00:00.000Z", today: "2026-01-01" }, desired, losses, []);
    expect(compareWithFresh(plan, changes, at(3).digest)).toEqual([]);
    expect([losses.length, reviewedChanges(plan, changes)]).toEqual([1, losses]);
  });
});

/** What `reader` could read of a column while the policies change. */
async function watchChange(before: PolicySet, after: PolicySet, column: readonly [string, string, string]) {
  const { sandbox, ports } = open("one", "two");
  await converge({ ports }, before);
  return watch(sandbox, after, "reader", column);
}

describe("what somebody keeps", () => {
  const inherit = "newColumns: inherit";
  const graded = (x: number, y: number, clearance: number): PolicySet =>
    policies(
      lake(inherit),
      classification("one", `default: 3\nrules: [{match: "a.x", grade: ${x}}, {match: "b.y", grade: ${y}}]`),
      group(clearance, "reader"),
    );
  const placed = (one: string, two: string, of: string): PolicySet =>
    policies(
      lake(inherit),
      classification("one", `domain: ${one}\ndefault: 3`),
      classification("two", `domain: ${two}\ndefault: 3`),
      group(3, "reader", `domains: [${of}]`),
    );
  const kept = [true, new Set([true]), true];
  const hidden = [false, new Set([false]), false];

  test("is there all the while where it becomes stricter with the clearance, and what is hidden stays hidden", async () => {
    const x = await watchChange(graded(3, 2, 3), graded(2, 1, 2), ["one", "a", "x"]);
    const y = await watchChange(graded(3, 2, 3), graded(2, 1, 2), ["one", "b", "y"]);
    expect([x.before, x.during, x.after]).toEqual(kept);
    expect([y.before, y.during, y.after]).toEqual(hidden);
    expect(x.outages).toEqual([]);
    const [hides = 0] = stepsOf(x.changes, ({ address }) => address.endsWith("/b/y"));
    const [grants = 0] = stepsOf(x.changes, ({ address, action }) => action === "create" && address.includes("lf-tag-policy/table"));
    const [tightens = 0] = stepsOf(x.changes, ({ address }) => address.endsWith("/a/x"));
    expect([hides < grants, grants < tightens]).toEqual([true, true]);
  });

  test("is pinned where its table becomes stricter before it is released", async () => {
    const { sandbox, ports } = open("one");
    await converge({ ports }, policies(lake(inherit), classification("one", "default: 2"), group(2, "reader")));
    const released = classification("one", 'default: 1\nrules: [{match: "a.x", grade: 3}]');
    const next = policies(lake(inherit), released, group(2, "reader"));
    const { before, during, after, changes, outages } = await watch(sandbox, next, "reader", ["one", "a", "x"]);
    expect([before, during, after]).toEqual(kept);
    expect(stepsOf(changes, ({ address }) => address.endsWith("/a/x"))).toEqual([50, 70]);
    expect(outages).toEqual([]);
  });

  test("is missed where two databases change places, because all else would show the other one, and the plan says so", async () => {
    const [before, after] = [placed("claims", "hr", "claims"), placed("hr", "claims", "hr")];
    const one = await watchChange(before, after, ["one", "a", "id"]);
    const two = await watchChange(before, after, ["two", "a", "id"]);
    expect([one.before, one.during.has(false), one.after]).toEqual([true, true, true]);
    expect([two.before, two.during, two.after]).toEqual(hidden);
    const reader = { principals: [roleArn("reader")], database: "one" };
    expect(one.outages).toMatchObject([
      { ...reader, permissions: ["DESCRIBE"], tables: [] },
      {
        ...reader,
        permissions: ["DESCRIBE", "SELECT"],
        tables: [
          { table: "a", columns: 2 },
          { table: "b", columns: 2 },
        ],
      },
    ]);
  });
});

function permissionsOf(spec: unknown): readonly string[] {
  return (spec as LfGrant).permissions;
}
