/** Laws of the assessment: order changes nothing, what policies compile to is no finding, paths are compared as the kind does. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import type { Estate } from "../../src/audit/control.ts";
import { locationsAbove, touchesManaged } from "../../src/audit/managed-locations.ts";
import { compile } from "../../src/compiler/compile.ts";
import { parsePolicies } from "../../src/compiler/parse.ts";
import { covers } from "../../src/kinds/lf-location/spec.ts";
import type { LfGrant } from "../../src/kinds/lf-grant/spec.ts";
import type { Permission } from "../../src/model/permission.ts";
import type { Securable } from "../../src/model/securable.ts";
import type { LiveState } from "../../src/model/state.ts";
import { account, claimsKey, admin, estate, etl, everybody, grant, kim, location, setting, table } from "./estate.ts";
import type { Entry } from "./estate.ts";

const principals = [
  etl,
  admin,
  everybody,
  "IAM_ALLOWED_PRINCIPALS",
  "999900001111",
  "AROAEXAMPLEEXAMPLE12",
  kim,
  `arn:aws:iam::${account}:user/gone`,
];

const securables: readonly Securable[] = [
  { type: "catalog" },
  { type: "database", database: "claims" },
  { type: "all-tables", database: "other" },
  { type: "table", database: "claims", table: "visits" },
  { type: "columns", database: "claims", table: "patients", columns: ["ssn"] },
  { type: "data-cells-filter", database: "claims", table: "visits", filter: "f" },
  { type: "data-location", arn: "arn:aws:s3:::adw-claims/warehouse/visits" },
  { type: "lf-tag", key: "grade", values: ["1"] },
  { type: "lf-tag-policy", target: "table", expression: [{ key: "domain", values: ["claims"] }] },
  { type: "lf-tag-policy-named", target: "table", name: "saved" },
  { type: "unknown", raw: { New: 1 } },
  { type: "unknown", raw: { Newer: 2 } },
];

const anyHolding: fc.Arbitrary<LfGrant> = fc
  .tuple(
    fc.constantFrom(...principals),
    fc.constantFrom(...securables),
    fc.constantFrom<Permission>("SELECT", "DESCRIBE", "ALTER", "DROP", "SUPER_USER"),
    fc.boolean(),
  )
  .map(([principal, securable, permission, mayPass]) => ({
    principal,
    securable,
    permissions: [permission],
    grantable: mayPass ? [permission] : [],
  }));

function entryOf({ principal, securable, permissions, grantable }: LfGrant): Entry {
  return grant(principal, securable, permissions, { grantable });
}

const otherEntries: readonly Entry[] = [
  setting({ setting: "admin", principal: etl }),
  setting({ setting: "external-data-filtering", enabled: true, accounts: [], sessionTagValues: [] }),
  location("arn:aws:s3:::adw-claims", { hybrid: true, privileged: true }),
];

function shuffled(state: LiveState, resources: LiveState["resources"], order: readonly number[]): LiveState {
  const by = <Item>(items: readonly Item[]): readonly Item[] =>
    items
      .map((item, index) => ({ item, key: order[index % order.length] ?? 0 }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ item }) => item);
  const databases = by(state.catalog.databases).map((database) => ({ ...database, tables: by(database.tables) }));
  return { ...state, resources: new Map(by([...resources])), roles: by(state.roles), unread: by(state.unread), catalog: { databases } };
}

test("the order of states changes nothing, and nothing is told twice", () => {
  const unreadable = fc.subarray(["lf-grant", "lf-settings", "roles", "catalog", "lf-tag-assignment", "lf-location"]);
  const scenario = fc.record({
    live: fc.array(fc.oneof(anyHolding.map(entryOf), fc.constantFrom(...otherEntries)), { maxLength: 30 }),
    unread: unreadable,
    order: fc.array(fc.nat(1000), { minLength: 7, maxLength: 40 }),
  });
  fc.assert(
    fc.property(scenario, ({ live, unread, order }) => {
      const tables = [
        table("patients", "ssn city", { createdBy: etl }),
        table("visits", "code", { createdBy: admin }),
        table("x", "a", { location: "s3://b/x" }),
      ];
      const databases = [
        { name: "raw", tables: [table("a", "x")] },
        { name: "tmp", tables: [table("b", "x")] },
      ];
      const one = estate({ live, unread, tables, databases });
      const findings = assess(one);
      const other: Estate = {
        live: shuffled(one.live, one.live.resources, order),
        desired: { ...one.desired, resources: new Map([...one.desired.resources].toReversed()) },
      };
      expect(assess(other)).toEqual(findings);
      const names = findings.map(({ code, resource, status }) => `${code} ${resource} ${status}`);
      expect(new Set(names).size).toBe(names.length);
    }),
    { numRuns: 300 },
  );
});

/** Grants that are no concern: default access that goes, other databases, creating only, showing, what administrators have anyway. */
function isNoConcern({ principal, securable, permissions: [permission = "SELECT"] }: LfGrant): boolean {
  if (principal === "999900001111" || principal === "AROAEXAMPLEEXAMPLE12" || principal.endsWith(":user/gone")) return false;
  if (principal === "IAM_ALLOWED_PRINCIPALS" && "database" in securable) return true;
  if (securable.type === "catalog") return principal !== "IAM_ALLOWED_PRINCIPALS" && ["SELECT", "DESCRIBE"].includes(permission);
  if (securable.type === "lf-tag") return permission === "DESCRIBE" || principal === admin;
  return securable.type === "all-tables" && securable.database === "other";
}

test("a grant that no policy asks for is a finding, unless it is no concern by rule", () => {
  fc.assert(
    fc.property(anyHolding, (spec) => {
      const found = assess(estate({ live: [entryOf(spec)] }));
      expect({ spec, found: found.length > 0 }).toEqual({ spec, found: !isNoConcern(spec) });
    }),
    { numRuns: 500 },
  );
});

const policyText = fc
  .record({
    clearance: fc.integer({ min: 1, max: 3 }),
    defaultGrade: fc.integer({ min: 1, max: 3 }),
    ruleGrade: fc.integer({ min: 1, max: 3 }),
    newColumns: fc.constantFrom("strictest", "inherit"),
    owner: fc.boolean(),
    domain: fc.boolean(),
    databases: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ clearance, defaultGrade, ruleGrade, newColumns, owner, domain, databases }) => ({
    databases,
    text: [
      "apiVersion: lakegrade/v1\nkind: Lake\nname: adw",
      `account: "${account}"\nregion: ap-northeast-2\niamAllowedPrincipals: account\nadmins: [LakeAdmin]`,
      `newColumns: ${newColumns}`,
      "locations:\n  - {path: s3://adw-claims/warehouse, role: LakeRegistration}",
      "operators: [LakegradeApply]\nbreakGlass: [BreakGlass]",
      ...Array.from({ length: databases }, (_, index) =>
        [
          `---\nkind: Classification\ndatabase: d${index}\ndefault: ${defaultGrade}`,
          ...(domain ? [`domain: d${index}`] : []),
          `rules:\n  - {match: "*.ssn", grade: ${ruleGrade}}`,
        ].join("\n"),
      ),
      `---\nkind: Bucket\nname: adw-claims\nkey: ${claimsKey}\ndirectAccess: []`,
      `---\nkind: Group\nname: readers\nclearance: ${clearance}\nprincipals:\n  - role: etl`,
      ...(owner ? ["---\nkind: Group\nname: owners\nclearance: 1\naccess: own\nprincipals:\n  - role: owner"] : []),
    ].join("\n"),
  }));

test("an account that holds what its policies compile to has no finding", () => {
  let compiled = 0;
  fc.assert(
    fc.property(policyText, ({ text, databases }) => {
      const catalog = {
        databases: Array.from({ length: databases }, (_, index) => ({
          name: `d${index}`,
          location: `s3://adw-claims/warehouse/d${index}`,
          tables: [table("people", "ssn city"), table("seen", "city", { type: "view" })],
        })),
      };
      const roles = ["LakeAdmin", "LakeRegistration", "LakegradeApply", "BreakGlass", "etl", "owner"].map((name) => ({
        name,
        arn: `arn:aws:iam::${account}:role/${name}`,
        path: "/",
        policies: { id: "AROAEXAMPLEEXAMPLE123", trust: "{}", inline: [], attached: [] },
      }));
      const { set, diagnostics } = parsePolicies([{ file: "p.yaml", bytes: new TextEncoder().encode(text) }]);
      expect(diagnostics).toEqual([]);
      const { state: desired, diagnostics: problems } = compile(set, {
        catalog,
        roles,
        facts: estate().live.facts ?? { buckets: [], keys: [], managedPolicies: [], catalogKeys: [], workgroups: [] },
      });
      if (desired === undefined) throw new Error(JSON.stringify(problems));
      compiled += 1;
      const { live } = estate();
      expect(assess({ desired, live: { ...live, catalog, roles, resources: desired.resources } })).toEqual([]);
      expect(
        assess({
          desired,
          live: {
            ...live,
            catalog,
            roles,
            resources: new Map([...desired.resources, grant(etl, { type: "all-tables", database: "d0" }, ["SELECT"])]),
          },
        }),
      ).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
  expect(compiled).toBe(60);
});

test("paths lie above and below each other exactly where the kind says so", () => {
  const path = fc
    .array(fc.constantFrom("a", "ab", "b", ""), { maxLength: 3 })
    .map((parts) => `arn:aws:s3:::${["bucket", ...parts].join("/")}`.replace(/\/+$/, ""));
  fc.assert(
    fc.property(path, path, (registered, stored) => {
      const tables = [table("t", "a", { location: stored.replace("arn:aws:s3:::", "s3://") })];
      const one = estate({ tables, live: [location(registered)] });
      expect(locationsAbove(one, stored).some(({ arn }) => arn === registered)).toBe(covers(registered, stored));
      // The database itself is stored elsewhere, in another bucket.
      expect(touchesManaged(one, registered)).toBe(covers(registered, stored) || covers(stored, registered));
    }),
  );
});

test("many foreign grants make few findings", () => {
  const tables = Array.from({ length: 2000 }, (_, index) => table(`t${index}`, "a b c"));
  const live = tables.flatMap(({ name }) => [
    grant(etl, { type: "table", database: "claims", table: name }, ["SELECT"]),
    grant("IAM_ALLOWED_PRINCIPALS", { type: "table", database: "claims", table: name }, ["ALL"]),
  ]);
  const findings = assess(estate({ tables, live, scope: { iamAllowedPrincipals: "report" } }));
  expect(findings.map(({ code, evidence }) => [code, evidence["count"] ?? evidence["tables"]])).toMatchObject([
    ["LGF101", { count: 2000 }],
    ["LGF203", 2000],
  ]);
});
