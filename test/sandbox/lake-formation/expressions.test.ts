/** Saved LF-Tag expressions: grants follow their changes, and go with them. */

import { describe, expect, it } from "vitest";

import { mayRead } from "../../../src/sandbox/lake-formation/may-read.ts";
import { createLake, errorOf, roleArn, tag } from "./lake.ts";

function lakeWithExpression() {
  const lake = createLake({ tables: { claims: { patients: ["ssn"] } }, roles: ["Analyst"] });
  lake.send("CreateLFTag", { TagKey: "grade", TagValues: ["1", "2"] });
  lake.send("AddLFTagsToResource", { Resource: { Database: { Name: "claims" } }, LFTags: [tag("grade", "1")] });
  lake.send("CreateLFTagExpression", { Name: "low", Description: "the rest", Expression: [tag("Grade", "2")] });
  lake.send("GrantPermissions", {
    Principal: { DataLakePrincipalIdentifier: roleArn("Analyst") },
    Resource: { LFTagPolicy: { ResourceType: "TABLE", ExpressionName: "low" } },
    Permissions: ["SELECT"],
  });
  return lake;
}

describe("saved LF-Tag expressions", () => {
  it("come back as they were saved, in lower case", () => {
    const shown = { Name: "low", Description: "the rest", CatalogId: "111122223333", Expression: [tag("grade", "2")] };
    expect(lakeWithExpression().send("GetLFTagExpression", { Name: "low" })).toEqual(shown);
    expect(lakeWithExpression().send("ListLFTagExpressions", {})).toEqual({ LFTagExpressions: [shown] });
  });

  it("change every grant that refers to them at once", () => {
    const lake = lakeWithExpression();
    const reads = () => mayRead(lake.account, roleArn("Analyst"), "claims", "patients", "ssn").allowed;
    expect(reads()).toBe(false);
    lake.send("UpdateLFTagExpression", { Name: "low", Expression: [{ TagKey: "grade", TagValues: ["1", "2"] }] });
    expect(reads()).toBe(true);
  });

  it("take their grants with them", () => {
    const lake = lakeWithExpression();
    lake.send("DeleteLFTagExpression", { Name: "low" });
    expect(lake.send("ListPermissions", { ResourceType: "LF_TAG_POLICY_TABLE" }).PrincipalResourcePermissions).toEqual([]);
    expect(errorOf(() => lake.send("GetLFTagExpression", { Name: "low" }))).toMatch(/^EntityNotFoundException/);
  });

  it("have one name each and only defined tags", () => {
    const lake = lakeWithExpression();
    const create = (Name: string, value: string) =>
      errorOf(() => lake.send("CreateLFTagExpression", { Name, Expression: [tag("grade", value)] }));
    expect(create("low", "2")).toMatch(/^InvalidInputException: LF-Tag expression already exists/);
    expect(create("other", "9")).toMatch(/^EntityNotFoundException/);
    expect(create("", "2")).toMatch(/^InvalidInputException/);
  });

  it("are hidden from callers without a permission on them", () => {
    const lake = lakeWithExpression();
    expect(lake.sendAs("Analyst", "ListLFTagExpressions", {})).toEqual({ LFTagExpressions: [] });
    expect(errorOf(() => lake.sendAs("Analyst", "DeleteLFTagExpression", { Name: "low" }))).toMatch(/^AccessDeniedException/);
    expect(errorOf(() => lake.sendAs("Analyst", "CreateLFTagExpression", { Name: "x", Expression: [tag("grade", "1")] }))).toMatch(
      /^AccessDeniedException/,
    );
  });
});
