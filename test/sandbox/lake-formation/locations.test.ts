/** Registered locations: one role each, filters, pages. */

import { describe, expect, it } from "vitest";

import { createLake, errorOf, makeAdministrator, roleArn } from "./lake.ts";

const RoleArn = roleArn("Registration");

function lakeWithLocations(...paths: string[]) {
  const lake = createLake({ roles: ["Registration", "Other", "Analyst"] });
  for (const path of paths) lake.send("RegisterResource", { ResourceArn: `arn:aws:s3:::${path}`, RoleArn });
  return lake;
}

describe("registered locations", () => {
  it("come back with what they were registered with", () => {
    const lake = lakeWithLocations();
    lake.send("RegisterResource", { ResourceArn: "arn:aws:s3:::bucket/warehouse/", RoleArn, HybridAccessEnabled: true });
    expect(lake.send("DescribeResource", { ResourceArn: "arn:aws:s3:::bucket/warehouse" }).ResourceInfo).toMatchObject({
      ResourceArn: "arn:aws:s3:::bucket/warehouse",
      RoleArn,
      HybridAccessEnabled: true,
      WithFederation: false,
      WithPrivilegedAccess: false,
    });
  });

  it("are registered once", () => {
    const lake = lakeWithLocations("bucket/a");
    const register = () => lake.send("RegisterResource", { ResourceArn: "arn:aws:s3:::bucket/a/", RoleArn });
    expect(errorOf(register)).toMatch(/^AlreadyExistsException/);
  });

  it.each([
    ["no role at all", {}],
    ["both kinds of role", { RoleArn, UseServiceLinkedRole: true }],
    ["a role that does not exist", { RoleArn: roleArn("Gone") }],
  ])("refuse %s", (_what, given) => {
    expect(errorOf(() => lakeWithLocations().send("RegisterResource", { ResourceArn: "arn:aws:s3:::bucket", ...given }))).toMatch(
      /^InvalidInputException/,
    );
  });

  it.each(["s3://bucket/a", "arn:aws:s3:::", "arn:aws:s3:::bucket/*", `arn:aws:s3:::bucket/${"a".repeat(700)}`])(
    "refuse the path %s",
    (ResourceArn) => {
      expect(errorOf(() => lakeWithLocations().send("RegisterResource", { ResourceArn, RoleArn }))).toMatch(/^InvalidInputException/);
    },
  );

  it("change their role, unless it is the service-linked one", () => {
    const lake = lakeWithLocations("bucket/a");
    lake.send("RegisterResource", { ResourceArn: "arn:aws:s3:::bucket/b", UseServiceLinkedRole: true });
    const update = (path: string) =>
      lake.send("UpdateResource", { ResourceArn: `arn:aws:s3:::${path}`, RoleArn: roleArn("Other"), HybridAccessEnabled: true });
    update("bucket/a");
    expect(lake.send("DescribeResource", { ResourceArn: "arn:aws:s3:::bucket/a" }).ResourceInfo).toMatchObject({
      RoleArn: roleArn("Other"),
      HybridAccessEnabled: true,
    });
    expect(errorOf(() => update("bucket/b"))).toMatch(/^InvalidInputException/);
    expect(errorOf(() => update("bucket/c"))).toMatch(/^EntityNotFoundException/);
  });

  it("are gone after they are deregistered", () => {
    const lake = lakeWithLocations("bucket/a");
    const deregister = () => lake.send("DeregisterResource", { ResourceArn: "arn:aws:s3:::bucket/a" });
    deregister();
    expect(lake.send("ListResources", {}).ResourceInfoList).toEqual([]);
    expect(errorOf(deregister)).toMatch(/^EntityNotFoundException/);
  });

  it.each([
    ["EQ", ["arn:aws:s3:::bucket/b"], ["bucket/b"]],
    ["NE", ["arn:aws:s3:::bucket/b"], ["bucket/a", "other/c"]],
    ["BEGINS_WITH", ["arn:aws:s3:::bucket"], ["bucket/a", "bucket/b"]],
    ["CONTAINS", ["/c"], ["other/c"]],
    ["NOT_CONTAINS", ["bucket"], ["other/c"]],
    ["IN", ["arn:aws:s3:::bucket/a", "arn:aws:s3:::other/c"], ["bucket/a", "other/c"]],
    ["BETWEEN", ["arn:aws:s3:::bucket/b", "arn:aws:s3:::other/c"], ["bucket/b", "other/c"]],
    ["GT", ["arn:aws:s3:::bucket/b"], ["other/c"]],
    ["LE", ["arn:aws:s3:::bucket/b"], ["bucket/a", "bucket/b"]],
  ] as const)("are filtered with %s", (ComparisonOperator, values, found) => {
    const lake = lakeWithLocations("bucket/a", "bucket/b", "other/c");
    const FilterConditionList = [{ Field: "RESOURCE_ARN" as const, ComparisonOperator, StringValueList: [...values] }];
    const list = lake.send("ListResources", { FilterConditionList }).ResourceInfoList ?? [];
    expect(list.map(({ ResourceArn }) => ResourceArn?.slice("arn:aws:s3:::".length))).toEqual(found);
  });

  it("are filtered by time", () => {
    const lake = lakeWithLocations("bucket/a");
    const since = (StringValueList: string[]) =>
      lake.send("ListResources", { FilterConditionList: [{ Field: "LAST_MODIFIED", ComparisonOperator: "GE", StringValueList }] })
        .ResourceInfoList?.length;
    expect([since(["2025-01-01T00:00:00Z"]), since(["2030-01-01T00:00:00Z"])]).toEqual([1, 0]);
    expect(errorOf(() => since(["yesterday"]))).toMatch(/^InvalidInputException/);
  });

  it("come by pages, to readers only", () => {
    const lake = lakeWithLocations("a", "b", "c");
    const first = lake.send("ListResources", { MaxResults: 2 });
    const second = lake.send("ListResources", { MaxResults: 2, NextToken: first.NextToken });
    expect([first.ResourceInfoList?.length, second.ResourceInfoList?.length, second.NextToken]).toEqual([2, 1, undefined]);
    expect(errorOf(() => lake.sendAs("Analyst", "ListResources", {}))).toMatch(/^AccessDeniedException/);
    makeAdministrator(lake, "Analyst", "ReadOnlyAdmins");
    expect(lake.sendAs("Analyst", "ListResources", {}).ResourceInfoList).toHaveLength(3);
    expect(errorOf(() => lake.sendAs("Analyst", "DeregisterResource", { ResourceArn: "arn:aws:s3:::a" }))).toMatch(
      /^AccessDeniedException/,
    );
  });
});
