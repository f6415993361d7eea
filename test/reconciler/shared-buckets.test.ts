/** Two lakes that govern one bucket: neither locks out whom the other one spares (LG5043). */

import { describe, expect, test } from "vitest";

import { account, converge, roleArn } from "../governed-lake.ts";
import { allow, both, closed, first, lakeOf, losses, openTwoLakes as open, refusals, second } from "../two-lakes.ts";
import type { Duties } from "../two-lakes.ts";

describe("a lake on a bucket of another lake", () => {
  test.each([
    ["adw", "bdw"],
    ["bdw", "adw"],
  ])("%s on that of %s is refused while it does not know whom the other one spares", async (mine, other) => {
    const lake = await open();
    await converge(lake, lakeOf(lake, other, second));
    const found = await refusals(lake, lakeOf(lake, mine, first));
    expect(found).toMatchObject([
      {
        code: "LG5043",
        severity: "error",
        message: expect.stringContaining(
          `the bucket policy of the plan locks principals of another lake, whose statements begin with \`Lakegrade${other}\`, out of bucket \`adw-claims\`: `,
        ),
        range: { file: expect.stringContaining("policies"), line: 11 },
      },
    ]);
    const lost = losses(found);
    expect(Object.keys(lost)).toEqual(["Break2", "Ops2", "etl2"]);
    expect(lost["etl2"]).toBe("s3:GetObject, s3:PutObject, s3:DeleteObject");
    expect(lost["Ops2"]).toContain("s3:GetObject, s3:PutObject, ");
    expect(lost["Ops2"]).toContain("s3:PutBucketPolicy");
    expect(lost["Break2"]).toContain("s3:UpdateObjectEncryption");
  });

  test("is planned and applied once it names them, and then the other one may not forget its own either", async () => {
    const lake = await open();
    await converge(lake, lakeOf(lake, "bdw", second));
    await converge(lake, lakeOf(lake, "adw", both));
    expect(await refusals(lake, lakeOf(lake, "bdw", second))).toEqual([]);
    expect(losses(await refusals(lake, lakeOf(lake, "adw", first)))).toHaveProperty("Ops2");
  });

  test.each(["s3:DeleteObject", "s3:GetObjectVersion", "s3:ReplicateDelete", "s3:PutObjectTagging", "s3:ListBucketMultipartUploads"])(
    "is refused for a role whose one right is %s",
    async (action) => {
      const lake = await open();
      await allow(lake, "etl2", { Effect: "Allow", Action: action, Resource: "*" });
      await converge(lake, lakeOf(lake, "bdw", second));
      const onlyEtl: Duties = { ...both, bucket: closed("{role: etl1}") };
      expect(losses(await refusals(lake, lakeOf(lake, "adw", onlyEtl)))).toEqual({ etl2: action });
    },
  );

  test("denies break-glass principals of the other one nothing, though it keeps nobody off", async () => {
    const lake = await open();
    await converge(lake, lakeOf(lake, "bdw", second));
    const found = await refusals(lake, lakeOf(lake, "adw", { ...first, bucket: "" }));
    expect(losses(found)).toEqual({ Break2: "s3:UpdateObjectEncryption" });
    expect(await refusals(lake, lakeOf(lake, "adw", { ...first, breakGlass: "Break1, Break2", bucket: "" }))).toEqual([]);
  });

  test("may deny those whom the other one denies as well, and whom nobody names", async () => {
    const lake = await open();
    await converge(lake, lakeOf(lake, "bdw", { ...second, bucket: "directAccess: []" }));
    const found = await refusals(lake, lakeOf(lake, "adw", { ...both, bucket: "directAccess: []" }));
    expect(found).toEqual([]);
  });
});

/** A deny of lake `bdw`, as an account that nobody reads whole may hold it. */
const denyOf = (...names: readonly string[]) => ({
  Sid: "LakegradebdwDenyDirectAccess",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "arn:aws:s3:::adw-claims/*",
  Condition: { ArnNotLike: { "aws:PrincipalArn": names } },
});

/** What is refused where the other lake's deny spares these names, and a guest account may read. */
const spared = async (...names: readonly string[]): Promise<string> => {
  const lake = await open();
  const guests = { AWS: "arn:aws:iam::444455556666:root" };
  const guest = { Effect: "Allow", Principal: guests, Action: "s3:GetObject", Resource: "arn:aws:s3:::adw-claims/*" };
  const Statement = [denyOf(...names), guest];
  await lake.ports.s3.putBucketPolicy({ Bucket: "adw-claims", Policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
  return (await refusals(lake, lakeOf(lake, "adw", first))).map(({ code, message }) => `${code} ${message}`).join("\n");
};

describe("names that statements of another lake spare", () => {
  test("are asked about where they are patterns, and of other accounts and users though nobody reads their rights", async () => {
    expect(await spared(`arn:aws:iam::${account}:role/*tl2`)).toContain("LG5043");
    expect(await spared(`arn:aws:iam::${account}:role/etl?`)).toContain("`role/etl2` would lose s3:GetObject");
    expect(await spared("arn:aws:iam::444455556666:role/guest")).toContain("`role/guest` would lose s3:GetObject");
    expect(await spared(`arn:aws:iam::${account}:user/somebody`)).toContain("user/somebody` would lose s3:GetObject");
  });

  test("stand for nobody where no role of this account bears them, or where the role has no rights", async () => {
    expect(await spared(roleArn("gone"), roleArn("batch"))).toBe("");
  });
});
