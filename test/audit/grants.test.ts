/** Claims about grants that no policy asks for. */

import { describe, expect, test } from "vitest";

import type { Securable } from "../../src/model/securable.ts";
import { account, admin, etl, everybody, findingsOf, grant, kim, seen, setting, tag } from "./estate.ts";

const patients: Securable = { type: "table", database: "claims", table: "patients" };
const held = "grants/arn:aws:iam::111122223333:role%2Fetl";

function locationGrant(arn: string): ReturnType<typeof grant> {
  return grant(etl, { type: "data-location", arn }, ["DATA_LOCATION_ACCESS"]);
}

function at(arn: string): readonly string[] {
  return seen({ live: [locationGrant(arn)] });
}

/** What a single live grant is reported as, and what it is said to reach. */
function reported(entry: ReturnType<typeof grant>): unknown {
  return findingsOf({ live: [entry] }).map(({ code, status, evidence }) => [code, status, evidence["grades"], evidence["tables"]]);
}

test("a governed lake has no finding", () => {
  expect(seen({})).toEqual([]);
});

describe("a foreign grant reaches the grades that the policies give its columns", () => {
  const select: readonly (readonly [string, Securable, readonly number[], number])[] = [
    ["a table", patients, [1, 3], 1],
    ["all tables", { type: "all-tables", database: "claims" }, [1, 2, 3], 2],
    ["one column", { type: "columns", database: "claims", table: "patients", columns: ["city"] }, [3], 1],
    ["all columns but one", { type: "columns-except", database: "claims", table: "patients", excluded: ["ssn"] }, [3], 1],
    [
      "a data cells filter, counted as its table",
      { type: "data-cells-filter", database: "claims", table: "patients", filter: "f" },
      [1, 3],
      1,
    ],
    ["a table that is not there yet", { type: "table", database: "claims", table: "tomorrow" }, [1], 1],
    ["a domain", { type: "lf-tag-policy", target: "table", expression: [{ key: "domain", values: ["claims"] }] }, [1, 2, 3], 2],
    ["any domain", { type: "lf-tag-policy", target: "table", expression: [{ key: "domain", values: ["*"] }] }, [1, 2, 3], 2],
  ];
  for (const [name, securable, grades, tables] of select) {
    test(`over ${name}`, () => {
      expect(reported(grant(etl, securable, ["SELECT"]))).toEqual([["LGF203", "failed", grades, tables]]);
    });
  }

  test("ALTER on the database counts as reading all of it", () => {
    expect(reported(grant(etl, { type: "database", database: "claims" }, ["ALTER"]))).toEqual([["LGF203", "failed", [1, 2, 3], 2]]);
  });

  test("a tag of one column opens its table", () => {
    const expression = [{ key: "team", values: ["fraud"] }];
    const live = [
      grant(etl, { type: "lf-tag-policy", target: "table", expression }, ["SELECT"]),
      tag({ key: "team", value: "fraud", database: "claims", table: "visits", column: "code" }),
    ];
    expect(findingsOf({ live }).map(({ code, evidence }) => [code, evidence["grades"]])).toEqual([["LGF203", [2]]]);
    expect(seen({ live: live.slice(0, 1) })).toEqual([]);
  });

  test("tags that were not read leave the reach unknown, and never empty", () => {
    const expression = [{ key: "team", values: ["fraud"] }];
    const live = [grant(etl, { type: "lf-tag-policy", target: "table", expression }, ["SELECT"])];
    for (const gap of [{ tagKeys: ["grade", "domain"] }, { unread: ["lf-tag-assignment"] }, { unread: ["catalog"] }]) {
      expect(seen({ live, ...gap })).toContain(`LGF203 unknown ${held}/lf-tag-policies`);
    }
    const named: Securable = { type: "lf-tag-policy-named", target: "table", name: "everything" };
    expect(seen({ live: [grant(etl, named, ["SELECT"])] })).toEqual([`LGF203 unknown ${held}/lf-tag-policies`]);
  });

  test("an empty database is reached with the grade its first table is born with", () => {
    const tags: Securable = { type: "lf-tag-policy", target: "database", expression: [{ key: "domain", values: ["claims"] }] };
    for (const securable of [tags, { type: "database", database: "claims" } as const]) {
      const without = [
        "lf-tag-assignment/grade/claims/patients",
        "lf-tag-assignment/grade/claims/patients/city",
        "lf-tag-assignment/grade/claims/visits",
      ];
      const findings = findingsOf({ tables: [], without, live: [grant(etl, securable, ["CREATE_TABLE"])] });
      expect(findings).toMatchObject([{ code: "LGF206", evidence: { grades: [1], tables: 0 } }]);
    }
  });

  test("one decided grant is enough to be certain, and what is not decided is still said", () => {
    const named: Securable = { type: "lf-tag-policy-named", target: "table", name: "saved" };
    const domain: Securable = { type: "lf-tag-policy", target: "table", expression: [{ key: "domain", values: ["claims"] }] };
    const [finding, ...others] = findingsOf({ live: [grant(etl, named, ["SELECT"]), grant(etl, domain, ["SELECT"])] });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: "LGF203", status: "failed", evidence: { count: 2 } });
    expect(finding?.message).toMatch(/reach: up to grades 1, 2 and 3 in 2 tables: what its saved expression stands for was not read$/);
  });
});

describe("a foreign grant is one concern", () => {
  test("with grant option", () => {
    expect(reported(grant(etl, patients, ["SELECT"], { grantable: ["SELECT"] }))).toEqual([["LGF204", "failed", [1, 3], 1]]);
  });
  test("under a condition, which is shown and counts as met", () => {
    const [finding] = findingsOf({ live: [grant(everybody, patients, ["SELECT"], { condition: "context.iam.principalTags has x" })] });
    expect(finding).toMatchObject({ code: "LGF205", status: "failed", evidence: { conditions: ["context.iam.principalTags has x"] } });
  });
  test("without reading", () => {
    expect(reported(grant(etl, patients, ["DESCRIBE"]))).toEqual([["LGF206", "failed", [1, 3], 1]]);
  });
  test("to everybody in the account", () => {
    expect(reported(grant(everybody, patients, ["SELECT"]))).toEqual([["LGF201", "failed", [1, 3], 1]]);
    expect(reported(grant(account, patients, ["SELECT"]))).toEqual([["LGF201", "failed", [1, 3], 1]]);
  });
  test("over other databases it is none", () => {
    expect(seen({ live: [grant(etl, { type: "all-tables", database: "other" }, ["SELECT"], { grantable: ["SELECT"] })] })).toEqual([]);
  });
  test("on the catalog only when it opens what is there", () => {
    expect(seen({ live: [grant(etl, { type: "catalog" }, ["CREATE_DATABASE"])] })).toEqual([]);
    expect(reported(grant(etl, { type: "catalog" }, ["SUPER_USER"]))).toEqual([["LGF203", "failed", [1, 2, 3], 2]]);
  });
});

describe("what the plan takes care of is no finding", () => {
  test("a grant that the policies ask for", () => {
    expect(seen({ desired: [grant(etl, patients, ["SELECT"])] })).toEqual([]);
  });
  test("a grant of ours that no policy asks for any more", () => {
    const expression = [{ key: "grade", values: ["1"] }];
    expect(seen({ live: [grant(etl, { type: "lf-tag-policy", target: "table", expression }, ["SELECT"])] })).toEqual([]);
  });
  test("a foreign grant that the plan removes, and only that one", () => {
    const live = [grant(etl, patients, ["SELECT"]), grant(etl, { type: "database", database: "claims" }, ["DROP"])];
    expect(seen({ live, removals: new Set(live.slice(0, 1).map(([address]) => address)) })).toEqual([
      `LGF206 failed ${held}/database/claims`,
    ]);
  });
});

describe("grants that leave the account", () => {
  for (const principal of [
    "999900001111",
    "999900001111:IAMPrincipals",
    "arn:aws:iam::999900001111:role/etl",
    "arn:aws:organizations::999900001111:organization/o-a",
    `arn:aws:organizations::${account}:ou/o-a/ou-b`,
    "arn:aws:quicksight:ap-northeast-2:999900001111:user/default/a",
  ]) {
    test(`to ${principal}`, () => {
      expect(reported(grant(principal, patients, ["SELECT"]))).toEqual([["LGF202", "failed", [1, 3], 1]]);
    });
  }
  test("are shown for other databases too, reaching no managed data", () => {
    expect(reported(grant("999900001111", { type: "database", database: "other" }, ["DESCRIBE"]))).toEqual([["LGF202", "failed", [], 0]]);
  });
  test("an Identity Center group is of no other account", () => {
    const entry = grant("arn:aws:identitystore:::group/0123456789-00000000-0000-0000-0000-000000000000", patients, ["SELECT"]);
    expect(reported(entry)).toEqual([["LGF203", "failed", [1, 3], 1]]);
  });
});

describe("authority over the tags", () => {
  const gradeTag: Securable = { type: "lf-tag", key: "grade", values: ["1", "2", "3"] };
  test("is a finding on grade and domain, whatever lets its holder change them", () => {
    expect(seen({ live: [grant(etl, gradeTag, ["ASSOCIATE"])] })).toEqual([`LGF207 failed ${held}/lf-tag/grade`]);
    expect(seen({ live: [grant(etl, { type: "lf-tag", key: "domain", values: ["*"] }, ["DROP"])] })).toEqual([
      `LGF207 failed ${held}/lf-tag/domain`,
    ]);
    expect(seen({ live: [grant(etl, { type: "lf-tag-expression", name: "x" }, ["ALTER"])] })).toEqual([
      `LGF207 failed ${held}/lf-tag-expressions`,
    ]);
  });
  test("is none for administrators, for showing, for other keys", () => {
    expect(seen({ live: [grant(admin, gradeTag, ["ASSOCIATE"])] })).toEqual([]);
    expect(seen({ live: [grant(etl, gradeTag, ["DESCRIBE"])] })).toEqual([]);
    expect(seen({ live: [grant(etl, { type: "lf-tag", key: "team", values: ["*"] }, ["ALTER"])] })).toEqual([]);
  });
  test("a read-only administrator is no administrator", () => {
    const live = [grant(etl, gradeTag, ["ASSOCIATE"])];
    expect(seen({ live, desired: [setting({ setting: "read-only-admin", principal: etl })] })).toEqual([
      `LGF207 failed ${held}/lf-tag/grade`,
    ]);
  });
  test("is unknown while the administrators are", () => {
    expect(seen({ live: [grant(etl, gradeTag, ["ASSOCIATE"])], unread: ["lf-settings"] })).toContain(`LGF207 unknown ${held}/lf-tag/grade`);
  });
});

describe("data location grants", () => {
  test("reach the tables at, below and around their path", () => {
    expect(reported(locationGrant("arn:aws:s3:::adw-claims/warehouse"))).toEqual([["LGF208", "failed", [1, 2, 3], 2]]);
    expect(reported(locationGrant("arn:aws:s3:::adw-claims/warehouse/visits/2026"))).toEqual([["LGF208", "failed", [2], 1]]);
  });
  test("matter at, above and below managed data", () => {
    for (const path of ["", "/warehouse", "/warehouse/patients", "/warehouse/patients/2026"]) {
      expect(at(`arn:aws:s3:::adw-claims${path}`)).toEqual([`LGF208 failed ${held}/data-locations`]);
    }
  });
  test("elsewhere do not: paths end at whole segments", () => {
    expect(at("arn:aws:s3:::adw-claims/ware")).toEqual([]);
    expect(at("arn:aws:s3:::adw-claims-other")).toEqual([]);
  });
});

describe("orphans", () => {
  const gone = `arn:aws:iam::${account}:role/gone`;
  test("a role that is not there, on any database", () => {
    expect(seen({ live: [grant(gone, { type: "database", database: "other" }, ["DESCRIBE"])] })).toEqual([
      "LGF210 failed grants/arn:aws:iam::111122223333:role%2Fgone",
    ]);
  });
  test("an id in place of a name, even while roles are unread", () => {
    const live = [grant("AROAEXAMPLEEXAMPLE12", patients, ["SELECT"])];
    expect(seen({ live })).toEqual(["LGF210 failed grants/AROAEXAMPLEEXAMPLE12"]);
    expect(seen({ live, unread: ["roles"] })).toContain("LGF210 failed grants/AROAEXAMPLEEXAMPLE12");
  });
  test("while roles are unread nobody is gone, and the grant stays a foreign one", () => {
    expect(seen({ live: [grant(gone, patients, ["SELECT"])], unread: ["roles"] })).toEqual([
      "LGF203 failed grants/arn:aws:iam::111122223333:role%2Fgone/database/claims",
      "LGF503 unknown unread/roles/roles%20of%20the%20account",
      "LGF702 unknown roles",
      "LGF210 unknown roles",
      "LGF613 unknown roles",
      "LGF620 unknown roles",
      "LGF703 unknown roles",
      "LGF705 unknown roles",
    ]);
  });

  test("users too exist, are gone, or are unread with the roles", () => {
    const other: Securable = { type: "database", database: "other" };
    const goneUser = `arn:aws:iam::${account}:user/gone`;
    expect(seen({ live: [grant(kim, other, ["DROP"])] })).toEqual([]);
    expect(seen({ live: [grant(goneUser, other, ["DROP"])] })).toEqual([`LGF210 failed grants/arn:aws:iam::${account}:user%2Fgone`]);
    expect(seen({ live: [grant(goneUser, other, ["DROP"])], unread: ["roles"] })).toContain("LGF210 unknown roles");
  });
});

describe("grants that are not analysed are never counted as safe", () => {
  test("an unknown shape, another catalog, an unknown permission, no principal", () => {
    const unknown: Securable = { type: "unknown", raw: { Hologram: { Name: "x" } } };
    expect(seen({ live: [grant(etl, unknown, ["SELECT"])] })).toEqual([`LGF211 unknown ${held}/unknown`]);
    expect(findingsOf({ live: [grant(etl, unknown, ["SELECT"])] })[0]?.evidence["raw"]).toEqual({ Hologram: { Name: "x" } });
    const nested: Securable = { ...patients, catalog: `${account}:s3tablescatalog/x` };
    expect(seen({ live: [grant(etl, nested, ["SELECT"])] })).toEqual([`LGF211 unknown ${held}/catalog/111122223333:s3tablescatalog%2Fx`]);
    const spec = { principal: etl, securable: patients, permissions: ["LEVITATE"], grantable: [] };
    expect(seen({ live: [["lf-grant/x", { kind: "lf-grant", spec }]] })).toEqual([`LGF211 unknown ${held}/database/claims`]);
    expect(seen({ live: [grant("", patients, ["SELECT"])] })).toEqual(["LGF211 unknown grants//database/claims"]);
  });
});

function messageOf(principal: string, scope: object): string | undefined {
  return findingsOf({ live: [grant(principal, patients, ["SELECT"])], scope })[0]?.message;
}

describe("a grant that stays under `foreignGrants: revoke` says why", () => {
  test("an administrator holds it", () => {
    expect(messageOf(admin, { foreignGrants: "revoke" })).toMatch(/; it is an administrator, and `foreignGrants: revoke` leaves/);
  });

  test("an operator holds it", () => {
    expect(messageOf(etl, { foreignGrants: "revoke", privileged: [etl] })).toMatch(/; it is an operator or break-glass principal, and/);
  });

  test("nothing is said where nothing is revoked, or where it would go", () => {
    expect(messageOf(admin, {})).not.toContain("revoke");
    expect(messageOf(etl, { foreignGrants: "revoke" })).not.toContain("revoke");
  });
});
