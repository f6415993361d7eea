/** Whatever shape a grant has and whoever made it: a plan after an apply is empty, and what is foreign is told apart from ours. */

import { DeleteRoleCommand } from "@aws-sdk/client-iam";
import {
  CreateDataCellsFilterCommand,
  CreateLFTagCommand,
  CreateLFTagExpressionCommand,
  GrantPermissionsCommand,
} from "@aws-sdk/client-lakeformation";
import type { GrantPermissionsCommandInput, Permission, Resource } from "@aws-sdk/client-lakeformation";
import { beforeAll, describe, expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import type { PolicySet } from "../../src/compiler/policy.ts";
import { address as grantAddress } from "../../src/kinds/lf-grant/spec.ts";
import { account, converge, grantsIn, openLake, pending, prepare, region, roleArn } from "../governed-lake.ts";
import type { Prepared } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";
import { clientsOf } from "../sandbox/clients.ts";

/** Written in mixed case by whoever made the catalog and the policies; Glue and Lake Formation keep lower case. */
const catalog = {
  databases: [
    {
      name: "Claims",
      location: "s3://adw-claims/warehouse",
      tables: [
        { name: "Patients", columns: columns("SSN", "First", "City"), partitionKeys: columns("Year") },
        { name: "visits", columns: columns("id", "cost") },
        { name: "report", type: "view", columns: columns("id") },
      ],
    },
    { name: "default", tables: [] },
    { name: "scratch", location: "s3://adw-claims/scratch", tables: [{ name: "tmp", columns: columns("a") }] },
  ],
} as const;

function columns(...names: readonly string[]) {
  return names.map((name) => ({ name, type: "string" }));
}

const roles = ["analyst", "Engineer", "outsider", "LakeRegistration", "other"];

interface Adjustment {
  readonly lake?: string;
  readonly groups?: readonly string[];
  readonly domain?: string;
}

const analysts = (settings = "clearance: 2"): string => `kind: Group\nname: analysts\n${settings}\nprincipals: [{role: analyst}]`;
const engineers = (domain = "Claims"): string =>
  `kind: Group\nname: engineers\nclearance: 1\naccess: own\ndomains: [${domain}]\nprincipals: [{role: Engineer}]`;

function policySet({ lake = "", groups = [analysts(), engineers()], domain = "Claims" }: Adjustment = {}): PolicySet {
  return policies(
    `apiVersion: lakegrade/v1
kind: Lake
name: adw
account: "${account}"
region: ${region}
tag: Grade
domainTag: Domain
locations: [{path: "s3://adw-claims/warehouse", role: LakeRegistration}]
${lake}`,
    `kind: Classification
database: Claims
domain: ${domain}
default: 3
rules:
  - {match: "Patients.SSN", grade: 1}
  - {match: "*.{First,ID}", grade: 2}`,
    ...groups,
  );
}

/** A grant as some other client writes it, and whether it is one that `foreignGrants: revoke` takes away. */
interface Shape {
  readonly name: string;
  readonly grant: Omit<GrantPermissionsCommandInput, "Principal"> & { readonly principal?: string };
  readonly revocable: boolean;
}

const CatalogId = account;
const table = { CatalogId, DatabaseName: "Claims", Name: "Patients" };
const database = { Database: { CatalogId, Name: "CLAIMS" } };
const tag = { TagKey: "Team", TagValues: ["a", "B"] };
const cells = {
  TableCatalogId: account,
  DatabaseName: "claims",
  TableName: "patients",
  Name: "Seoul",
  RowFilter: { FilterExpression: "city = 'Seoul'" },
  ColumnNames: ["city", "ssn"],
};

function shape(
  name: string,
  Resource: Resource,
  Permissions: Permission[],
  more: Partial<Shape> & { readonly input?: object } = {},
): Shape {
  const { input = {}, revocable = true, ...rest } = more;
  return { name, grant: { Resource, Permissions, ...input }, revocable, ...rest };
}

const shapes: readonly Shape[] = [
  shape("SELECT on a table", { Table: table }, ["SELECT"]),
  shape("DESCRIBE on a table", { Table: table }, ["DESCRIBE"]),
  shape("SELECT and INSERT on a table", { Table: table }, ["SELECT", "INSERT"]),
  shape("ALL on a table", { Table: table }, ["ALL"]),
  shape("ALL on a table, one by one", { Table: table }, ["SELECT", "INSERT", "DELETE", "DESCRIBE", "ALTER", "DROP"]),
  shape("ALL on a table with grant option", { Table: table }, ["ALL"], { input: { PermissionsWithGrantOption: ["ALL"] } }),
  shape("ALL on a view", { Table: { ...table, Name: "report" } }, ["ALL"]),
  shape("ALL on a database", database, ["ALL"]),
  shape("ALL on a database with grant option", database, ["ALL"], { input: { PermissionsWithGrantOption: ["ALL"] } }),
  shape("some on a database", database, ["CREATE_TABLE", "DESCRIBE"], { input: { PermissionsWithGrantOption: ["DESCRIBE"] } }),
  shape("SELECT on all tables", { Table: { CatalogId, DatabaseName: "claims", TableWildcard: {} } }, ["SELECT"]),
  shape("ALL on all tables", { Table: { CatalogId, DatabaseName: "claims", TableWildcard: {} } }, ["ALL"]),
  shape("SELECT and DESCRIBE on all tables", { Table: { CatalogId, DatabaseName: "claims", TableWildcard: {} } }, ["SELECT", "DESCRIBE"]),
  shape("all columns by wildcard", { TableWithColumns: { ...table, ColumnWildcard: {} } }, ["SELECT"]),
  shape("a column list", { TableWithColumns: { ...table, ColumnNames: ["City", "SSN"] } }, ["SELECT"]),
  shape("a column list with grant option", { TableWithColumns: { ...table, ColumnNames: ["city"] } }, ["SELECT"], {
    input: { PermissionsWithGrantOption: ["SELECT"] },
  }),
  shape("a partition key", { TableWithColumns: { ...table, ColumnNames: ["year"] } }, ["SELECT"]),
  shape("excluded columns", { TableWithColumns: { ...table, ColumnWildcard: { ExcludedColumnNames: ["SSN"] } } }, ["SELECT"]),
  shape(
    "a data cells filter",
    { DataCellsFilter: { TableCatalogId: account, DatabaseName: "claims", TableName: "patients", Name: "Seoul" } },
    ["SELECT"],
  ),
  shape("an LF-Tag policy of another key", { LFTagPolicy: { CatalogId, ResourceType: "TABLE", Expression: [tag] } }, [
    "SELECT",
    "DESCRIBE",
  ]),
  shape("ALL on an LF-Tag policy of another key", { LFTagPolicy: { CatalogId, ResourceType: "DATABASE", Expression: [tag] } }, ["ALL"]),
  shape("a saved expression of another key", { LFTagPolicy: { CatalogId, ResourceType: "TABLE", ExpressionName: "Saved" } }, ["SELECT"]),
  shape("the right to use an expression", { LFTagExpression: { CatalogId, Name: "Saved" } }, ["DESCRIBE"], {
    revocable: false,
  }),
  shape("an LF-Tag with values", { LFTag: { CatalogId, ...tag } }, ["ASSOCIATE"], { revocable: false }),
  shape("the grade tag itself", { LFTag: { CatalogId, TagKey: "GRADE", TagValues: ["1"] } }, ["ASSOCIATE", "DESCRIBE"], {
    revocable: false,
  }),
  shape("the catalog", { Catalog: {} }, ["CREATE_DATABASE"], { revocable: false }),
  shape("a data location", { DataLocation: { CatalogId, ResourceArn: "arn:aws:s3:::adw-claims/warehouse" } }, ["DATA_LOCATION_ACCESS"], {
    revocable: false,
  }),
  shape("a table of a database that is not managed", { Table: { CatalogId, DatabaseName: "scratch", Name: "tmp" } }, ["ALL"], {
    revocable: false,
  }),
  shape("everybody of the account", { Table: table }, ["SELECT"], { input: { principal: `${account}:IAMPrincipals` } }),
  shape("everybody of the account under a condition", { Table: table }, ["SELECT", "DESCRIBE"], {
    input: { principal: `${account}:IAMPrincipals`, Condition: { Expression: 'context.iam.principalTags["team"] == "fraud"' } },
  }),
  shape("another account", { Table: table }, ["SELECT"], { input: { principal: "444455556666" } }),
  shape("a role of another account", { Table: table }, ["SELECT"], { input: { principal: "arn:aws:iam::444455556666:role/x" } }),
  shape("another account with grant option", { Table: table }, ["SELECT"], {
    input: { principal: "777788889999", PermissionsWithGrantOption: ["SELECT"] },
  }),
  shape("an Identity Center user", { Table: table }, ["SELECT"], {
    input: { principal: "arn:aws:identitystore:::user/9067a1b2c3-5d1f7a30" },
  }),
  shape("a principal that is governed", { Table: table }, ["SELECT"], { input: { principal: roleArn("analyst") } }),
];

/** Every shape is held by a principal of its own, so that no two of them are one grant. */
const held = shapes.map(({ grant: { principal, ...input }, ...rest }, index) => ({
  ...rest,
  input,
  principal: principal ?? roleArn(`outsider-${index}`),
}));

describe.each(["report", "revoke"] as const)("foreignGrants: %s", (mode) => {
  const set = policySet({ lake: `foreignGrants: ${mode}` });
  const lake = openLake({
    catalog,
    roles: [...roles, ...shapes.map((_shape, index) => `outsider-${index}`)],
    options: { checkResponses: true },
  });
  let own: readonly string[] = [];
  let planned: Prepared;
  beforeAll(async () => {
    const clients = clientsOf(lake.sandbox);
    await converge(lake, set);
    await clients.lakeFormation.send(new CreateLFTagCommand(tag));
    await clients.lakeFormation.send(new CreateLFTagExpressionCommand({ Name: "Saved", Expression: [tag] }));
    await clients.lakeFormation.send(new CreateDataCellsFilterCommand({ TableData: cells }));
    own = grantsIn((await prepare(lake, set)).live).map(grantAddress);
    for (const { principal, input } of held) {
      await clients.lakeFormation.send(
        new GrantPermissionsCommand({ CatalogId, Principal: { DataLakePrincipalIdentifier: principal }, ...input }),
      );
    }
    planned = await prepare(lake, set);
  });

  test.each(held)("$name", ({ principal, input, revocable }) => {
    const isConditional = input.Condition !== undefined;
    const { live, desired, changes } = planned;
    const foreign = grantsIn(live).filter(
      (grant) => grant.principal === principal && (grant.condition !== undefined) === isConditional && !own.includes(grantAddress(grant)),
    );
    expect(foreign).toHaveLength(1);
    const isRevoked = mode === "revoke" && revocable;
    const planning = changes.filter(({ before }) => before === foreign[0]);
    expect(planning.map(({ action, reason }) => `${action} ${reason}`)).toEqual(isRevoked ? ["delete foreign"] : []);
    // Untouched, but not unseen.
    const isReported = JSON.stringify(assess({ live, desired })).includes(JSON.stringify(principal));
    expect(isReported || isRevoked || !revocable).toBe(true);
  });

  test("what is foreign and no more is touched, and then nothing is left to do", async () => {
    const revoked = mode === "revoke" ? held.filter(({ revocable }) => revocable).length : 0;
    expect(planned.changes).toHaveLength(revoked);
    await converge(lake, set);
    const after = await prepare(lake, set);
    expect(after.changes).toEqual([]);
    const left = grantsIn(after.live).map(grantAddress);
    expect(left).toEqual(expect.arrayContaining([...own]));
    expect(left).toHaveLength(own.length + held.length - revoked);
  });
});

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
