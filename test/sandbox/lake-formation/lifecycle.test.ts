/** What comes and goes with databases and tables, and what callers see of them. */

import { describe, expect, it } from "vitest";

import { databaseDeleted, tableDeleted } from "../../../src/sandbox/lake-formation/lifecycle.ts";
import { mayDescribeDatabase, visibleColumns } from "../../../src/sandbox/lake-formation/visibility.ts";
import { addDatabase, addTable, createLake, makeAdministrator, roleArn, tag } from "./lake.ts";
import type { Lake } from "./lake.ts";

const analyst = { DataLakePrincipalIdentifier: roleArn("Analyst") };
const table = { Table: { DatabaseName: "claims", Name: "patients" } };

function rowsOf(lake: Lake): string[] {
  return (lake.send("ListPermissions", {}).PrincipalResourcePermissions ?? []).map(
    ({ Principal, Resource, Permissions }) =>
      `${Principal?.DataLakePrincipalIdentifier} ${Object.keys(Resource ?? {}).join()} ${Permissions?.join()}`,
  );
}

describe("an untouched account", () => {
  it("lets IAM decide: IAM_ALLOWED_PRINCIPALS holds the catalog and whatever is created", () => {
    const lake = createLake({ tables: { claims: { patients: ["ssn"] } }, closed: false });
    expect(rowsOf(lake)).toEqual([
      "IAM_ALLOWED_PRINCIPALS Catalog CREATE_DATABASE",
      "IAM_ALLOWED_PRINCIPALS Database ALL",
      "IAM_ALLOWED_PRINCIPALS Table ALL",
      "IAM_ALLOWED_PRINCIPALS TableWithColumns SELECT",
    ]);
  });
});

describe("creating", () => {
  it("grants nothing to everybody once the defaults are empty", () => {
    const lake = createLake({ tables: { claims: { patients: ["ssn"] } } });
    expect(rowsOf(lake)).toEqual(["IAM_ALLOWED_PRINCIPALS Catalog CREATE_DATABASE"]);
  });

  it("follows the defaults of the database where it has some", () => {
    const lake = createLake({ closed: false });
    lake.account.glue.databases.set("closed", { database: { Name: "closed", CreateTableDefaultPermissions: [] }, tables: new Map() });
    addTable(lake, "closed", "t", ["a"]);
    expect(lake.send("ListPermissions", { ResourceType: "TABLE" }).PrincipalResourcePermissions).toEqual([]);
  });

  it("gives the creator everything with grant option", () => {
    const lake = createLake({ roles: ["Etl"] });
    addDatabase(lake, "claims", "Etl");
    addTable(lake, "claims", "patients", ["ssn"], "Etl");
    const rows = lake.send("ListPermissions", { Resource: table }).PrincipalResourcePermissions;
    expect(
      rows?.map(({ Principal, PermissionsWithGrantOption }) => [Principal?.DataLakePrincipalIdentifier, PermissionsWithGrantOption]),
    ).toEqual([
      [roleArn("Etl"), ["ALL", "ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT"]],
      [roleArn("Etl"), ["SELECT"]],
    ]);
  });
});

function fullLake(): Lake {
  const lake = createLake({ tables: { claims: { patients: ["ssn"] } }, roles: ["Analyst"] });
  lake.send("CreateLFTag", { TagKey: "grade", TagValues: ["1"] });
  for (const Resource of [{ Database: { Name: "claims" } }, table]) {
    lake.send("AddLFTagsToResource", { Resource, LFTags: [tag("grade", "1")] });
    lake.send("GrantPermissions", { Principal: analyst, Resource, Permissions: ["DESCRIBE"] });
    lake.send("CreateLakeFormationOptIn", { Principal: analyst, Resource });
  }
  return lake;
}

describe("deleting", () => {
  it("a table leaves nothing of it behind for a later table of its name", () => {
    const lake = fullLake();
    lake.account.glue.databases.get("claims")?.tables.delete("patients");
    tableDeleted(lake.callAs(), "claims", "patients");
    addTable(lake, "claims", "patients", ["ssn"]);
    expect(lake.send("ListPermissions", { ResourceType: "TABLE" }).PrincipalResourcePermissions).toEqual([]);
    expect(lake.send("GetResourceLFTags", { Resource: table, ShowAssignedLFTags: true }).LFTagsOnTable).toEqual([]);
    expect(lake.send("ListLakeFormationOptIns", {}).LakeFormationOptInsInfoList).toHaveLength(1);
  });

  it("a table takes its data cells filters and the grants on them along", () => {
    const lake = fullLake();
    const name = { TableCatalogId: "111122223333", DatabaseName: "claims", TableName: "patients", Name: "f" };
    const create = () =>
      lake.send("CreateDataCellsFilter", { TableData: { ...name, RowFilter: { AllRowsWildcard: {} }, ColumnWildcard: {} } });
    create();
    lake.send("GrantPermissions", { Principal: analyst, Resource: { DataCellsFilter: name }, Permissions: ["SELECT"] });
    lake.account.glue.databases.get("claims")?.tables.delete("patients");
    tableDeleted(lake.callAs(), "claims", "patients");
    addTable(lake, "claims", "patients", ["ssn"]);
    create();
    expect(lake.send("ListPermissions", { Resource: table, IncludeRelated: "TRUE" }).PrincipalResourcePermissions).toEqual([]);
  });

  it("a database takes everything of its tables along", () => {
    const lake = fullLake();
    lake.account.glue.databases.delete("claims");
    databaseDeleted(lake.callAs(), "claims");
    expect(rowsOf(lake)).toEqual(["IAM_ALLOWED_PRINCIPALS Catalog CREATE_DATABASE"]);
    expect(lake.send("ListLakeFormationOptIns", {}).LakeFormationOptInsInfoList).toEqual([]);
    lake.send("UpdateLFTag", { TagKey: "grade", TagValuesToAdd: ["2"], TagValuesToDelete: ["1"] });
    expect(lake.send("GetLFTag", { TagKey: "grade" }).TagValues).toEqual(["2"]);
  });
});

function gradedLake(closed = true): Lake {
  const lake = createLake({ tables: { claims: { patients: ["ssn", "city", "#day"], visits: ["note"] } }, roles: ["Analyst"], closed });
  lake.send("CreateLFTag", { TagKey: "grade", TagValues: ["1", "3"] });
  lake.send("AddLFTagsToResource", { Resource: { Database: { Name: "claims" } }, LFTags: [tag("grade", "1")] });
  const some = { TableWithColumns: { DatabaseName: "claims", Name: "patients", ColumnNames: ["city", "day"] } };
  lake.send("AddLFTagsToResource", { Resource: some, LFTags: [tag("grade", "3")] });
  return lake;
}
const seen = (lake: Lake, name = "patients") => {
  const columns = visibleColumns(lake.callAs("Analyst"), "claims", name);
  return columns === undefined || columns === "all" ? columns : [...columns];
};
const seesDatabase = (lake: Lake) => mayDescribeDatabase(lake.callAs("Analyst"), "claims");

describe("the catalog a caller sees", () => {
  it("is empty without a grant, and whole while it is left to IAM", () => {
    expect([seen(gradedLake()), seesDatabase(gradedLake())]).toEqual([undefined, false]);
    expect([seen(gradedLake(false)), seesDatabase(gradedLake(false))]).toEqual(["all", true]);
  });

  it("is whole for administrators and read-only administrators", () => {
    const lake = gradedLake();
    makeAdministrator(lake, "Analyst", "ReadOnlyAdmins");
    expect([seen(lake), seesDatabase(lake)]).toEqual(["all", true]);
  });

  it("holds the columns whose own tags match, and the database above them", () => {
    const lake = gradedLake();
    const Resource = { LFTagPolicy: { ResourceType: "TABLE" as const, Expression: [tag("grade", "3")] } };
    lake.send("GrantPermissions", { Principal: analyst, Resource, Permissions: ["SELECT", "DESCRIBE"] });
    expect([seen(lake), seen(lake, "visits"), seesDatabase(lake)]).toEqual([["city", "day"], undefined, true]);
  });

  it("holds whole tables for a permission on the table, and named columns for a grant on columns", () => {
    const lake = gradedLake();
    lake.send("GrantPermissions", {
      Principal: analyst,
      Resource: { TableWithColumns: { DatabaseName: "claims", Name: "patients", ColumnNames: ["ssn"] } },
      Permissions: ["SELECT"],
    });
    expect(seen(lake)).toEqual(["ssn"]);
    lake.send("GrantPermissions", {
      Principal: analyst,
      Resource: { Table: { DatabaseName: "claims", Name: "visits" } },
      Permissions: ["DESCRIBE"],
    });
    expect(seen(lake, "visits")).toBe("all");
    expect(seesDatabase(lake)).toBe(true);
  });

  it("holds a database for an LF-Tag policy on databases, without its tables", () => {
    const lake = gradedLake();
    const Resource = { LFTagPolicy: { ResourceType: "DATABASE" as const, Expression: [tag("grade", "1")] } };
    lake.send("GrantPermissions", { Principal: analyst, Resource, Permissions: ["DESCRIBE"] });
    expect([seen(lake), seesDatabase(lake)]).toEqual([undefined, true]);
  });

  it("holds no database for a grant under a condition below it", () => {
    const lake = gradedLake();
    const Principal = { DataLakePrincipalIdentifier: "111122223333:IAMPrincipals" };
    lake.send("GrantPermissions", {
      Principal,
      Resource: { Table: { DatabaseName: "claims", Name: "visits" } },
      Permissions: ["DESCRIBE"],
      Condition: { Expression: "true" },
    });
    expect([seen(lake, "visits"), seesDatabase(lake)]).toEqual(["all", false]);
  });
});
