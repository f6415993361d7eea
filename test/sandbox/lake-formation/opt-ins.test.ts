/** Opt-ins of hybrid access mode. */

import { describe, expect, it } from "vitest";

import { createLake, errorOf, roleArn, tag } from "./lake.ts";

const table = { Table: { DatabaseName: "claims", Name: "patients" } };
const analyst = { DataLakePrincipalIdentifier: roleArn("Analyst") };

const newLake = () => createLake({ tables: { claims: { patients: ["ssn"] } }, roles: ["Analyst", "Batch"] });

describe("opt-ins", () => {
  it("are listed as they were made, once, and go when deleted", () => {
    const lake = newLake();
    lake.send("CreateLakeFormationOptIn", { Principal: analyst, Resource: table });
    lake.send("CreateLakeFormationOptIn", { Principal: analyst, Resource: { Table: { DatabaseName: "Claims", Name: "PATIENTS" } } });
    const list = () => lake.send("ListLakeFormationOptIns", {}).LakeFormationOptInsInfoList ?? [];
    expect(list()).toMatchObject([{ Principal: analyst, Resource: { Table: { DatabaseName: "claims", Name: "patients" } } }]);
    lake.send("DeleteLakeFormationOptIn", { Principal: analyst, Resource: table });
    expect(list()).toEqual([]);
    expect(errorOf(() => lake.send("DeleteLakeFormationOptIn", { Principal: analyst, Resource: table }))).toMatch(
      /^EntityNotFoundException/,
    );
  });

  it("are filtered by principal and by resource, but not by a principal of another account", () => {
    const lake = newLake();
    lake.send("CreateLakeFormationOptIn", { Principal: analyst, Resource: table });
    lake.send("CreateLakeFormationOptIn", {
      Principal: { DataLakePrincipalIdentifier: roleArn("Batch") },
      Resource: { Database: { Name: "claims" } },
    });
    const count = (input: object) => lake.send("ListLakeFormationOptIns", input).LakeFormationOptInsInfoList?.length;
    expect([count({}), count({ Principal: analyst }), count({ Resource: { Database: { Name: "claims" } } })]).toEqual([2, 1, 1]);
    const foreign = { Principal: { DataLakePrincipalIdentifier: "arn:aws:iam::999900001111:role/Analyst" } };
    expect(errorOf(() => count(foreign))).toMatch(/^InvalidInputException/);
  });

  it("are not for LF-Tags, nor for callers who are no administrators", () => {
    const lake = newLake();
    lake.send("CreateLFTag", { TagKey: "grade", TagValues: ["1"] });
    const policy = { LFTagPolicy: { ResourceType: "TABLE" as const, Expression: [tag("grade", "1")] } };
    expect(errorOf(() => lake.send("CreateLakeFormationOptIn", { Principal: analyst, Resource: policy }))).toMatch(
      /^InvalidInputException/,
    );
    expect(errorOf(() => lake.sendAs("Batch", "CreateLakeFormationOptIn", { Principal: analyst, Resource: table }))).toMatch(
      /^AccessDeniedException/,
    );
    expect(errorOf(() => lake.sendAs("Batch", "ListLakeFormationOptIns", {}))).toMatch(/^AccessDeniedException/);
  });
});
