/** Data lake settings: full replace, checked principals, defaults of a new account. */

import { describe, expect, it } from "vitest";

import { createLake, errorOf, makeAdministrator, roleArn } from "./lake.ts";

const everyone = [{ Principal: { DataLakePrincipalIdentifier: "IAM_ALLOWED_PRINCIPALS" }, Permissions: ["ALL"] }];

describe("data lake settings", () => {
  it("give IAM_ALLOWED_PRINCIPALS everything in an untouched account, and name no administrator", () => {
    const { DataLakeSettings } = createLake({ closed: false }).send("GetDataLakeSettings", {});
    expect(DataLakeSettings).toMatchObject({
      DataLakeAdmins: [],
      CreateDatabaseDefaultPermissions: everyone,
      CreateTableDefaultPermissions: everyone,
      AllowExternalDataFiltering: false,
    });
    expect(DataLakeSettings?.Parameters).toHaveProperty("CROSS_ACCOUNT_VERSION");
  });

  it("are replaced as a whole: what a write leaves out is emptied", () => {
    const lake = createLake({ roles: ["LakeAdmin"], closed: false });
    makeAdministrator(lake, "LakeAdmin");
    lake.send("PutDataLakeSettings", { DataLakeSettings: { AllowExternalDataFiltering: true } });
    expect(lake.send("GetDataLakeSettings", {}).DataLakeSettings).toMatchObject({
      DataLakeAdmins: [],
      CreateDatabaseDefaultPermissions: [],
      CreateTableDefaultPermissions: [],
      AllowExternalDataFiltering: true,
    });
  });

  it("keep what they are given and what was read is a copy", () => {
    const lake = createLake({ roles: ["LakeAdmin"] });
    makeAdministrator(lake, "LakeAdmin");
    lake.send("GetDataLakeSettings", {}).DataLakeSettings?.DataLakeAdmins?.pop();
    expect(lake.send("GetDataLakeSettings", {}).DataLakeSettings?.DataLakeAdmins).toEqual([
      { DataLakePrincipalIdentifier: roleArn("LakeAdmin") },
    ]);
  });

  it.each([
    ["a role that does not exist", roleArn("Gone")],
    ["an Identity Center group", "arn:aws:identitystore:::group/0123456789-abcdef01-2345-6789-abcd-ef0123456789"],
    ["the group of everybody", "IAM_ALLOWED_PRINCIPALS"],
    ["a pattern", `arn:aws:iam::111122223333:role/*`],
  ])("refuse %s as administrator", (_what, identifier) => {
    const put = () =>
      createLake().send("PutDataLakeSettings", { DataLakeSettings: { DataLakeAdmins: [{ DataLakePrincipalIdentifier: identifier }] } });
    expect(errorOf(put)).toMatch(/^InvalidInputException: Invalid principal/);
  });

  it("hold 30 administrators and no more", () => {
    const roles = Array.from({ length: 31 }, (_, index) => `admin-${index}`);
    const lake = createLake({ roles });
    const put = (count: number) =>
      lake.send("PutDataLakeSettings", {
        DataLakeSettings: { DataLakeAdmins: roles.slice(0, count).map((name) => ({ DataLakePrincipalIdentifier: roleArn(name) })) },
      });
    expect(errorOf(() => put(30))).toBe("no error");
    expect(errorOf(() => put(31))).toMatch(/^InvalidInputException/);
  });

  it.each([
    ["another principal", [{ Principal: { DataLakePrincipalIdentifier: roleArn("Analyst") }, Permissions: ["ALL" as const] }]],
    ["another permission", [{ Principal: { DataLakePrincipalIdentifier: "IAM_ALLOWED_PRINCIPALS" }, Permissions: ["SELECT" as const] }]],
  ])("refuse %s as default permission", (_what, defaults) => {
    const put = () =>
      createLake({ roles: ["Analyst"] }).send("PutDataLakeSettings", { DataLakeSettings: { CreateTableDefaultPermissions: defaults } });
    expect(errorOf(put)).toMatch(/^InvalidInputException/);
  });

  it("are written by administrators only", () => {
    const lake = createLake({ roles: ["LakeAdmin", "Analyst"] });
    makeAdministrator(lake, "LakeAdmin");
    const put = (role: string) => errorOf(() => lake.sendAs(role, "PutDataLakeSettings", { DataLakeSettings: {} }));
    expect(put("Analyst")).toMatch(/^AccessDeniedException/);
    expect(put("LakeAdmin")).toBe("no error");
    expect(put("LakeAdmin")).toMatch(/^AccessDeniedException/);
  });
});
