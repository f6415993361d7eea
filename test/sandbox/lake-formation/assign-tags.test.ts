/** Assigning LF-Tags: additive, one value a key, inherited from the nearest level, failures inside the answer. */

import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { createLake, errorOf, makeAdministrator, roleArn, tag, textOf } from "./lake.ts";
import type { Lake } from "./lake.ts";

const database = { Database: { Name: "claims" } };
const table = { Table: { DatabaseName: "claims", Name: "patients" } };
const columns = (...ColumnNames: string[]) => ({ TableWithColumns: { DatabaseName: "claims", Name: "patients", ColumnNames } });

function taggedLake(faults = {}): Lake {
  const lake = createLake({ tables: { claims: { patients: ["ssn", "city", "#day"] } }, roles: ["Steward"], faults });
  lake.send("CreateLFTag", { TagKey: "grade", TagValues: ["1", "2", "3"] });
  lake.send("CreateLFTag", { TagKey: "domain", TagValues: ["claims"] });
  return lake;
}

function tagsOf(lake: Lake, assigned = false): { database: string; table: string; columns: Record<string, string> } {
  const shown = lake.send("GetResourceLFTags", { Resource: table, ShowAssignedLFTags: assigned });
  return {
    database: textOf(shown.LFTagOnDatabase),
    table: textOf(shown.LFTagsOnTable),
    columns: Object.fromEntries((shown.LFTagsOnColumns ?? []).map(({ Name, LFTags }) => [Name, textOf(LFTags)])),
  };
}

describe("adding LF-Tags", () => {
  it("keeps the keys that are there and overwrites the value of the same key", () => {
    const lake = taggedLake();
    lake.send("AddLFTagsToResource", { Resource: table, LFTags: [tag("grade", "1")] });
    lake.send("AddLFTagsToResource", { Resource: table, LFTags: [tag("domain", "claims")] });
    lake.send("AddLFTagsToResource", { Resource: table, LFTags: [tag("Grade", "3")] });
    expect(tagsOf(lake).table).toBe("domain=claims grade=3");
  });

  it("tags partition keys like other columns, in any case of their names", () => {
    const lake = taggedLake();
    expect(lake.send("AddLFTagsToResource", { Resource: columns("DAY", "ssn"), LFTags: [tag("grade", "1")] })).toEqual({ Failures: [] });
    expect(tagsOf(lake, true).columns).toEqual({ day: "grade=1", ssn: "grade=1" });
  });

  it("reports an undefined key or value among the others, which are added", () => {
    const lake = taggedLake();
    const { Failures } = lake.send("AddLFTagsToResource", {
      Resource: table,
      LFTags: [tag("grade", "9"), tag("domain", "claims"), tag("color", "red")],
    });
    expect(Failures?.map(({ LFTag, Error: error }) => [LFTag?.TagKey, error?.ErrorCode])).toEqual([
      ["grade", "EntityNotFoundException"],
      ["color", "EntityNotFoundException"],
    ]);
    expect(tagsOf(lake).table).toBe("domain=claims");
  });

  it("reports a fault of an entry and does not apply it", () => {
    const lake = taggedLake({ entryFailures: 1 });
    const { Failures } = lake.send("AddLFTagsToResource", { Resource: table, LFTags: [tag("grade", "1")] });
    expect(Failures?.map(({ Error: error }) => error?.ErrorCode)).toEqual(["ConcurrentModificationException"]);
    expect(tagsOf(lake).table).toBe("");
  });

  it.each([
    ["all tables", { Table: { DatabaseName: "claims", TableWildcard: {} } }, "Request is missing table name"],
    [
      "all columns",
      { TableWithColumns: { DatabaseName: "claims", Name: "patients", ColumnWildcard: {} } },
      "Must provide column names for patients",
    ],
    ["two resources", { ...database, ...table }, "Resource parameter must have exactly 1 resource specified but 2 were provided."],
    ["no resource", {}, "Resource parameter must have exactly 1 resource specified but 0 were provided."],
    ["a location", { DataLocation: { ResourceArn: "arn:aws:s3:::bucket" } }, "LF-Tags cannot be on a resource of type DataLocation"],
  ])("refuses %s", (_what, Resource, message) => {
    const add = () => taggedLake().send("AddLFTagsToResource", { Resource, LFTags: [tag("grade", "1")] });
    expect(errorOf(add)).toBe(`InvalidInputException: ${message}`);
  });

  it.each([
    ["one key twice", [tag("grade", "1"), tag("GRADE", "2")], "Provided list of tags contains duplicate tag key"],
    [
      "two values",
      [{ TagKey: "grade", TagValues: ["1", "2"] }],
      "Tag value wild card was found or input tag value list has size not equal to 1",
    ],
    ["a wildcard", [tag("grade", "*")], "Tag value wild card was found or input tag value list has size not equal to 1"],
  ])("refuses %s", (_what, LFTags, message) => {
    expect(errorOf(() => taggedLake().send("AddLFTagsToResource", { Resource: table, LFTags }))).toBe(`InvalidInputException: ${message}`);
  });

  it.each([
    ["database", { Database: { Name: "gone" } }],
    ["table", { Table: { DatabaseName: "claims", Name: "gone" } }],
    ["column", columns("gone")],
  ])("fails on a %s that does not exist", (_what, Resource) => {
    expect(errorOf(() => taggedLake().send("AddLFTagsToResource", { Resource, LFTags: [tag("grade", "1")] }))).toMatch(
      /^EntityNotFoundException/,
    );
  });

  it("needs ASSOCIATE on the tag and rights on the resource, which a data lake administrator has", () => {
    const lake = taggedLake();
    const add = () => lake.sendAs("Steward", "AddLFTagsToResource", { Resource: table, LFTags: [tag("grade", "1")] });
    const steward = { DataLakePrincipalIdentifier: roleArn("Steward") };
    lake.send("GrantPermissions", { Principal: steward, Resource: table, Permissions: ["SELECT"] });
    expect(add().Failures?.[0]?.Error?.ErrorMessage).toMatch(/Required ASSOCIATE on grade=1/);
    lake.send("GrantPermissions", {
      Principal: steward,
      Resource: { LFTag: { TagKey: "grade", TagValues: ["1"] } },
      Permissions: ["ASSOCIATE"],
    });
    expect(add().Failures?.[0]?.Error?.ErrorMessage).toMatch(/on the resource/);
    lake.send("GrantPermissions", { Principal: steward, Resource: table, Permissions: ["ALL"], PermissionsWithGrantOption: ["ALL"] });
    expect(add()).toEqual({ Failures: [] });
    makeAdministrator(lake, "Steward");
    expect(lake.sendAs("Steward", "AddLFTagsToResource", { Resource: table, LFTags: [tag("grade", "3")] })).toEqual({ Failures: [] });
  });
});

describe("removing LF-Tags", () => {
  it("restores the inherited value", () => {
    const lake = taggedLake();
    lake.send("AddLFTagsToResource", { Resource: database, LFTags: [tag("grade", "1")] });
    lake.send("AddLFTagsToResource", { Resource: columns("city", "ssn"), LFTags: [tag("grade", "3")] });
    lake.send("RemoveLFTagsFromResource", { Resource: columns("city"), LFTags: [tag("grade", "3")] });
    expect(tagsOf(lake).columns).toEqual({ city: "grade=1", day: "grade=1", ssn: "grade=3" });
  });

  it("fails for a value that is only inherited or another one", () => {
    const lake = taggedLake();
    lake.send("AddLFTagsToResource", { Resource: database, LFTags: [tag("grade", "1")] });
    const remove = (Resource: object, value: string) =>
      lake
        .send("RemoveLFTagsFromResource", { Resource, LFTags: [tag("grade", value)] })
        .Failures?.map(({ Error: error }) => error?.ErrorCode);
    expect(remove(table, "1")).toEqual(["EntityNotFoundException"]);
    expect(remove(database, "2")).toEqual(["EntityNotFoundException"]);
    expect(remove(database, "1")).toEqual([]);
  });
});

describe("effective LF-Tags", () => {
  const level = fc.constantFrom("database", "table", "ssn", "city", "day");
  const step = fc.record({ level, value: fc.constantFrom("1", "2", "3", undefined) });

  it("are those of the nearest level that has the key, after any sequence of changes", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const lake = taggedLake();
        const assigned = new Map<string, string>();
        for (const { level: at, value } of steps) {
          const Resource = at === "database" ? database : at === "table" ? table : columns(at);
          const before = assigned.get(at);
          if (value !== undefined) {
            lake.send("AddLFTagsToResource", { Resource, LFTags: [tag("grade", value)] });
            assigned.set(at, value);
          } else if (before !== undefined) {
            lake.send("RemoveLFTagsFromResource", { Resource, LFTags: [tag("grade", before)] });
            assigned.delete(at);
          }
        }
        const nearest = (...levels: string[]) => {
          const value = levels.map((name) => assigned.get(name)).find((found) => found !== undefined);
          return value === undefined ? "" : `grade=${value}`;
        };
        expect(tagsOf(lake)).toEqual({
          database: nearest("database"),
          table: nearest("table", "database"),
          columns: Object.fromEntries(["ssn", "city", "day"].map((name) => [name, nearest(name, "table", "database")])),
        });
      }),
    );
  });

  it("are not shown to callers who may not see the table, and hide columns these may not see", () => {
    const lake = taggedLake();
    lake.send("AddLFTagsToResource", { Resource: database, LFTags: [tag("grade", "1")] });
    const read = () => lake.sendAs("Steward", "GetResourceLFTags", { Resource: table });
    expect(errorOf(read)).toMatch(/^AccessDeniedException/);
    lake.send("GrantPermissions", {
      Principal: { DataLakePrincipalIdentifier: roleArn("Steward") },
      Resource: columns("city"),
      Permissions: ["SELECT"],
    });
    expect(read().LFTagsOnColumns?.map(({ Name }) => Name)).toEqual(["city"]);
  });
});
