/** "May this principal read this column?": each path of the documentation, and all of them against a plain reading on tiny lakes. */

import type { Permission, Resource } from "@aws-sdk/client-lakeformation";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { mayRead } from "../../../src/sandbox/lake-formation/may-read.ts";
import { createLake, errorOf, makeAdministrator, roleArn, tag } from "./lake.ts";
import type { Lake } from "./lake.ts";

const analyst = { DataLakePrincipalIdentifier: roleArn("Analyst") };
const table: Resource = { Table: { DatabaseName: "claims", Name: "patients" } };
const columns = (...ColumnNames: string[]): Resource => ({ TableWithColumns: { DatabaseName: "claims", Name: "patients", ColumnNames } });
const but = (...ExcludedColumnNames: string[]): Resource => ({
  TableWithColumns: { DatabaseName: "claims", Name: "patients", ColumnWildcard: { ExcludedColumnNames } },
});
const policy = (...TagValues: string[]): Resource => ({
  LFTagPolicy: { ResourceType: "TABLE", Expression: [{ TagKey: "grade", TagValues }] },
});

const names = ["ssn", "city", "day"];

function newLake(closed = true): Lake {
  const lake = createLake({ tables: { claims: { patients: ["ssn", "city", "#day"] } }, roles: ["Analyst", "Batch"], closed });
  lake.send("CreateLFTag", { TagKey: "grade", TagValues: ["1", "2", "3"] });
  return lake;
}

const readable = (lake: Lake): string[] =>
  names.filter((name) => mayRead(lake.account, roleArn("Analyst"), "claims", "patients", name).allowed);

describe("reading", () => {
  const paths: [string, Resource, Permission[], string[]][] = [
    ["SELECT on the table", table, ["SELECT"], names],
    ["INSERT on the table, which implies reading", table, ["INSERT"], names],
    ["DELETE on the table, which implies reading", table, ["DELETE"], names],
    ["DESCRIBE and ALTER on the table", table, ["DESCRIBE", "ALTER"], []],
    ["SELECT on all tables", { Table: { DatabaseName: "claims", TableWildcard: {} } }, ["SELECT"], names],
    ["everything on the database", { Database: { Name: "claims" } }, ["ALL"], []],
    ["SELECT on a column", columns("city"), ["SELECT"], ["city"]],
    ["SELECT on all but a column", but("ssn"), ["SELECT"], ["city", "day"]],
    ["SELECT on a grade", policy("3"), ["SELECT"], ["city"]],
    ["SELECT on two grades", policy("1", "3"), ["SELECT"], names],
    ["SELECT on any grade", policy("*"), ["SELECT"], names],
    ["DESCRIBE on a grade", policy("3"), ["DESCRIBE"], []],
    ["INSERT on a grade that not all columns have", policy("1"), ["INSERT"], []],
    ["INSERT on the grades of all columns", policy("1", "3"), ["INSERT"], names],
  ];
  it.each(paths)("follows %s", (_what, target, Permissions, expected) => {
    const lake = newLake();
    lake.send("AddLFTagsToResource", { Resource: { Database: { Name: "claims" } }, LFTags: [tag("grade", "1")] });
    lake.send("AddLFTagsToResource", { Resource: columns("city"), LFTags: [tag("grade", "3")] });
    expect(readable(lake)).toEqual([]);
    lake.send("GrantPermissions", { Principal: analyst, Resource: target, Permissions });
    expect(readable(lake)).toEqual(expected);
  });

  it("follows a data cells filter", () => {
    const lake = newLake();
    const name = { TableCatalogId: "111122223333", DatabaseName: "claims", TableName: "patients", Name: "f" };
    lake.send("CreateDataCellsFilter", {
      TableData: { ...name, RowFilter: { AllRowsWildcard: {} }, ColumnWildcard: { ExcludedColumnNames: ["ssn"] } },
    });
    lake.send("GrantPermissions", { Principal: analyst, Resource: { DataCellsFilter: name }, Permissions: ["SELECT"] });
    expect(readable(lake)).toEqual(["city", "day"]);
  });

  it("is open while IAM_ALLOWED_PRINCIPALS holds the table, but not for the opted in", () => {
    const lake = newLake(false);
    expect(readable(lake)).toEqual(names);
    lake.send("CreateLakeFormationOptIn", { Principal: analyst, Resource: { Database: { Name: "claims" } } });
    expect(readable(lake)).toEqual([]);
    expect(mayRead(lake.account, roleArn("Batch"), "claims", "patients", "ssn")).toMatchObject({
      allowed: true,
      because: expect.stringContaining("IAM"),
    });
  });

  it("is open while IAM_ALLOWED_PRINCIPALS holds all tables of the database", () => {
    const lake = newLake();
    const Principal = { DataLakePrincipalIdentifier: "IAM_ALLOWED_PRINCIPALS" };
    lake.send("GrantPermissions", { Principal, Resource: { Table: { DatabaseName: "claims", TableWildcard: {} } }, Permissions: ["ALL"] });
    expect(readable(lake)).toEqual(names);
  });

  it("is not part of being an administrator", () => {
    const lake = newLake();
    makeAdministrator(lake, "Analyst");
    expect(readable(lake)).toEqual([]);
  });

  it("reaches everybody with a grant to all IAM principals, conditions or not", () => {
    const lake = newLake();
    const Principal = { DataLakePrincipalIdentifier: "111122223333:IAMPrincipals" };
    lake.send("GrantPermissions", { Principal, Resource: columns("city"), Permissions: ["SELECT"], Condition: { Expression: "false" } });
    expect(mayRead(lake.account, roleArn("Analyst"), "claims", "patients", "city").because).toContain("condition that is not evaluated");
    expect(readable(lake)).toEqual(["city"]);
  });

  it("of one column opens the table to engines that filter by themselves", () => {
    const lake = newLake();
    lake.send("GrantPermissions", { Principal: analyst, Resource: columns("city"), Permissions: ["SELECT"] });
    lake.send("PutDataLakeSettings", { DataLakeSettings: { AllowExternalDataFiltering: true } });
    expect(readable(lake)).toEqual(names);
    expect(mayRead(lake.account, roleArn("Batch"), "claims", "patients", "city").allowed).toBe(false);
  });

  it("of what does not exist is refused, with the reason", () => {
    const lake = newLake();
    expect(mayRead(lake.account, roleArn("Analyst"), "claims", "gone", "x")).toEqual({
      allowed: false,
      because: "there is no table claims.gone",
    });
    expect(mayRead(lake.account, roleArn("Analyst"), "claims", "patients", "x").because).toBe("there is no column claims.patients.x");
  });
});

describe("reading on tiny lakes", () => {
  /** A grant as data: what the plain reading below understands. */
  type Given =
    | { readonly on: "table"; readonly permission: "SELECT" | "INSERT" | "DESCRIBE" }
    | { readonly on: "columns"; readonly names: readonly string[] }
    | { readonly on: "but"; readonly names: readonly string[] }
    | { readonly on: "grades"; readonly values: readonly string[]; readonly permission: "SELECT" | "DELETE" };

  const some = fc.subarray(names, { minLength: 1, maxLength: 2 });
  const given: fc.Arbitrary<Given> = fc.oneof(
    fc.record({ on: fc.constant("table" as const), permission: fc.constantFrom("SELECT", "INSERT", "DESCRIBE") }),
    fc.record({ on: fc.constant("columns" as const), names: some }),
    fc.record({ on: fc.constant("but" as const), names: some }),
    fc.record({
      on: fc.constant("grades" as const),
      values: fc.subarray(["1", "2", "3"], { minLength: 1 }),
      permission: fc.constantFrom("SELECT", "DELETE"),
    }),
  );
  const grade = fc.option(fc.constantFrom("1", "2", "3"), { nil: undefined });
  const grades = fc.record({ database: grade, table: grade, ssn: grade, city: grade, day: grade });

  function resourceOf(grant: Given): Resource {
    if (grant.on === "table") return table;
    if (grant.on === "grades") return policy(...grant.values);
    return grant.on === "columns" ? columns(...grant.names) : but(...grant.names);
  }

  /** Written from the documentation alone, over the generated data: no state, no grant table. */
  function plainReading(grants: readonly Given[], assigned: Readonly<Record<string, string | undefined>>, column: string): boolean {
    const gradeOf = (name: string) => assigned[name] ?? assigned["table"] ?? assigned["database"] ?? "none";
    return grants.some((grant) => {
      if (grant.on === "table") return grant.permission !== "DESCRIBE";
      if (grant.on === "columns") return grant.names.includes(column);
      if (grant.on === "but") return !grant.names.includes(column);
      const matching = names.filter((name) => grant.values.includes(gradeOf(name)));
      return grant.permission === "SELECT" ? matching.includes(column) : matching.length === names.length;
    });
  }

  it("agrees with the plain reading", () => {
    fc.assert(
      fc.property(fc.array(given, { maxLength: 4 }), grades, (wanted, assigned) => {
        const lake = newLake();
        for (const [level, value] of Object.entries(assigned)) {
          if (value === undefined) continue;
          const target = level === "database" ? { Database: { Name: "claims" } } : level === "table" ? table : columns(level);
          lake.send("AddLFTagsToResource", { Resource: target, LFTags: [tag("grade", value)] });
        }
        // Some combinations are refused; what counts is what was granted.
        const granted = wanted.filter((grant) => {
          const permission = "permission" in grant ? grant.permission : "SELECT";
          return (
            errorOf(() => lake.send("GrantPermissions", { Principal: analyst, Resource: resourceOf(grant), Permissions: [permission] })) ===
            "no error"
          );
        });
        expect(readable(lake)).toEqual(names.filter((name) => plainReading(granted, assigned, name)));
      }),
      { numRuns: 300 },
    );
  });
});
