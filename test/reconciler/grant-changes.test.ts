/** Grants that come, change and go, ours and those of others: a plan after an apply is empty. */

import { DeleteRoleCommand } from "@aws-sdk/client-iam";
import { CreateLFTagExpressionCommand, GrantPermissionsCommand } from "@aws-sdk/client-lakeformation";
import { describe, expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import { account, converge, grantsIn, openLake, pending, prepare, roleArn } from "../governed-lake.ts";
import { clientsOf } from "../sandbox/clients.ts";
import { analysts, catalog, engineers, policySet, roles } from "./mixed-case-lake.ts";

const CatalogId = account;
const table = { CatalogId, DatabaseName: "Claims", Name: "Patients" };

test("a grant of ours under another name is replaced: a saved expression with the grade key", async () => {
  const set = policySet();
  const lake = openLake({ catalog, roles });
  const clients = clientsOf(lake.sandbox);
  await converge(lake, set);
  await clients.lakeFormation.send(
    new CreateLFTagExpressionCommand({ Name: "Saved", Expression: [{ TagKey: "grade", TagValues: ["1"] }] }),
  );
  await clients.lakeFormation.send(
    new GrantPermissionsCommand({
      Principal: { DataLakePrincipalIdentifier: roleArn("analyst") },
      Resource: { LFTagPolicy: { CatalogId, ResourceType: "TABLE", ExpressionName: "Saved" } },
      Permissions: ["SELECT"],
    }),
  );
  expect((await prepare(lake, set)).changes).toMatchObject([{ action: "delete", reason: "not-declared" }]);
  await converge(lake, set);
  expect(await pending(lake, set)).toEqual([]);
});

test("a grant of a role that is gone is found, and revoked where policies say so", async () => {
  const lake = openLake({ catalog, roles });
  const clients = clientsOf(lake.sandbox);
  await converge(lake, policySet());
  await clients.lakeFormation.send(
    new GrantPermissionsCommand({
      Principal: { DataLakePrincipalIdentifier: roleArn("other") },
      Resource: { Table: table },
      Permissions: ["ALL"],
    }),
  );
  await clients.iam.send(new DeleteRoleCommand({ RoleName: "other" }));
  const { live, desired, changes } = await prepare(lake, policySet());
  expect(changes).toEqual([]);
  expect(assess({ live, desired }).map(({ code }) => code)).toContain("LGF210");
  await converge(lake, policySet({ lake: "foreignGrants: revoke" }));
  expect(grantsOf(await prepare(lake, policySet()), "other")).toEqual([]);
});

test("removing IAM_ALLOWED_PRINCIPALS leaves nothing to plan, and it comes back as a change", async () => {
  const set = policySet();
  const lake = openLake({ catalog, roles });
  await converge(lake, set);
  expect(await pending(lake, set)).toEqual([]);
  await clientsOf(lake.sandbox).lakeFormation.send(
    new GrantPermissionsCommand({
      Principal: { DataLakePrincipalIdentifier: "IAM_ALLOWED_PRINCIPALS" },
      Resource: { Table: table },
      Permissions: ["ALL"],
    }),
  );
  expect((await prepare(lake, set)).changes).toMatchObject([{ action: "delete", reason: "default-access" }]);
  await converge(lake, set);
  expect(await pending(lake, set)).toEqual([]);
});

describe("what the policies no longer ask for goes", () => {
  test("a group is removed: its grants, and those that came with them", async () => {
    const lake = openLake({ catalog, roles });
    const { live: empty } = await prepare(lake, policySet());
    expect(grantsIn(empty).some(({ principal }) => principal === roleArn("Engineer"))).toBe(false);
    await converge(lake, policySet());
    expect(grantsOf(await prepare(lake, policySet()), "Engineer")).toEqual([
      "DATA_LOCATION_ACCESS on data-location",
      "DESCRIBE on database",
      "CREATE_TABLE, DESCRIBE on lf-tag-policy",
      "ALTER, DELETE, DESCRIBE, DROP, INSERT, SELECT on lf-tag-policy",
    ]);
    const without = policySet({ groups: [analysts()] });
    await converge(lake, without);
    const after = await prepare(lake, without);
    expect(after.changes).toEqual([]);
    expect(grantsOf(after, "Engineer")).toEqual([]);
    expect(grantsOf(after, "analyst")).toHaveLength(3);
  });

  test.each([
    ["lowered", "clearance: 3", "3"],
    ["raised", "clearance: 1", "1|2|3"],
    ["limited to a domain", "clearance: 2\ndomains: [claims]", "2|3"],
    ["turned into writing", "clearance: 1\naccess: write\ndomains: [claims]", "1|2|3"],
  ])("a clearance is %s", async (_name, settings, values) => {
    const lake = openLake({ catalog, roles });
    await converge(lake, policySet());
    const next = policySet({ groups: [analysts(settings), engineers()] });
    await converge(lake, next);
    const after = await prepare(lake, next);
    expect(after.changes).toEqual([]);
    const expressions = grantsIn(after.live).flatMap(({ principal, securable }) =>
      principal === roleArn("analyst") && securable.type === "lf-tag-policy"
        ? [securable.expression.find(({ key }) => key === "grade")?.values.join("|")]
        : [],
    );
    expect(expressions).toEqual([values, values]);
  });

  test("a domain is renamed", async () => {
    const lake = openLake({ catalog, roles });
    await converge(lake, policySet());
    const next = policySet({ domain: "Insurance", groups: [analysts(), engineers("Insurance")] });
    await converge(lake, next);
    const after = await prepare(lake, next);
    expect(after.changes).toEqual([]);
    const domains = grantsIn(after.live).flatMap(({ securable }) =>
      securable.type === "lf-tag-policy" ? securable.expression.filter(({ key }) => key === "domain").flatMap(({ values }) => values) : [],
    );
    expect(domains).toEqual(["insurance", "insurance"]);
  });

  test("ownership ends: the location goes with it", async () => {
    const lake = openLake({ catalog, roles });
    await converge(lake, policySet());
    const next = policySet({ groups: [analysts(), engineers().replace("access: own", "access: write")] });
    await converge(lake, next);
    const after = await prepare(lake, next);
    expect(after.changes).toEqual([]);
    expect(grantsOf(after, "Engineer")).toEqual([
      "DESCRIBE on database",
      "DESCRIBE on lf-tag-policy",
      "ALTER, DELETE, DESCRIBE, INSERT, SELECT on lf-tag-policy",
    ]);
  });
});

function grantsOf({ live }: { readonly live: Parameters<typeof grantsIn>[0] }, role: string): readonly string[] {
  return grantsIn(live)
    .filter(({ principal }) => principal === roleArn(role))
    .map(({ securable, permissions }) => `${permissions.join(", ")} on ${securable.type}`);
}
