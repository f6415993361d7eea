/** Locations in governed buckets that the policies do not name: nobody deregisters them, so what Lake Formation vends for them has to get through. */

import { describe, expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import { parseShared } from "../../src/model/iam/shared-document.ts";
import { fullPolicies, fullSandbox } from "../full-lake.ts";
import { converge, pending, portsOf, prepare, roleArn } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";

function open(): GovernedLake {
  const sandbox = fullSandbox();
  return { sandbox, ports: portsOf(sandbox) };
}

async function register({ ports }: GovernedLake, path: string, role: string): Promise<void> {
  const options = { HybridAccessEnabled: false, WithFederation: false };
  await ports.lakeFormation.registerResource({ ResourceArn: `arn:aws:s3:::${path}`, RoleArn: roleArn(role), ...options });
}

/** Whom `DenyDirectAccess` and `DenyListing` spare, without what they always spare. */
async function spared({ ports }: GovernedLake): Promise<readonly (readonly string[])[]> {
  const { Policy: text = "" } = await ports.s3.getBucketPolicy({ Bucket: "adw-claims" });
  const document = parseShared(text);
  if ("problems" in document) throw new Error("not understood");
  return document.statements
    .filter(({ statement: { sid = "" } }) => /Deny(DirectAccess|Listing)$/.test(sid))
    .map(({ statement: { conditions } }) =>
      conditions
        .flatMap(({ key, values }) => (key === "aws:PrincipalArn" ? values : []))
        .map((name) => name.replace(/^.*\//, ""))
        .filter((name) => name.endsWith("Registration")),
    );
}

/** The roles that the guardrail of a role keeps it from assuming. */
function unassumable({ sandbox }: GovernedLake): string {
  const role = [...sandbox.account.iam.roles.values()].find(({ name }) => name === "batch");
  const document = parseShared(role?.inline.get("lakegrade-adw") ?? "");
  if ("problems" in document) throw new Error("not understood");
  return JSON.stringify(
    document.statements.find(({ statement: { sid = "" } }) => sid.endsWith("DenyRegistrationRoles"))?.statement.resource,
  );
}

describe("a registration role goes on being spared and guarded", () => {
  test("after its location was taken out of the policies", async () => {
    const lake = open();
    await converge(lake, fullPolicies());
    const without = fullPolicies({ locations: "[]" });
    const prepared = await prepare(lake, without);
    expect([prepared.refusals, prepared.changes]).toEqual([[], []]);
    await converge(lake, without);
    expect(await spared(lake)).toEqual([["LakeRegistration"], ["LakeRegistration"]]);
    expect(unassumable(lake)).toContain("LakeRegistration");
  });

  test("where somebody else registered a location in the bucket, before the lake was governed or after", async () => {
    for (const isFirst of [true, false]) {
      const lake = open();
      if (!isFirst) await converge(lake, fullPolicies());
      await register(lake, "adw-claims/other", "OtherRegistration");
      const { desired } = await converge(lake, fullPolicies());
      expect(await spared(lake)).toEqual([
        ["LakeRegistration", "OtherRegistration"],
        ["LakeRegistration", "OtherRegistration"],
      ]);
      expect(unassumable(lake)).toContain("OtherRegistration");
      expect(desired.buckets).toMatchObject([{ registrationRoles: [roleArn("LakeRegistration"), roleArn("OtherRegistration")] }]);
      expect(await pending(lake, fullPolicies())).toEqual([]);
    }
  });
});

describe("a role of a group that somebody registered a location with", () => {
  test("is refused in a governed bucket: its guardrail would cut off every reader of that location (LG4033)", async () => {
    const lake = open();
    await register(lake, "adw-claims/old", "batch");
    await expect(prepare(lake, fullPolicies())).rejects.toThrow(
      "LG4033 `role/batch` of group `analysts` is the registration role of location `arn:aws:s3:::adw-claims/old`, which the policies do not name",
    );
  });

  test("is refused where the group queries through it", async () => {
    const lake = open();
    await register(lake, "adw-claims/old", "exec");
    await expect(prepare(lake, fullPolicies())).rejects.toThrow("LG4033 `role/exec` of group `investigators`");
  });

  test("is fine in a bucket that is not governed: no guardrail keeps it off that one", async () => {
    const lake = open();
    await register(lake, "elsewhere/old", "batch");
    expect((await prepare(lake, fullPolicies())).refusals).toEqual([]);
  });
});

test("a registration role of a bucket that is not governed, and the former role of a location, are not spared", async () => {
  const lake = open();
  await converge(lake, fullPolicies());
  await register(lake, "adw-claims-archive", "OtherRegistration");
  expect(await pending(lake, fullPolicies())).toEqual([]);
  await converge(lake, fullPolicies({ registration: "OtherRegistration" }));
  expect(await spared(lake)).toEqual([["OtherRegistration"], ["OtherRegistration"]]);
});

test("LGF413 says of which location the policies do not speak, and whom the bucket spares for it", async () => {
  const lake = open();
  await register(lake, "adw-claims/other", "OtherRegistration");
  await register(lake, "elsewhere", "OtherRegistration");
  await converge(lake, fullPolicies());
  expect(assess(await prepare(lake, fullPolicies())).filter(({ code }) => code === "LGF413")).toMatchObject([
    {
      severity: "medium",
      status: "failed",
      resource: "lf-location/arn:aws:s3:::adw-claims%2Fother",
      message: `arn:aws:s3:::adw-claims/other in governed bucket adw-claims is registered and in no policy: the bucket's policy spares ${roleArn("OtherRegistration")}`,
      evidence: { arn: "arn:aws:s3:::adw-claims/other", bucket: "adw-claims", role: roleArn("OtherRegistration") },
    },
  ]);
});

/** The deny of another lake that governs the bucket, and whom it spares. */
const others = (...names: readonly string[]) => ({
  Sid: "LakegradeotherDenyDirectAccess",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: "arn:aws:s3:::adw-claims/*",
  Condition: { ArnNotLike: { "aws:PrincipalArn": names.map(roleArn) }, BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
});
const governedBy = async (statement: object): Promise<GovernedLake> => {
  const lake = open();
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await lake.ports.s3.putBucketPolicy({ Bucket: "adw-claims", Policy });
  return lake;
};

describe("where another lake governs the bucket", () => {
  test.each([fullPolicies(), fullPolicies({ buckets: false })])("a location whose role its denies hit is refused: LG5050", async (set) => {
    const { refusals } = await prepare(await governedBy(others("BreakGlass")), set);
    expect(refusals.filter(({ code }) => code === "LG5050")).toMatchObject([
      {
        severity: "error",
        message: `\`arn:aws:s3:::adw-claims/claims\` would be read as \`${roleArn("LakeRegistration")}\`, which is kept off its objects: denied by \`LakegradeotherDenyDirectAccess\` of the bucket policy`,
        range: { file: expect.stringContaining("policies"), line: 11 },
      },
    ]);
  });

  test("it is planned once the other lake spares the role", async () => {
    const { refusals } = await prepare(await governedBy(others("BreakGlass", "LakeRegistration")), fullPolicies());
    expect(refusals).toEqual([]);
  });

  test("statements of nobody's lake are told by a finding, not refused here", async () => {
    const { refusals } = await prepare(await governedBy({ ...others("BreakGlass"), Sid: "Theirs" }), fullPolicies());
    expect(refusals.map(({ code }) => code)).not.toContain("LG5050");
  });
});
