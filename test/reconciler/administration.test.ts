/** Guardrails and who administers the lake: a plan takes administration neither from its own caller nor from an administrator who stays one (LG5044). */

import { describe, expect, test } from "vitest";

import type { PolicySet } from "../../src/compiler/policy.ts";
import { reconcile } from "../../src/reconciler/plan.ts";
import { fullPolicies, fullSandbox } from "../full-lake.ts";
import { account, converge, desiredOf, portsOf, readAs, roleArn } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";

const rights = {
  administrator: { Effect: "Allow", Action: ["lakeformation:*", "iam:*"], Resource: "*" },
  reader: { Effect: "Allow", Action: ["lakeformation:Get*", "lakeformation:List*"], Resource: "*" },
};

/** Role `batch` of the analysts, with rights of its own. */
async function open(statement: object = rights.administrator): Promise<GovernedLake> {
  const sandbox = fullSandbox();
  const ports = portsOf(sandbox);
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await ports.iam.putRolePolicy({ RoleName: "batch", PolicyName: "own", PolicyDocument });
  return { sandbox, ports };
}

async function nameAdministrators({ ports: { lakeFormation } }: GovernedLake, ...arns: readonly string[]): Promise<void> {
  const { DataLakeSettings: settings } = await lakeFormation.getDataLakeSettings({ CatalogId: account });
  const DataLakeAdmins = [...(settings?.DataLakeAdmins ?? []), ...arns.map((arn) => ({ DataLakePrincipalIdentifier: arn }))];
  await lakeFormation.putDataLakeSettings({ CatalogId: account, DataLakeSettings: { ...settings, DataLakeAdmins } });
}

const roleOf = ({ sandbox }: GovernedLake, start: string): string =>
  [...sandbox.account.iam.roles.values()].find(({ name }) => name.startsWith(start))?.arn ?? "";

/** What is refused with this code when `caller` makes the plan. */
async function refused(lake: GovernedLake, set: PolicySet, caller?: string): Promise<readonly string[]> {
  const read = await readAs(lake.ports, set);
  const live = caller === undefined ? read : { ...read, caller };
  const { refusals } = await reconcile(live, desiredOf(set, live), lake.ports);
  return refusals
    .filter(({ code }) => code === "LG5044")
    .map(({ message, range }) => `${range === undefined ? "nowhere: " : ""}${message}`);
}

const lost =
  "lakeformation:GrantPermissions, lakeformation:AddLFTagsToResource, lakeformation:PutDataLakeSettings, lakeformation:RegisterResource";

describe("a plan whose guardrail hits its own caller", () => {
  test("is refused: it could not undo what it did", async () => {
    const lake = await open();
    await nameAdministrators(lake, roleArn("batch"));
    expect(await refused(lake, fullPolicies(), roleArn("batch"))).toEqual([
      `a guardrail of the plan takes administration away from its own caller \`role/batch\`, who would lose ${lost}, iam:PutRolePolicy`,
    ]);
  });

  test("is refused for a permission set, whose rights are in its one policy", async () => {
    const lake = await open();
    const role = roleOf(lake, "AWSReservedSSO_Analyst_");
    const iam = [...lake.sandbox.account.iam.roles.values()].find(({ arn }) => arn === role);
    iam?.inline.set("extra", JSON.stringify({ Version: "2012-10-17", Statement: [rights.administrator] }));
    expect((await refused(lake, fullPolicies(), role)).join("\n")).toContain(
      `its own caller \`permission-set/Analyst\`, who would lose ${lost}`,
    );
  });

  test("is fine for who may administer nothing, as for a read-only administrator, and for who is in no group", async () => {
    const lake = await open(rights.reader);
    expect(await refused(lake, fullPolicies(), roleArn("batch"))).toEqual([]);
    expect(await refused(await open(), fullPolicies(), roleArn("LakegradeApply"))).toEqual([]);
  });

  test("is fine where the guardrail is there already, and the plan changes nothing but what it allows and denies on buckets", async () => {
    const lake = await open();
    await converge(lake, fullPolicies({ buckets: false }));
    expect(await refused(lake, fullPolicies({ buckets: false }), roleArn("batch"))).toEqual([]);
    expect(await refused(lake, fullPolicies(), roleArn("batch"))).toEqual([]);
  });
});

describe("a data lake administrator of the account whom the policies do not name", () => {
  test("is not made one in name alone", async () => {
    const lake = await open();
    await nameAdministrators(lake, roleArn("batch"));
    const [found = "", ...others] = await refused(lake, fullPolicies());
    expect(found).toContain(`takes administration away from data lake administrator \`role/batch\`, who would lose ${lost}`);
    expect(others).toEqual([]);
  });

  test("may be in a group once it is an administrator no more: the plan removes it, or somebody did", async () => {
    const lake = await open();
    expect(await refused(lake, fullPolicies())).toEqual([]);
    await nameAdministrators(lake, roleArn("batch"));
    const exclusive = fullPolicies();
    if (exclusive.lake === undefined) throw new Error("no lake");
    const set = { ...exclusive, lake: { ...exclusive.lake, value: { ...exclusive.lake.value, adminsExclusive: true } } };
    expect(await refused(lake, set)).toEqual([]);
  });
});
