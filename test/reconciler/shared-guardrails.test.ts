/** Guardrails and buckets of another lake: who is spared there is not denied there by a group of this lake (LG5043). */

import { describe, expect, test } from "vitest";

import { guardOtherLakes } from "../../src/reconciler/guard/other-lakes.ts";
import { seedAssignment, seedGroup, seedInstance, seedPermissionSet } from "../../src/sandbox/seed-identity-center.ts";
import { converge, prepare } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";
import { allow, both, closed, first, lakeOf, losses, openTwoLakes as open, refusals, second } from "../two-lakes.ts";
import type { Duties } from "../two-lakes.ts";

/** Lake `adw` in the bucket with statements that keep nobody off. */
const open1: Duties = { operators: "Ops1", breakGlass: "Break1, Break2", bucket: "" };

function unasked(): never {
  throw new Error("policies are read");
}

/** Both lakes govern the bucket, and `adw` has no group yet. */
async function governed(mine: Duties = open1, others: Duties = second): Promise<GovernedLake> {
  const lake = await open();
  await converge(lake, lakeOf(lake, "bdw", others));
  await converge(lake, lakeOf(lake, "adw", mine));
  return lake;
}

describe("a group that takes in whom another lake spares", () => {
  test("is refused, with what its guardrail takes in the bucket that both govern and where the group names them", async () => {
    const lake = await governed();
    const set = lakeOf(lake, "adw", { ...open1, readers: "{role: etl2}, {role: Ops2}, {role: batch}" });
    const { changes } = await prepare(lake, set);
    expect(changes.filter(({ kind }) => kind === "s3-bucket-policy")).toEqual([]);
    const found = await refusals(lake, set);
    expect(found).toMatchObject([
      {
        code: "LG5043",
        message: expect.stringMatching(
          /^guardrails of the plan lock principals of another lake, whose statements begin with `Lakegradebdw`, out of bucket `adw-claims`: /,
        ),
        help: expect.stringContaining("take them out of the groups of this lake"),
        range: { line: 18, column: 35 },
        related: [{ message: "a group of this lake names `role/etl2` here", range: { line: 18, column: 21 } }],
      },
    ]);
    const lost = losses(found);
    expect(Object.keys(lost)).toEqual(["Ops2", "etl2"]);
    expect(lost["etl2"]).toBe("s3:GetObject");
    for (const action of ["s3:ListBucket", "s3:PutObjectAcl", "s3:PutBucketPolicy", "s3:PutEncryptionConfiguration", "kms:Decrypt"]) {
      expect(lost["Ops2"]).toContain(action);
    }
    expect(lost["Ops2"]).not.toContain("s3:PutObject,");
  });

  test("is planned where this lake names who reads objects in directAccess, too, and not for who configures the bucket", async () => {
    const lake = await governed(both);
    const named: Duties = { ...both, operators: "Ops1", readers: "{role: etl2}" };
    expect(await refusals(lake, lakeOf(lake, "adw", { ...both, readers: "{role: etl2}" }))).toEqual([]);
    const found = await refusals(lake, lakeOf(lake, "adw", { ...named, readers: "{role: etl2}, {role: Ops2}" }));
    expect(found.map(({ code, message }) => `${code} ${message.slice(0, 10)}`)).toEqual(["LG5043 the bucket", "LG5043 guardrails"]);
    expect(losses(found.slice(0, 1))["Ops2"]).toContain("s3:DeleteObject");
    // What either would take alone is told of both: to mend one of them is not enough.
    expect(losses(found.slice(0, 1))["Ops2"]).toContain("s3:PutBucketPolicy");
    expect(losses(found.slice(1))["Ops2"]).not.toContain("s3:DeleteObject");
    expect(losses(found.slice(1))["Ops2"]).toContain("s3:PutBucketPolicy");
  });

  test.each(["kms:Decrypt", "s3:InitiateReplication", "s3:ListMultipartUploadParts"])(
    "is refused for a role whose one right is %s",
    async (action) => {
      const lake = await governed();
      await allow(lake, "etl2", { Effect: "Allow", Action: action, Resource: "*" });
      expect(losses(await refusals(lake, lakeOf(lake, "adw", { ...open1, readers: "{role: etl2}" })))).toEqual({ etl2: action });
    },
  );

  test("is refused for a role whose rights nobody could read: what a guardrail denies for certain is lost", async () => {
    const lake = await governed();
    const { live, changes } = await prepare(lake, lakeOf(lake, "adw", { ...open1, readers: "{role: batch}, {role: etl2}" }));
    const roles = live.roles.map(({ policies: _unread, ...role }) => role);
    expect(losses(guardOtherLakes({ ...live, roles }, changes, "adw"))["etl2"]).toContain("s3:GetObject, ");
  });

  test("is refused for a permission set", async () => {
    const lake = await open();
    seedInstance(lake.sandbox);
    seedGroup(lake.sandbox, "people");
    seedPermissionSet(lake.sandbox, "Loader", {
      inlinePolicy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] },
    });
    seedAssignment(lake.sandbox, "Loader", "people");
    await converge(lake, lakeOf(lake, "bdw", { ...second, bucket: closed("{permissionSet: Loader}") }));
    await converge(lake, lakeOf(lake, "adw", open1));
    const found = await refusals(lake, lakeOf(lake, "adw", { ...open1, readers: "{permissionSet: Loader}" }));
    expect(found).toMatchObject([{ code: "LG5043", message: expect.stringMatching(/^guardrails /) }]);
    expect(Object.values(losses(found))).toEqual([expect.stringContaining("s3:GetObject, ")]);
  });
});

describe("a guardrail that takes nothing from whom another lake spares", () => {
  test("is planned: it is on a bucket that the other lake does not govern", async () => {
    const lake = await open();
    await converge(lake, lakeOf(lake, "bdw", second));
    expect(await refusals(lake, lakeOf(lake, "adw", { ...first, governs: false, readers: "{role: etl2}" }))).toEqual([]);
  });

  test("is planned: it denied the same before the other lake came", async () => {
    const lake = await open();
    const readers = "{role: etl2}";
    await converge(lake, lakeOf(lake, "adw", { ...open1, readers }));
    await converge(lake, lakeOf(lake, "bdw", { ...second, breakGlass: "Break1, Break2" }));
    const more = { ...open1, readers, bucket: "keyRotation: false", more: '\nlocations: [{path: "s3://adw-claims/w", role: LakeAdmin}]' };
    const { changes, refusals: found } = await prepare(lake, lakeOf(lake, "adw", more));
    expect(changes.map(({ kind }) => kind)).toContain("iam-role-policy");
    expect(found.filter(({ code }) => code === "LG5043")).toEqual([]);
  });

  test("costs nothing where no bucket holds statements of another lake: no policy is read", async () => {
    const lake = await open();
    const { live, changes } = await prepare(lake, lakeOf(lake, "adw", { ...first, readers: "{role: etl2}" }));
    expect(changes.map(({ kind }) => kind)).toContain("iam-role-policy");
    const looked = Object.defineProperties({ ...live }, { facts: { get: unasked }, roles: { get: unasked } });
    expect(guardOtherLakes(looked, changes, "adw")).toEqual([]);
  });
});
