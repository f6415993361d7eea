/** Data cells filters: checked columns, versions, and grants that go with them. */

import type { DataCellsFilter } from "@aws-sdk/client-lakeformation";
import { describe, expect, it } from "vitest";

import { createLake, errorOf, roleArn } from "./lake.ts";

const name = { TableCatalogId: "111122223333", DatabaseName: "claims", TableName: "patients", Name: "cities" };
const filter: DataCellsFilter = { ...name, RowFilter: { FilterExpression: "city = 'Berlin'" }, ColumnNames: ["City"] };

function newLake() {
  const lake = createLake({ tables: { claims: { patients: ["ssn", "city"], visits: ["day"] } }, roles: ["Analyst"] });
  lake.send("CreateDataCellsFilter", { TableData: filter });
  return lake;
}

describe("data cells filters", () => {
  it("come back with lower-case columns and a version", () => {
    const lake = newLake();
    const shown = lake.send("GetDataCellsFilter", name).DataCellsFilter;
    expect(shown).toMatchObject({ ...name, RowFilter: { FilterExpression: "city = 'Berlin'" }, ColumnNames: ["city"] });
    expect(shown?.VersionId).toMatch(/^[0-9a-f]{32}$/);
    expect(lake.send("ListDataCellsFilter", {}).DataCellsFilters).toEqual([shown]);
    expect(lake.send("ListDataCellsFilter", { Table: { DatabaseName: "claims", Name: "visits" } }).DataCellsFilters).toEqual([]);
  });

  it("are created once", () => {
    expect(errorOf(() => newLake().send("CreateDataCellsFilter", { TableData: filter }))).toMatch(/^AlreadyExistsException/);
  });

  it.each([
    ["a column that is not there", { ColumnNames: ["gone"] }],
    ["neither columns nor wildcard", { ColumnNames: undefined }],
    ["both columns and wildcard", { ColumnWildcard: {} }],
    ["no row filter", { RowFilter: undefined }],
    ["both row filters", { RowFilter: { FilterExpression: "true", AllRowsWildcard: {} } }],
    ["a long row filter", { RowFilter: { FilterExpression: "x".repeat(2049) } }],
  ])("refuse %s", (_what, change) => {
    const create = () => newLake().send("CreateDataCellsFilter", { TableData: { ...filter, Name: "other", ...change } });
    expect(errorOf(create)).toMatch(/^(InvalidInput|EntityNotFound)Exception/);
  });

  it("are updated from the version that was read, and not from an older one", () => {
    const lake = newLake();
    const version = () => lake.send("GetDataCellsFilter", name).DataCellsFilter?.VersionId;
    const old = version();
    lake.send("UpdateDataCellsFilter", { TableData: { ...filter, ColumnNames: ["ssn"], VersionId: old } });
    expect(version()).not.toBe(old);
    expect(errorOf(() => lake.send("UpdateDataCellsFilter", { TableData: { ...filter, VersionId: old } }))).toMatch(
      /^ConcurrentModificationException/,
    );
  });

  it("take the grants on them along", () => {
    const lake = newLake();
    const Resource = { DataCellsFilter: name };
    const grant = () =>
      lake.send("GrantPermissions", { Principal: { DataLakePrincipalIdentifier: roleArn("Analyst") }, Resource, Permissions: ["SELECT"] });
    grant();
    lake.send("DeleteDataCellsFilter", name);
    const related = lake.send("ListPermissions", {
      Resource: { Table: { DatabaseName: "claims", Name: "patients" } },
      IncludeRelated: "TRUE",
    });
    expect(related.PrincipalResourcePermissions).toEqual([]);
    expect(errorOf(grant)).toMatch(/^EntityNotFoundException/);
  });

  it("are for administrators, and for holders of SELECT with grant option", () => {
    const lake = newLake();
    const create = () => lake.sendAs("Analyst", "CreateDataCellsFilter", { TableData: { ...filter, Name: "mine" } });
    expect(errorOf(create)).toMatch(/^AccessDeniedException/);
    expect(lake.sendAs("Analyst", "ListDataCellsFilter", {}).DataCellsFilters).toEqual([]);
    lake.send("GrantPermissions", {
      Principal: { DataLakePrincipalIdentifier: roleArn("Analyst") },
      Resource: { Table: { DatabaseName: "claims", Name: "patients" } },
      Permissions: ["SELECT"],
      PermissionsWithGrantOption: ["SELECT"],
    });
    create();
    expect(lake.sendAs("Analyst", "ListDataCellsFilter", {}).DataCellsFilters).toHaveLength(2);
  });
});
