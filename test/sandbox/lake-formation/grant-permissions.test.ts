/** Granting: what is legal on what and for whom, and how grants merge. */

import type { Permission, Resource } from "@aws-sdk/client-lakeformation";
import { describe, expect, it } from "vitest";

import { column, lakeWithRoles, policy, rowsOf, table, to } from "./granted-lake.ts";
import { errorOf, makeAdministrator, roleArn } from "./lake.ts";

const grade = (...TagValues: string[]): Resource => ({
  LFTagPolicy: { ResourceType: "TABLE", Expression: [{ TagKey: "grade", TagValues }] },
});

describe("granting", () => {
  const legal: [string, Resource, Permission[]][] = [
    ["the catalog", { Catalog: {} }, ["CREATE_DATABASE", "CREATE_LF_TAG"]],
    ["a database", { Database: { Name: "Claims" } }, ["ALL"]],
    ["a table", table, ["SELECT", "INSERT"]],
    ["all tables", { Table: { DatabaseName: "claims", TableWildcard: {} } }, ["SELECT", "DESCRIBE"]],
    ["columns", column("SSN"), ["SELECT"]],
    [
      "all but some columns",
      { TableWithColumns: { DatabaseName: "claims", Name: "patients", ColumnWildcard: { ExcludedColumnNames: ["ssn"] } } },
      ["SELECT"],
    ],
    ["an LF-Tag", { LFTag: { TagKey: "grade", TagValues: ["*"] } }, ["ALTER", "DROP", "ASSOCIATE"]],
    ["LF-Tag values", { LFTag: { TagKey: "grade", TagValues: ["1", "2"] } }, ["ASSOCIATE", "DESCRIBE"]],
    ["an LF-Tag policy on databases", policy("1", "DATABASE"), ["DESCRIBE", "CREATE_TABLE"]],
    ["an LF-Tag policy on tables", policy("*"), ["SELECT", "DESCRIBE"]],
  ];
  it.each(legal)("takes what is legal on %s, twice", (_what, Resource, Permissions) => {
    const lake = lakeWithRoles();
    const grant = () => lake.send("GrantPermissions", { Principal: to("Analyst"), Resource, Permissions });
    grant();
    const once = rowsOf(lake);
    grant();
    expect(rowsOf(lake)).toEqual(once);
    expect(once.length).toBeGreaterThan(0);
  });

  const illegal: [string, Resource, Permission[]][] = [
    ["SELECT on the catalog", { Catalog: {} }, ["SELECT"]],
    ["SELECT on a database", { Database: { Name: "claims" } }, ["SELECT"]],
    ["CREATE_TABLE on a table", table, ["CREATE_TABLE"]],
    ["DESCRIBE on columns", column("ssn"), ["SELECT", "DESCRIBE"]],
    ["INSERT on all columns", { TableWithColumns: { DatabaseName: "claims", Name: "patients", ColumnWildcard: {} } }, ["INSERT"]],
    ["ALTER on LF-Tag values", { LFTag: { TagKey: "grade", TagValues: ["1"] } }, ["ALTER"]],
    ["SELECT on databases by LF-Tag", policy("1", "DATABASE"), ["SELECT"]],
    ["SELECT on a location", { DataLocation: { ResourceArn: "arn:aws:s3:::bucket" } }, ["SELECT"]],
    ["nothing", table, []],
  ];
  it.each(illegal)("refuses %s", (_what, Resource, Permissions) => {
    const grant = () => lakeWithRoles().send("GrantPermissions", { Principal: to("Analyst"), Resource, Permissions });
    expect(errorOf(grant)).toMatch(/^InvalidInputException: Permissions/);
  });

  it.each([
    ["a role that does not exist", roleArn("Gone")],
    ["a role of another path", roleArn("team/Analyst")],
    ["a pattern", roleArn("*")],
    ["plain words", "Analyst"],
  ])("refuses %s as principal", (_what, identifier) => {
    const lake = lakeWithRoles();
    const Principal = { DataLakePrincipalIdentifier: identifier };
    const grant = () => lake.send("GrantPermissions", { Principal, Resource: table, Permissions: ["SELECT"] });
    expect(errorOf(grant)).toMatch(/^InvalidInputException: Invalid principal/);
  });

  it("refuses grant options beyond the permissions", () => {
    const lake = lakeWithRoles();
    const grant = () =>
      lake.send("GrantPermissions", {
        Principal: to("Analyst"),
        Resource: table,
        Permissions: ["SELECT"],
        PermissionsWithGrantOption: ["INSERT"],
      });
    expect(errorOf(grant)).toMatch(/^InvalidInputException/);
  });

  it.each([
    ["a table", { Table: { DatabaseName: "claims", Name: "gone" } }, "EntityNotFoundException: Table not found: claims.gone"],
    ["a column", column("gone"), "InvalidInputException: cannot grant/revoke permission on non-existent column"],
    ["an LF-Tag value", policy("9"), "EntityNotFoundException: Tag value does not exist: grade: [9]"],
    [
      "a saved expression",
      { LFTagPolicy: { ResourceType: "TABLE" as const, ExpressionName: "gone" } },
      "EntityNotFoundException: LF-Tag expression not found: gone",
    ],
    ["a catalog", { Database: { CatalogId: "999900001111", Name: "claims" } }, "EntityNotFoundException: Catalog not found: 999900001111"],
  ])("fails on %s that does not exist", (_what, Resource, error) => {
    expect(errorOf(() => lakeWithRoles().send("GrantPermissions", { Principal: to("Analyst"), Resource, Permissions: ["SELECT"] }))).toBe(
      error,
    );
  });

  it("merges grants on one resource however it is spelled", () => {
    const lake = lakeWithRoles();
    lake.send("GrantPermissions", { Principal: to("Analyst"), Resource: grade("3", "2"), Permissions: ["SELECT"] });
    lake.send("GrantPermissions", {
      CatalogId: "111122223333",
      Principal: to("Analyst"),
      Resource: grade("2", "3", "2"),
      Permissions: ["DESCRIBE"],
    });
    expect(rowsOf(lake)).toHaveLength(1);
    expect(rowsOf(lake)[0]).toMatch(/"TagValues":\["2","3"\].*: DESCRIBE,SELECT \/ $/);
  });

  it("shows SELECT on a table as all columns, and ALL with what it stands for", () => {
    const lake = lakeWithRoles();
    lake.send("GrantPermissions", {
      Principal: to("Analyst"),
      Resource: table,
      Permissions: ["ALL"],
      PermissionsWithGrantOption: ["SELECT"],
    });
    expect(rowsOf(lake)).toEqual([
      '{"Table":{"CatalogId":"111122223333","DatabaseName":"claims","Name":"patients"}}: ALL,ALTER,DELETE,DESCRIBE,DROP,INSERT / ',
      '{"TableWithColumns":{"CatalogId":"111122223333","DatabaseName":"claims","Name":"patients","ColumnWildcard":{}}}: SELECT / SELECT',
    ]);
    lake.send("RevokePermissions", { Principal: to("Analyst"), Resource: table, Permissions: ["DROP"] });
    expect(rowsOf(lake)[0]).toMatch(/: ALTER,DELETE,DESCRIBE,INSERT \/ $/);
  });

  it("shows all tables under a name that stands for them", () => {
    const lake = lakeWithRoles();
    lake.send("GrantPermissions", {
      Principal: to("Analyst"),
      Resource: { Table: { DatabaseName: "claims", TableWildcard: {} } },
      Permissions: ["SELECT", "DESCRIBE"],
    });
    expect(rowsOf(lake)).toEqual([
      '{"Table":{"CatalogId":"111122223333","DatabaseName":"claims","Name":"ALL_TABLES","TableWildcard":{}}}: DESCRIBE / ',
      '{"TableWithColumns":{"CatalogId":"111122223333","DatabaseName":"claims","Name":"ALL_TABLES","ColumnWildcard":{}}}: SELECT / ',
    ]);
  });

  it("adds up columns, and keeps those with grant option apart", () => {
    const lake = lakeWithRoles();
    lake.send("GrantPermissions", { Principal: to("Analyst"), Resource: column("ssn"), Permissions: ["SELECT"] });
    lake.send("GrantPermissions", { Principal: to("Analyst"), Resource: column("city"), Permissions: ["SELECT"] });
    expect(rowsOf(lake)).toHaveLength(1);
    expect(rowsOf(lake)[0]).toMatch(/"ColumnNames":\["city","ssn"\]/);
    lake.send("GrantPermissions", {
      Principal: to("Analyst"),
      Resource: column("ssn"),
      Permissions: ["SELECT"],
      PermissionsWithGrantOption: ["SELECT"],
    });
    expect(rowsOf(lake).map((row) => row.replace(/^.*"ColumnNames":/, ""))).toEqual([
      '["city"]}}: SELECT / ',
      '["ssn"]}}: SELECT / SELECT',
    ]);
  });

  it("does not combine SELECT on columns with other permissions on the table", () => {
    const lake = lakeWithRoles();
    lake.send("GrantPermissions", { Principal: to("Analyst"), Resource: column("ssn"), Permissions: ["SELECT"] });
    const grant = (role: string, Resource: Resource, Permissions: Permission[]) =>
      errorOf(() => lake.send("GrantPermissions", { Principal: to(role), Resource, Permissions }));
    expect(grant("Analyst", table, ["INSERT"])).toMatch(/^InvalidInputException: SELECT on some columns/);
    expect(grant("Batch", table, ["ALTER"])).toBe("no error");
    expect(grant("Batch", column("ssn"), ["SELECT"])).toMatch(/^InvalidInputException: SELECT on some columns/);
    expect(grant("Analyst", table, ["SELECT", "INSERT"])).toBe("no error");
  });

  it("gives IAM_ALLOWED_PRINCIPALS everything or nothing", () => {
    const lake = lakeWithRoles();
    const grant = (Resource: Resource, Permissions: Permission[]) =>
      errorOf(() => lake.send("GrantPermissions", { Principal: to("IAM_ALLOWED_PRINCIPALS"), Resource, Permissions }));
    expect(grant(table, ["SELECT"])).toMatch(/^InvalidInputException/);
    expect(grant(policy("1"), ["ALL"])).toMatch(/^InvalidInputException/);
    expect(grant(table, ["ALL"])).toBe("no error");
    expect(rowsOf(lake, "IAM_ALLOWED_PRINCIPALS").at(-2)).toMatch(/^\{"Table".*: ALL \/ $/);
  });

  it("keeps conditions, as grants of their own, for all IAM principals only", () => {
    const lake = lakeWithRoles();
    const everybody = { DataLakePrincipalIdentifier: "111122223333:IAMPrincipals" };
    const Condition = { Expression: 'context.iam.principalTags.hasTag("team")' };
    lake.send("GrantPermissions", { Principal: everybody, Resource: table, Permissions: ["SELECT"], Condition });
    lake.send("GrantPermissions", { Principal: everybody, Resource: table, Permissions: ["SELECT"] });
    const rows = lake.send("ListPermissions", { ResourceType: "TABLE" }).PrincipalResourcePermissions ?? [];
    expect(rows.map((row) => row.Condition)).toEqual([Condition, undefined]);
    const conditional = (Principal: object, Resource: Resource) =>
      errorOf(() => lake.send("GrantPermissions", { Principal, Resource, Permissions: ["SELECT"], Condition }));
    expect(conditional(to("Analyst"), table)).toMatch(/^InvalidInputException/);
    expect(conditional(everybody, policy("1"))).toMatch(/^InvalidInputException/);
    const passOn = {
      Principal: everybody,
      Resource: table,
      Permissions: ["SELECT" as const],
      PermissionsWithGrantOption: ["SELECT" as const],
    };
    expect(errorOf(() => lake.send("GrantPermissions", { ...passOn, Condition }))).toMatch(/^InvalidInputException: The grant option/);
  });

  it("stops at 50 LF-Tag policies for one principal and type, and at 900 bytes", () => {
    const lake = lakeWithRoles();
    const values = Array.from({ length: 50 }, (_, index) => `a-rather-long-value-${index}`);
    lake.send("CreateLFTag", { TagKey: "many", TagValues: values });
    const grant = (TagValues: string[], ResourceType: "DATABASE" | "TABLE") =>
      errorOf(() =>
        lake.send("GrantPermissions", {
          Principal: to("Analyst"),
          Resource: { LFTagPolicy: { ResourceType, Expression: [{ TagKey: "many", TagValues }] } },
          Permissions: ["DESCRIBE"],
        }),
      );
    for (const value of values) expect(grant([value], "TABLE")).toBe("no error");
    expect(grant(values.slice(0, 2), "TABLE")).toMatch(/^ResourceNumberLimitExceededException/);
    expect(grant(values.slice(0, 1), "TABLE")).toBe("no error");
    expect(grant(values.slice(0, 2), "DATABASE")).toBe("no error");
    expect(grant(values, "DATABASE")).toMatch(/^InvalidInputException: LF-Tag expression is larger than 900 bytes/);
  });

  it("needs a location to be registered first", () => {
    const lake = lakeWithRoles();
    const Resource = { DataLocation: { ResourceArn: "arn:aws:s3:::bucket/warehouse/claims" } };
    const grant = () =>
      errorOf(() => lake.send("GrantPermissions", { Principal: to("Batch"), Resource, Permissions: ["DATA_LOCATION_ACCESS"] }));
    expect(grant()).toMatch(/^InvalidInputException: .*register the S3 path/);
    lake.send("RegisterResource", { ResourceArn: "arn:aws:s3:::bucket/warehouse", RoleArn: roleArn("Registration") });
    expect(grant()).toBe("no error");
  });

  it("is for administrators, and for others as far as they hold the permission with grant option", () => {
    const lake = lakeWithRoles();
    const grant = (Resource: Resource) =>
      errorOf(() => lake.sendAs("Batch", "GrantPermissions", { Principal: to("Analyst"), Resource, Permissions: ["SELECT"] }));
    expect(grant(table)).toMatch(/^AccessDeniedException/);
    expect(grant({ Table: { DatabaseName: "claims", Name: "gone" } })).toMatch(
      /^AccessDeniedException: Resource does not exist or requester/,
    );
    lake.send("GrantPermissions", { Principal: to("Batch"), Resource: table, Permissions: ["SELECT"] });
    expect(grant(table)).toMatch(/^AccessDeniedException/);
    lake.send("GrantPermissions", {
      Principal: to("Batch"),
      Resource: table,
      Permissions: ["SELECT"],
      PermissionsWithGrantOption: ["SELECT"],
    });
    expect(grant(column("ssn"))).toBe("no error");
    makeAdministrator(lake, "Batch", "ReadOnlyAdmins");
    expect(grant(policy("1"))).toMatch(/^AccessDeniedException/);
    makeAdministrator(lake, "Batch");
    expect(grant(policy("1"))).toBe("no error");
  });
});
