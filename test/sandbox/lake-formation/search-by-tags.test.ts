/** Searching by LF-Tags: effective tags of what matches, by pages. */

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createLake, errorOf, roleArn, tag, textOf } from "./lake.ts";
import type { Lake } from "./lake.ts";

function gradedLake(): Lake {
  const lake = createLake({
    tables: { claims: { patients: ["ssn", "city"], visits: ["day"] }, audit: { log: ["line"] }, plain: { open: ["x"] } },
    roles: ["Analyst"],
  });
  lake.send("CreateLFTag", { TagKey: "grade", TagValues: ["1", "2", "3"] });
  lake.send("AddLFTagsToResource", { Resource: { Database: { Name: "claims" } }, LFTags: [tag("grade", "1")] });
  lake.send("AddLFTagsToResource", { Resource: { Table: { DatabaseName: "audit", Name: "log" } }, LFTags: [tag("grade", "2")] });
  const city = { TableWithColumns: { DatabaseName: "claims", Name: "patients", ColumnNames: ["city"] } };
  lake.send("AddLFTagsToResource", { Resource: city, LFTags: [tag("grade", "3")] });
  return lake;
}

function tablesOf(lake: Lake, values: string[], pageSize: number): string[] {
  const found: string[] = [];
  let NextToken: string | undefined;
  let pages = 0;
  do {
    expect((pages += 1)).toBeLessThan(100);
    const page = lake.send("SearchTablesByLFTags", {
      Expression: [{ TagKey: "grade", TagValues: values }],
      MaxResults: pageSize,
      NextToken,
    });
    expect(page.TableList?.length).toBeLessThanOrEqual(pageSize);
    found.push(...(page.TableList ?? []).map(({ Table }) => `${Table?.DatabaseName}.${Table?.Name}`));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

describe("searching tables", () => {
  it("finds a table by its own effective tag and by that of a single column", () => {
    const lake = gradedLake();
    expect(tablesOf(lake, ["1"], 100)).toEqual(["claims.patients", "claims.visits"]);
    expect(tablesOf(lake, ["3"], 100)).toEqual(["claims.patients"]);
    expect(tablesOf(lake, ["*"], 100)).toEqual(["audit.log", "claims.patients", "claims.visits"]);
  });

  it("brings the effective tags of database, table and every column", () => {
    const [found] = gradedLake().send("SearchTablesByLFTags", { Expression: [tag("GRADE", "3")] }).TableList ?? [];
    expect(textOf(found?.LFTagOnDatabase)).toBe("grade=1");
    expect(textOf(found?.LFTagsOnTable)).toBe("grade=1");
    expect(found?.LFTagsOnColumns?.map(({ Name, LFTags }) => `${Name}: ${textOf(LFTags)}`)).toEqual(["ssn: grade=1", "city: grade=3"]);
  });

  it("finds the same at every page size", () => {
    const lake = gradedLake();
    fc.assert(
      fc.property(fc.subarray(["1", "2", "3"], { minLength: 1 }), fc.integer({ min: 1, max: 5 }), (values, size) => {
        expect(tablesOf(lake, values, size)).toEqual(tablesOf(lake, values, 100));
      }),
    );
  });

  it("shows callers only what they may see", () => {
    const lake = gradedLake();
    const search = () => lake.sendAs("Analyst", "SearchTablesByLFTags", { Expression: [tag("grade", "1")] }).TableList;
    expect(search()).toEqual([]);
    const Resource = { LFTagPolicy: { ResourceType: "TABLE" as const, Expression: [tag("grade", "3")] } };
    lake.send("GrantPermissions", { Principal: { DataLakePrincipalIdentifier: roleArn("Analyst") }, Resource, Permissions: ["SELECT"] });
    expect(search()?.map(({ LFTagsOnColumns }) => LFTagsOnColumns?.map(({ Name }) => Name))).toEqual([["city"]]);
  });

  it("refuses a token it did not give out, and undefined tags", () => {
    const lake = gradedLake();
    const search = (Expression: { TagKey: string; TagValues: string[] }[], NextToken?: string) =>
      errorOf(() => lake.send("SearchTablesByLFTags", { Expression, NextToken }));
    expect(search([tag("grade", "1")], "nonsense")).toMatch(/^InvalidInputException/);
    expect(search([tag("grade", "9")])).toMatch(/^EntityNotFoundException/);
    expect(search([tag("grade", "1"), tag("grade", "2")])).toMatch(/^InvalidInputException: .*duplicate/);
    expect(search([])).toMatch(/^InvalidInputException/);
  });
});

describe("searching databases", () => {
  it("matches the database's own tags, not those of its tables", () => {
    const lake = gradedLake();
    const search = (value: string) =>
      lake.send("SearchDatabasesByLFTags", { Expression: [tag("grade", value)] }).DatabaseList?.map(({ Database }) => Database?.Name);
    expect(search("1")).toEqual(["claims"]);
    expect(search("2")).toEqual([]);
  });

  it("goes by pages", () => {
    const lake = createLake({ tables: { a: {}, b: {}, c: {} } });
    lake.send("CreateLFTag", { TagKey: "grade", TagValues: ["1"] });
    for (const Name of ["c", "a", "b"]) lake.send("AddLFTagsToResource", { Resource: { Database: { Name } }, LFTags: [tag("grade", "1")] });
    const search = (NextToken?: string) =>
      lake.send("SearchDatabasesByLFTags", { Expression: [tag("grade", "1")], MaxResults: 2, NextToken });
    const first = search();
    const second = search(first.NextToken);
    expect([first, second].map(({ DatabaseList }) => DatabaseList?.map(({ Database }) => Database?.Name))).toEqual([["a", "b"], ["c"]]);
    expect(second.NextToken).toBeUndefined();
  });
});
