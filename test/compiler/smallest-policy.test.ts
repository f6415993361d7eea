/** The promise of a working policy in 25 lines: a Lake, one Classification, one Group and one Bucket. */

import { expect, test } from "vitest";

import { compile } from "../../src/compiler/compile.ts";
import { catalogOf, policies } from "../policy-fixture.ts";

const text = `apiVersion: lakegrade/v1
kind: Lake
name: adw
account: "111122223333"
region: ap-northeast-2
admins: [LakeAdmin]
operators: [LakegradeApply]
breakGlass: [BreakGlass]
locations: [{ path: "s3://adw", role: LakeRegistration }]
---
kind: Classification
database: claims
default: 3
rules:
  - { match: "patients.{ssn,passport}", grade: 1 }
---
kind: Group
name: analysts
clearance: 2
principals: [{ permissionSet: DataAnalyst }]
---
kind: Bucket
name: adw
key: alias/adw`;

test("a Lake, one Classification, one Group and one Bucket make a working policy in 25 lines", () => {
  expect(text.split("\n").length).toBeLessThanOrEqual(25);
  const { state, diagnostics } = compile(policies(text), { catalog: catalogOf({ claims: { patients: ["ssn", "city"] } }) });
  expect(diagnostics).toEqual([]);
  const kinds = new Set([...(state?.resources.values() ?? [])].map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual([
    "glue-database-defaults",
    "kms-key-rotation",
    "lf-grant",
    "lf-location",
    "lf-settings",
    "lf-tag",
    "lf-tag-assignment",
    "permission-set-policy",
    "s3-bucket-encryption",
    "s3-bucket-policy",
    "s3-public-access-block",
  ]);
});
