/** Claims about default access, administrators, engines, locations, and what is not governed. */

import { describe, expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import * as lfSettings from "../../src/kinds/lf-settings/spec.ts";
import { account, admin, defaults, estate, etl, findingsOf, grant, location, seen, setting, table } from "./estate.ts";

function listed(principal: string): ReturnType<typeof grant> {
  return grant(principal, { type: "table", database: "claims", table: "patients" }, ["ALL"], { grantable: ["ALL"] });
}

const everyone = "IAM_ALLOWED_PRINCIPALS";
const staged = { managed: { claims: { enforce: false, newColumns: "strictest" } } } as const;

describe("default access", () => {
  const onDatabase = grant(everyone, { type: "database", database: "claims" }, ["ALL"]);
  const onTables = ["patients", "visits"].map((name) => grant(everyone, { type: "table", database: "claims", table: name }, ["ALL"]));

  test("that the plan removes is a change", () => {
    expect(seen({ live: [onDatabase, ...onTables] })).toEqual([]);
    expect(seen({ live: [onDatabase, ...onTables], scope: { iamAllowedPrincipals: "databases" } })).toEqual([]);
  });
  test("that stays is one finding a database, with the reason", () => {
    for (const [scope, reason] of [
      [staged, /enforce: false/],
      [{ iamAllowedPrincipals: "report" }, /iamAllowedPrincipals: report/],
    ] as const) {
      const [finding, ...others] = findingsOf({ live: [onDatabase, ...onTables], scope });
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ code: "LGF101", resource: "database/claims" });
      expect(finding?.evidence).toMatchObject({
        onDatabase: true,
        tables: { count: 2, examples: ["patients", "visits"] },
        grades: [1, 2, 3],
      });
      expect(finding?.evidence["reason"]).toMatch(reason);
    }
  });
  test("on other databases is not looked at, on the catalog it is", () => {
    expect(seen({ live: [grant(everyone, { type: "database", database: "other" }, ["ALL"])] })).toEqual([]);
    expect(seen({ live: [grant(everyone, { type: "catalog" }, ["CREATE_DATABASE"])] })).toEqual([
      "LGF102 failed lf-grant/IAM_ALLOWED_PRINCIPALS/catalog",
    ]);
  });
  test("on anything else is a grant to everybody", () => {
    const expression = [{ key: "domain", values: ["claims"] }];
    expect(seen({ live: [grant(everyone, { type: "lf-tag-policy", target: "table", expression }, ["SELECT"])] })).toEqual([
      "LGF201 failed grants/IAM_ALLOWED_PRINCIPALS/lf-tag-policies",
    ]);
  });
});

describe("create-defaults", () => {
  const open = { setting: "create-table-default", iamAllowedPrincipals: true } as const;
  const address = lfSettings.address(open);
  test("that the plan closes are changes, others findings, missing ones unknown", () => {
    expect(seen({ live: [setting(open)] })).toEqual([]);
    expect(seen({ without: [address], live: [setting(open)] })).toEqual([`LGF103 failed ${address}`]);
    expect(seen({ without: [address] })).toEqual([`LGF103 unknown ${address}`]);
  });
  test("of a managed database: the same", () => {
    const [of, closed] = defaults("claims");
    const live = [defaults("claims", [{ principal: everyone, permissions: ["ALL"] }])];
    expect(seen({ live })).toEqual([]);
    expect(seen({ without: [of], live })).toEqual([`LGF104 failed ${of}`]);
    expect(seen({ without: [of] })).toEqual([`LGF104 unknown ${of}`]);
    expect(seen({ without: [of], live: [[of, closed]] })).toEqual([]);
  });
});

describe("administrators beyond the policies", () => {
  const extra = setting({ setting: "admin", principal: etl });
  test("are findings unless the policies are exclusive", () => {
    expect(seen({ live: [extra] })).toEqual([`LGF301 failed ${extra[0]}`]);
    expect(seen({ live: [extra], scope: { adminsExclusive: true } })).toEqual([]);
  });
  test("the caller's own entry and the last one stay, and stay findings", () => {
    expect(seen({ live: [extra], scope: { adminsExclusive: true }, caller: etl })).toEqual([`LGF301 failed ${extra[0]}`]);
    const only = lfSettings.address({ setting: "admin", principal: admin });
    expect(seen({ live: [extra], without: [only], scope: { adminsExclusive: true } })).toEqual([`LGF301 failed ${extra[0]}`]);
  });
  test("read-only ones matter less; one that is gone blocks the settings", () => {
    const readOnly = setting({ setting: "read-only-admin", principal: etl });
    expect(findingsOf({ live: [readOnly] })).toMatchObject([{ code: "LGF302", severity: "low" }]);
    const gone = setting({ setting: "admin", principal: `arn:aws:iam::${account}:role/gone` });
    expect(findingsOf({ live: [gone] })).toMatchObject([{ code: "LGF301", evidence: { exists: false } }]);
  });
});

describe("external engines", () => {
  const filtering = { setting: "external-data-filtering", enabled: true, accounts: ["999900001111"], sessionTagValues: ["emr"] } as const;
  const whole = { setting: "full-table-external-access", enabled: true } as const;
  test("are a finding where they stay, also when the policies ask for them", () => {
    expect(seen({ live: [setting(filtering), setting(whole)] })).toEqual([]);
    expect(seen({ desired: [setting(filtering)] })).toEqual(["LGF303 failed lf-settings/external-data-filtering"]);
    expect(seen({ without: [lfSettings.address(whole)], live: [setting(whole)] })).toEqual([
      "LGF303 failed lf-settings/full-table-external-access",
    ]);
    expect(seen({ without: [lfSettings.address(whole)] })).toEqual(["LGF303 unknown lf-settings/full-table-external-access"]);
  });
});

describe("locations", () => {
  const slr = `arn:aws:iam::${account}:role/aws-service-role/lakeformation.amazonaws.com/AWSServiceRoleForLakeFormationDataAccess`;
  const registered = location("arn:aws:s3:::adw-claims/warehouse")[0];

  test("many tables outside are one finding, views are none", () => {
    const tables = Array.from({ length: 1000 }, (_, index) => table(`t${index}`, "a", { location: `s3://elsewhere/t${index}` }));
    const findings = findingsOf({ tables: [...tables, table("v", "a", { type: "view" })] });
    expect(findings).toMatchObject([{ code: "LGF401", resource: "database/claims", evidence: { count: 1000, grades: [1] } }]);
    expect(findings[0]?.evidence["examples"]).toHaveLength(10);
  });
  test("a name that only begins like a registered path is outside", () => {
    expect(seen({ tables: [table("a", "a", { location: "s3://adw-claims/warehouse2/a" })] })).toEqual(["LGF401 failed database/claims"]);
    expect(seen({ tables: [table("a", "a", { location: "s3a://adw-claims/warehouse/" })] })).toEqual([]);
  });
  test("a location that the plan registers is enough", () => {
    expect(seen({ without: [registered] })).toEqual(["LGF401 failed database/claims"]);
    const planned = estate({ without: [registered] });
    const desired = { ...planned.desired, resources: new Map([...planned.desired.resources, location("arn:aws:s3:::adw-claims")]) };
    expect(assess({ ...planned, desired })).toEqual([]);
  });
  test("outside S3 nothing is known", () => {
    expect(seen({ tables: [table("a", "a", { location: "jdbc:mysql://x/y" })] })).toEqual([
      "LGF401 unknown database/claims/without-s3-location",
    ]);
  });
  test("hybrid ones count at any depth above a table, and only while they stay", () => {
    const hybrid = location("arn:aws:s3:::adw-claims", { hybrid: true });
    expect(seen({ live: [hybrid] })).toEqual([`LGF402 failed ${hybrid[0]}`, `LGF413 failed ${hybrid[0]}`]);
    expect(seen({ live: [location("arn:aws:s3:::adw-claims/warehouse", { hybrid: true })] })).toEqual([]);
    expect(seen({ live: [location("arn:aws:s3:::other", { hybrid: true })] })).toEqual([]);
  });
  test("weak registrations stay weak, because an update cannot change them", () => {
    expect(seen({ live: [location("arn:aws:s3:::adw-claims/warehouse", { role: slr })] })).toEqual([`LGF403 failed ${registered}`]);
    expect(seen({ live: [location("arn:aws:s3:::adw-claims/warehouse", { privileged: true })] })).toEqual([`LGF404 failed ${registered}`]);
    const below = location("arn:aws:s3:::adw-claims/warehouse/visits/2026", { privileged: true });
    expect(seen({ live: [below] })).toEqual([`LGF404 failed ${below[0]}`, `LGF413 failed ${below[0]}`]);
    expect(seen({ live: [location("arn:aws:s3:::other", { privileged: true, role: slr })] })).toEqual([]);
  });
});

describe("what is not governed", () => {
  test("unmanaged databases are one finding with the number of tables; empty ones are none", () => {
    const databases = [
      { name: "default", tables: [] },
      { name: "raw", tables: [table("a", "x"), table("b", "x")] },
      { name: "tmp", tables: [table("a", "x")] },
    ];
    expect(findingsOf({ databases })).toMatchObject([
      {
        code: "LGF501",
        resource: "catalog",
        message: "2 databases with 3 tables that no Classification manages: `raw`, `tmp`",
        evidence: {
          count: 2,
          tables: 3,
          largest: [
            { database: "raw", tables: 2 },
            { database: "tmp", tables: 1 },
          ],
        },
      },
    ]);
  });
  test("the largest unmanaged databases are named in the message, the others counted", () => {
    const databases = ["a", "b", "c", "d", "e"].map((name, index) => ({
      name,
      tables: Array.from({ length: index + 1 }, (_, at) => table(`t${at}`, "x")),
    }));
    expect(findingsOf({ databases })).toMatchObject([{ code: "LGF501", message: expect.stringMatching(/: `e`, `d`, `c` and 2 more$/) }]);
  });
  test("links are said to be skipped", () => {
    const databases = [{ name: "linked", resourceLink: true, tables: [] }];
    const tables = [table("patients", "ssn city"), table("link", "a", { type: "resource-link" })];
    expect(seen({ databases, tables })).toEqual(["LGF502 unknown catalog", "LGF502 unknown database/claims"]);
  });
});

describe("implicit grants", () => {
  const session = `arn:aws:sts::${account}:assumed-role/etl/job-1`;
  const tables = [table("patients", "ssn city", { createdBy: session }), table("visits", "code", { createdBy: etl })];
  test("are shown by creator and database, a session as its role", () => {
    expect(findingsOf({ tables })).toMatchObject([
      { code: "LGF209", severity: "informational", evidence: { principal: etl, count: 2, grades: [1, 2, 3] } },
    ]);
  });
  test("listed as a grant they are not told twice; another's grant is", () => {
    expect(seen({ tables, live: [listed(etl)] })).toHaveLength(1);
    expect(seen({ tables, live: [listed(admin)] })).toContain(
      "LGF204 failed grants/arn:aws:iam::111122223333:role%2FLakeAdmin/database/claims",
    );
  });
  test("a session of another account is not our role of that name", () => {
    const foreign = [table("patients", "ssn city", { createdBy: "arn:aws:sts::999900001111:assumed-role/etl/x" })];
    expect(findingsOf({ tables: foreign })[0]?.evidence["principal"]).toBe("arn:aws:sts::999900001111:assumed-role/etl/x");
  });
});
