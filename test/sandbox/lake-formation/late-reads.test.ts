/** Late read-back: for some calls after a write, reads answer as if it had not happened. */

import { describe, expect, it } from "vitest";

import { mayRead } from "../../../src/sandbox/lake-formation/may-read.ts";
import { createLake, roleArn, tag, textOf } from "./lake.ts";

const database = { Database: { Name: "claims" } };

function lateLake(readBackDelay: number) {
  const lake = createLake({ tables: { claims: { patients: ["ssn"] } }, roles: ["Analyst"] });
  lake.send("CreateLFTag", { TagKey: "grade", TagValues: ["1", "2"] });
  lake.faults.set({ readBackDelay });
  return lake;
}

describe("late read-back", () => {
  it("shows a write after the given number of further calls, not before", () => {
    const lake = lateLake(3);
    const read = () => textOf(lake.send("GetResourceLFTags", { Resource: database }).LFTagOnDatabase);
    lake.send("AddLFTagsToResource", { Resource: database, LFTags: [tag("grade", "1")] });
    expect([read(), read(), read(), read()]).toEqual(["", "", "", "grade=1"]);
  });

  it("shows writes in the order they were made", () => {
    const lake = lateLake(4);
    const read = () => textOf(lake.send("GetResourceLFTags", { Resource: database }).LFTagOnDatabase);
    lake.send("AddLFTagsToResource", { Resource: database, LFTags: [tag("grade", "1")] });
    expect(read()).toBe("");
    lake.send("AddLFTagsToResource", { Resource: database, LFTags: [tag("grade", "2")] });
    expect([read(), read(), read(), read(), read()]).toEqual(["", "", "grade=1", "grade=1", "grade=2"]);
  });

  it("delays what is read, not what is enforced", () => {
    const lake = lateLake(5);
    lake.send("AddLFTagsToResource", { Resource: database, LFTags: [tag("grade", "1")] });
    const Resource = { LFTagPolicy: { ResourceType: "TABLE" as const, Expression: [tag("grade", "1")] } };
    lake.send("GrantPermissions", { Principal: { DataLakePrincipalIdentifier: roleArn("Analyst") }, Resource, Permissions: ["SELECT"] });
    expect(lake.send("ListPermissions", { ResourceType: "LF_TAG_POLICY_TABLE" }).PrincipalResourcePermissions).toEqual([]);
    expect(mayRead(lake.account, roleArn("Analyst"), "claims", "patients", "ssn").allowed).toBe(true);
  });

  it("keeps no copies while it is off", () => {
    const lake = lateLake(0);
    lake.send("AddLFTagsToResource", { Resource: database, LFTags: [tag("grade", "1")] });
    expect(lake.account.lakeFormation.journal).toEqual([]);
    expect(textOf(lake.send("GetResourceLFTags", { Resource: database }).LFTagOnDatabase)).toBe("grade=1");
  });
});
