/** Whatever shape a grant has and whoever made it: what is foreign is told apart from ours, and goes where policies say so. */

import {
  CreateDataCellsFilterCommand,
  CreateLFTagCommand,
  CreateLFTagExpressionCommand,
  GrantPermissionsCommand,
} from "@aws-sdk/client-lakeformation";
import type { GrantPermissionsCommandInput, Permission, Resource } from "@aws-sdk/client-lakeformation";
import { beforeAll, describe, expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import { address as grantAddress } from "../../src/kinds/lf-grant/spec.ts";
import { account, converge, grantsIn, openLake, prepare, roleArn } from "../governed-lake.ts";
import type { Prepared } from "../governed-lake.ts";
import { clientsOf } from "../sandbox/clients.ts";
import { catalog, policySet, roles } from "./mixed-case-lake.ts";

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
