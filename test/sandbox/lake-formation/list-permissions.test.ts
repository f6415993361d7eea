/** ListPermissions: every filter, every page size, every caller. */

import type { ListPermissionsRequest, PrincipalResourcePermissions, Resource } from "@aws-sdk/client-lakeformation";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createLake, errorOf, makeAdministrator, roleArn, tag } from "./lake.ts";
import type { Lake } from "./lake.ts";

const table: Resource = { Table: { DatabaseName: "claims", Name: "patients" } };
const analyst = { DataLakePrincipalIdentifier: roleArn("Analyst") };

/** A grant of every type to Analyst. */
function grantedLake(): Lake {
  const lake = createLake({ tables: { claims: { patients: ["ssn", "city"] } }, roles: ["Analyst", "Batch", "Registration"] });
  lake.send("CreateLFTag", { TagKey: "grade", TagValues: ["1", "2"] });
  lake.send("CreateLFTagExpression", { Name: "low", Expression: [tag("grade", "2")] });
  lake.send("RegisterResource", { ResourceArn: "arn:aws:s3:::bucket", RoleArn: roleArn("Registration") });
  lake.send("CreateDataCellsFilter", {
    TableData: {
      TableCatalogId: "111122223333",
      DatabaseName: "claims",
      TableName: "patients",
      Name: "cities",
      RowFilter: { AllRowsWildcard: {} },
      ColumnNames: ["city"],
    },
  });
  const expression = { Expression: [tag("grade", "2")] };
  const grants: [Resource, "DESCRIBE" | "SELECT" | "CREATE_DATABASE" | "DATA_LOCATION_ACCESS"][] = [
    [{ Catalog: {} }, "CREATE_DATABASE"],
    [{ Database: { Name: "claims" } }, "DESCRIBE"],
    [table, "SELECT"],
    [{ Table: { DatabaseName: "claims", TableWildcard: {} } }, "DESCRIBE"],
    [{ DataLocation: { ResourceArn: "arn:aws:s3:::bucket/a" } }, "DATA_LOCATION_ACCESS"],
    [{ LFTag: { TagKey: "grade", TagValues: ["1"] } }, "DESCRIBE"],
    [{ LFTagPolicy: { ResourceType: "DATABASE", ...expression } }, "DESCRIBE"],
    [{ LFTagPolicy: { ResourceType: "TABLE", ...expression } }, "SELECT"],
    [{ LFTagPolicy: { ResourceType: "TABLE", ExpressionName: "low" } }, "SELECT"],
    [{ LFTagExpression: { Name: "low" } }, "DESCRIBE"],
    [{ DataCellsFilter: { TableCatalogId: "111122223333", DatabaseName: "claims", TableName: "patients", Name: "cities" } }, "SELECT"],
  ];
  for (const [Resource_, permission] of grants)
    lake.send("GrantPermissions", { Principal: analyst, Resource: Resource_, Permissions: [permission] });
  return lake;
}

function allRows(lake: Lake, input: ListPermissionsRequest, pageSize: number, role?: string): PrincipalResourcePermissions[] {
  const rows: PrincipalResourcePermissions[] = [];
  let NextToken: string | undefined;
  // A token that does not move on must end in a failure, not in an endless loop.
  let pages = 0;
  do {
    expect((pages += 1)).toBeLessThan(100);
    const request = { ...input, MaxResults: pageSize, NextToken };
    const page = role === undefined ? lake.send("ListPermissions", request) : lake.sendAs(role, "ListPermissions", request);
    expect(page.PrincipalResourcePermissions?.length).toBeLessThanOrEqual(pageSize);
    rows.push(...(page.PrincipalResourcePermissions ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return rows;
}

const membersOf = (rows: readonly PrincipalResourcePermissions[] = []) =>
  rows.flatMap(({ Resource: resource }) => Object.keys(resource ?? {}));

describe("listing permissions", () => {
  it.each([
    ["CATALOG", ["Catalog", "Catalog"]],
    ["DATABASE", ["Database"]],
    ["TABLE", ["TableWithColumns", "Table"]],
    ["DATA_LOCATION", ["DataLocation"]],
    ["LF_TAG", ["LFTag"]],
    ["LF_TAG_POLICY_DATABASE", ["LFTagPolicy"]],
    ["LF_TAG_POLICY_TABLE", ["LFTagPolicy", "LFTagPolicy"]],
    ["LF_NAMED_TAG_EXPRESSION", ["LFTagExpression"]],
  ] as const)("filters on %s", (ResourceType, members) => {
    expect(membersOf(grantedLake().send("ListPermissions", { ResourceType }).PrincipalResourcePermissions)).toEqual(members);
  });

  it("returns policies on databases only for LF_TAG_POLICY", () => {
    const rows = grantedLake().send("ListPermissions", { ResourceType: "LF_TAG_POLICY" }).PrincipalResourcePermissions ?? [];
    expect(rows.map((row) => row.Resource?.LFTagPolicy?.ResourceType)).toEqual(["DATABASE"]);
  });

  it("returns the table and its columns when asked for the table, and its filters when asked for related ones", () => {
    const lake = grantedLake();
    lake.send("GrantPermissions", {
      Principal: { DataLakePrincipalIdentifier: roleArn("Batch") },
      Resource: { TableWithColumns: { DatabaseName: "claims", Name: "patients", ColumnNames: ["city"] } },
      Permissions: ["SELECT"],
    });
    const list = (IncludeRelated?: string) =>
      membersOf(lake.send("ListPermissions", { Resource: table, IncludeRelated }).PrincipalResourcePermissions);
    expect(list()).toEqual(["TableWithColumns", "TableWithColumns"]);
    expect(list("FALSE")).toEqual(list());
    expect(list("TRUE")).toEqual(["TableWithColumns", "TableWithColumns", "DataCellsFilter"]);
    expect(membersOf(lake.send("ListPermissions", {}).PrincipalResourcePermissions)).not.toContain("DataCellsFilter");
  });

  it("brings who changed a grant and when", () => {
    const lake = createLake({ tables: { claims: { patients: ["ssn"] } }, roles: ["Analyst", "LakeAdmin"] });
    makeAdministrator(lake, "LakeAdmin");
    lake.sendAs("LakeAdmin", "GrantPermissions", { Principal: analyst, Resource: table, Permissions: ["SELECT"] });
    const [row] = lake.send("ListPermissions", { Resource: table }).PrincipalResourcePermissions ?? [];
    expect(row?.LastUpdatedBy).toBe("arn:aws:sts::111122223333:assumed-role/LakeAdmin/test");
    expect(row?.LastUpdated?.getUTCFullYear()).toBe(2026);
  });

  it("gives the same rows at every page size, for every caller", () => {
    const lake = grantedLake();
    lake.send("GrantPermissions", { Principal: analyst, Resource: table, Permissions: ["ALL"] });
    makeAdministrator(lake, "Batch", "ReadOnlyAdmins");
    const inputs: ListPermissionsRequest[] = [{}, { ResourceType: "TABLE" }, { Resource: table, IncludeRelated: "TRUE" }];
    fc.assert(
      fc.property(
        fc.constantFrom(...inputs),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom(undefined, "Analyst", "Batch", "Registration"),
        (input, size, role) => {
          expect(allRows(lake, input, size, role)).toEqual(allRows(lake, input, 1000, role));
        },
      ),
    );
  });

  it("keeps its place when grants before it go", () => {
    const lake = grantedLake();
    const first = lake.send("ListPermissions", { MaxResults: 3 });
    lake.send("RevokePermissions", { Principal: analyst, Resource: { Catalog: {} }, Permissions: ["CREATE_DATABASE"] });
    const rest = lake.send("ListPermissions", { NextToken: first.NextToken }).PrincipalResourcePermissions;
    expect(membersOf(rest)).toEqual(
      ["TableWithColumns", "Table", "DataLocation", "LFTag", "LFTagPolicy", "LFTagPolicy", "LFTagPolicy", "LFTagExpression"].slice(0),
    );
  });

  it("is silent about what a caller may not see, even with an empty page and a token", () => {
    const lake = grantedLake();
    expect(allRows(lake, {}, 1000, "Batch")).toEqual([]);
    const page = lake.sendAs("Batch", "ListPermissions", { MaxResults: 2 });
    expect(page.PrincipalResourcePermissions).toEqual([]);
    expect(page.NextToken).toBeDefined();
    expect(membersOf(allRows(lake, {}, 1000, "Analyst"))).toHaveLength(10);
    makeAdministrator(lake, "Batch", "ReadOnlyAdmins");
    expect(allRows(lake, {}, 1000, "Batch")).toEqual(allRows(lake, {}, 1000));
  });

  it("shows holders of a grant option who else holds that permission", () => {
    const lake = grantedLake();
    lake.send("GrantPermissions", {
      Principal: { DataLakePrincipalIdentifier: roleArn("Batch") },
      Resource: table,
      Permissions: ["SELECT", "INSERT"],
      PermissionsWithGrantOption: ["SELECT"],
    });
    const others = allRows(lake, {}, 1000, "Batch").filter((row) => row.Principal?.DataLakePrincipalIdentifier === roleArn("Analyst"));
    expect(others.map((row) => row.Permissions)).toEqual([["SELECT"]]);
  });

  it.each([
    [
      "columns as resource",
      { Resource: { TableWithColumns: { DatabaseName: "claims", Name: "patients", ColumnNames: ["ssn"] } } },
      "InvalidInputException: TableWithColumns is not supported",
    ],
    ["a principal alone", { Principal: analyst }, "InvalidInputException: Resource is mandatory if Principal is set in the input."],
    ["a principal with LF_TAG", { Principal: analyst, ResourceType: "LF_TAG" as const }, "InvalidInputException: Resource is mandatory"],
    [
      "a principal and related permissions",
      { Principal: analyst, Resource: table, IncludeRelated: "TRUE" },
      "InvalidInputException: Principal must not be set",
    ],
    [
      "related permissions of a database",
      { Resource: { Database: { Name: "claims" } }, IncludeRelated: "TRUE" },
      "InvalidInputException: IncludeRelated needs a table",
    ],
    [
      "a principal and a resource",
      { Principal: analyst, Resource: table },
      "NotImplementedException: the lakegrade sandbox does not implement",
    ],
    [
      "a resource of another type",
      { Resource: table, ResourceType: "DATABASE" as const },
      "InvalidInputException: The resource is not of the resource type",
    ],
    ["a foreign token", { NextToken: "WzFd" }, "InvalidInputException: Invalid pagination token"],
  ])("refuses %s", (_what, input, error) => {
    expect(errorOf(() => grantedLake().send("ListPermissions", input))).toContain(error);
  });

  it("does not find Identity Center groups by principal", () => {
    const lake = grantedLake();
    const group = { DataLakePrincipalIdentifier: "arn:aws:identitystore:::group/01234567-89ab-cdef-0123-456789abcdef" };
    lake.send("GrantPermissions", { Principal: group, Resource: table, Permissions: ["SELECT"] });
    expect(lake.send("ListPermissions", { Principal: group, ResourceType: "TABLE" }).PrincipalResourcePermissions).toEqual([]);
    expect(lake.send("ListPermissions", { Principal: analyst, ResourceType: "TABLE" }).PrincipalResourcePermissions).toHaveLength(2);
  });

  it("refuses a link to a database as resource", () => {
    const lake = createLake();
    lake.account.glue.databases.set("link", { database: { Name: "link", TargetDatabase: { DatabaseName: "claims" } }, tables: new Map() });
    expect(errorOf(() => lake.send("ListPermissions", { Resource: { Database: { Name: "link" } } }))).toBe(
      "InvalidInputException: Database cannot be a link",
    );
  });
});
