/** LF-Tag definitions: lower case, limits, deletion with and without care. */

import { describe, expect, it } from "vitest";

import { createLake, errorOf, roleArn, tag, textOf } from "./lake.ts";

const values = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `v${from + index}`);

describe("LF-Tags", () => {
  it("are stored in lower case, whatever case they come in", () => {
    const lake = createLake();
    lake.send("CreateLFTag", { TagKey: "Grade", TagValues: ["One", "TWO"] });
    expect(lake.send("GetLFTag", { TagKey: "GRADE" })).toEqual({ CatalogId: "111122223333", TagKey: "grade", TagValues: ["one", "two"] });
  });

  it("cannot be created twice", () => {
    const lake = createLake();
    lake.send("CreateLFTag", { TagKey: "grade", TagValues: ["1"] });
    expect(errorOf(() => lake.send("CreateLFTag", { TagKey: "GRADE", TagValues: ["2"] }))).toMatch(
      /^InvalidInputException: Tag key already exists/,
    );
    expect(lake.send("GetLFTag", { TagKey: "grade" }).TagValues).toEqual(["1"]);
  });

  it.each([
    ["no value", []],
    ["51 values", values(51)],
    ["a wildcard", ["*"]],
    ["a value of 51 characters", ["v".repeat(51)]],
  ])("refuse %s in one call", (_what, list) => {
    expect(errorOf(() => createLake().send("CreateLFTag", { TagKey: "grade", TagValues: list }))).toMatch(/^InvalidInputException/);
  });

  it("hold 1,000 values and no more", () => {
    const lake = createLake();
    lake.send("CreateLFTag", { TagKey: "grade", TagValues: values(50) });
    for (let from = 50; from < 1000; from += 50) lake.send("UpdateLFTag", { TagKey: "grade", TagValuesToAdd: values(50, from) });
    const update = () => lake.send("UpdateLFTag", { TagKey: "grade", TagValuesToAdd: ["one-more"] });
    expect(errorOf(update)).toMatch(/^ResourceNumberLimitExceededException/);
  });

  it.each(["GetLFTag", "DeleteLFTag", "UpdateLFTag"] as const)("that do not exist make %s fail", (name) => {
    expect(errorOf(() => createLake().send(name, { TagKey: "grade" }))).toMatch(/^EntityNotFoundException/);
  });

  it("do not lose a value that a resource carries, and lose others", () => {
    const lake = createLake({ tables: { claims: { patients: ["ssn"] } } });
    lake.send("CreateLFTag", { TagKey: "grade", TagValues: ["1", "2"] });
    const Resource = { TableWithColumns: { DatabaseName: "claims", Name: "patients", ColumnNames: ["ssn"] } };
    lake.send("AddLFTagsToResource", { Resource, LFTags: [tag("grade", "1")] });
    expect(errorOf(() => lake.send("UpdateLFTag", { TagKey: "grade", TagValuesToDelete: ["1"] }))).toMatch(
      /^InvalidInputException: Update not allowed/,
    );
    lake.send("UpdateLFTag", { TagKey: "grade", TagValuesToDelete: ["2"] });
    expect(lake.send("GetLFTag", { TagKey: "grade" }).TagValues).toEqual(["1"]);
  });

  it("vanish from every resource when the key is deleted, without a word", () => {
    const lake = createLake({ tables: { claims: { patients: ["ssn", "city"] } } });
    lake.send("CreateLFTag", { TagKey: "grade", TagValues: ["1"] });
    lake.send("CreateLFTag", { TagKey: "domain", TagValues: ["claims"] });
    const table = { DatabaseName: "claims", Name: "patients" };
    for (const Resource of [
      { Database: { Name: "claims" } },
      { Table: table },
      { TableWithColumns: { ...table, ColumnNames: ["ssn", "city"] } },
    ]) {
      lake.send("AddLFTagsToResource", { Resource, LFTags: [tag("grade", "1"), tag("domain", "claims")] });
    }
    lake.send("DeleteLFTag", { TagKey: "grade" });
    const shown = lake.send("GetResourceLFTags", { Resource: { Table: table }, ShowAssignedLFTags: true });
    expect(textOf(shown.LFTagOnDatabase)).toBe("domain=claims");
    expect(textOf(shown.LFTagsOnTable)).toBe("domain=claims");
    expect(shown.LFTagsOnColumns?.map(({ LFTags }) => textOf(LFTags))).toEqual(["domain=claims", "domain=claims"]);
  });

  it("are listed in order, by pages, only as far as the caller may see them", () => {
    const lake = createLake({ roles: ["Steward"], faults: { pageSize: 1 } });
    lake.send("CreateLFTag", { TagKey: "grade", TagValues: ["1", "2"] });
    lake.send("CreateLFTag", { TagKey: "domain", TagValues: ["claims"] });
    const first = lake.send("ListLFTags", {});
    expect(textOf(first.LFTags)).toBe("domain=claims");
    const second = lake.send("ListLFTags", { NextToken: first.NextToken });
    expect(textOf(second.LFTags)).toBe("grade=1|2");
    expect(second.NextToken).toBeUndefined();
    lake.send("GrantPermissions", {
      Principal: { DataLakePrincipalIdentifier: roleArn("Steward") },
      Resource: { LFTag: { TagKey: "grade", TagValues: ["2"] } },
      Permissions: ["DESCRIBE"],
    });
    const page = lake.sendAs("Steward", "ListLFTags", {});
    expect(page).toMatchObject({ LFTags: [] });
    expect(textOf(lake.sendAs("Steward", "ListLFTags", { NextToken: page.NextToken }).LFTags)).toBe("grade=2");
  });

  it("may be created by holders of CREATE_LF_TAG, who may then do everything with them", () => {
    const lake = createLake({ roles: ["Steward"] });
    const create = () => lake.sendAs("Steward", "CreateLFTag", { TagKey: "grade", TagValues: ["1"] });
    expect(errorOf(create)).toMatch(/^AccessDeniedException/);
    lake.send("GrantPermissions", {
      Principal: { DataLakePrincipalIdentifier: roleArn("Steward") },
      Resource: { Catalog: {} },
      Permissions: ["CREATE_LF_TAG"],
    });
    create();
    lake.sendAs("Steward", "UpdateLFTag", { TagKey: "grade", TagValuesToAdd: ["2"] });
    expect(lake.sendAs("Steward", "GetLFTag", { TagKey: "grade" }).TagValues).toEqual(["1", "2"]);
  });
});
