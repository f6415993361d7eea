/** Values of the grade that somebody else still uses: they are not deleted. */

import { CreateLFTagExpressionCommand } from "@aws-sdk/client-lakeformation";
import type { Permission, Resource } from "@aws-sdk/client-lakeformation";
import { expect, test } from "vitest";

import { address, normalize } from "../../src/kinds/lf-grant/spec.ts";
import type { Securable } from "../../src/model/securable.ts";
import { reconcile } from "../../src/reconciler/plan.ts";
import { account, converge, openLake, prepare, region, roleArn } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";
import { clientsOf } from "../sandbox/clients.ts";

const CatalogId = account;
const catalog = { databases: [{ name: "claims", tables: [{ name: "a", columns: [{ name: "id", type: "string" }] }] }] };
const lake = (more = ""): string => `apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "${account}"\nregion: ${region}\n${more}`;
const claims = (grade: number): string => `kind: Classification\ndatabase: claims\ndefault: ${grade}`;
const fewer = policies(lake("grades: {1: {en: a}, 2: {en: b}}\n"), claims(2));

async function open(): Promise<GovernedLake> {
  const opened = openLake({ catalog, roles: ["guest"] });
  await converge(opened, policies(lake(), claims(3)));
  return opened;
}

async function give({ ports }: GovernedLake, resource: Resource, permissions: Permission[]): Promise<void> {
  const Principal = { DataLakePrincipalIdentifier: roleArn("guest") };
  const { Failures = [] } = await ports.lakeFormation.batchGrantPermissions({
    CatalogId,
    Entries: [{ Id: "0", Principal, Resource: resource, Permissions: permissions }],
  });
  expect(Failures).toEqual([]);
}

async function save({ sandbox }: GovernedLake): Promise<void> {
  const Expression = [{ TagKey: "grade", TagValues: ["3"] }];
  await clientsOf(sandbox).lakeFormation.send(new CreateLFTagExpressionCommand({ CatalogId, Name: "open", Expression }));
}

async function refusals(opened: GovernedLake): Promise<readonly string[]> {
  return (await prepare(opened, fewer)).refusals.map(({ code, message }) => `${code} ${message}`);
}

test("a grade that nothing uses any more is deleted", async () => {
  const opened = await open();
  expect(await refusals(opened)).toEqual([]);
  await converge(opened, fewer);
});

test("a grant on the LF-Tag itself keeps its values", async () => {
  const opened = await open();
  await give(opened, { LFTag: { CatalogId, TagKey: "grade", TagValues: ["2", "3"] } }, ["DESCRIBE"]);
  expect(await refusals(opened)).toEqual([
    `LG5005 the plan deletes value \`3\` of LF-Tag \`grade\`, which is still in use (1): a grant to ${roleArn("guest")}`,
  ]);
});

test("a grant on other values of the LF-Tag does not", async () => {
  const opened = await open();
  await give(opened, { LFTag: { CatalogId, TagKey: "grade", TagValues: ["1", "2"] } }, ["DESCRIBE"]);
  expect(await refusals(opened)).toEqual([]);
});

test("a grant of ours through a saved expression goes before its value does", async () => {
  const opened = await open();
  await save(opened);
  await give(opened, { LFTagPolicy: { CatalogId, ResourceType: "TABLE", ExpressionName: "open" } }, ["SELECT"]);
  const { changes, refusals: none } = await prepare(opened, fewer);
  const steps = ["lf-grant", "lf-tag"].map((wanted) => changes.find(({ kind, action }) => kind === wanted && action === "delete")?.step);
  expect([steps, none]).toEqual([[82, 98], []]);
});

test.each<readonly [string, Securable]>([
  ["an expression", { type: "lf-tag-policy", target: "table", expression: [{ key: "grade", values: ["2", "3"] }] }],
  ["a saved expression", { type: "lf-tag-policy-named", target: "table", name: "open", expression: [{ key: "grade", values: ["3"] }] }],
])("a grant to everybody, which is foreign, keeps the values of %s", async (_name, securable) => {
  const { live, desired } = await prepare(await open(), fewer);
  const grant = normalize({ principal: "IAM_ALLOWED_PRINCIPALS", securable, permissions: ["SELECT"], grantable: [] });
  const resources = new Map([...live.resources, [address(grant), { kind: "lf-grant", spec: grant }]]);
  const plan = await reconcile({ ...live, resources }, desired, undefined);
  expect(plan.refusals.map(({ code, message }) => `${code} ${message}`)).toEqual([
    "LG5005 the plan deletes value `3` of LF-Tag `grade`, which is still in use (1): a grant to IAM_ALLOWED_PRINCIPALS",
  ]);
});
