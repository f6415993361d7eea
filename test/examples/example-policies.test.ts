/** The example policy set is sound, and grades every column of the example catalog as Korean law asks. */

import { describe, expect, test } from "vitest";

import { classify } from "../../src/compiler/classify.ts";
import { compile } from "../../src/compiler/compile.ts";
import { parsePolicies } from "../../src/compiler/parse.ts";
import { allColumns } from "../../src/model/catalog.ts";
import type { AccountFacts } from "../../src/model/account-facts.ts";
import type { Role } from "../../src/model/state.ts";
import { keyFacts } from "../key-facts.ts";
import { exampleCatalog, filesOf } from "./policy-set.ts";

const catalog = exampleCatalog();
const { set, diagnostics } = parsePolicies(filesOf("policies"));

/** `database.table.column` to grade. */
const grades: ReadonlyMap<string, number> = new Map(
  [...classify(set, catalog)].flatMap(([database, { tables }]) =>
    [...tables].flatMap(([table, { columns }]) =>
      columns.map(({ name, decision }) => [`${database}.${table}.${name}`, decision.grade] as const),
    ),
  ),
);

function columnsMatching(pattern: RegExp): readonly string[] {
  return [...grades.keys()].filter((name) => pattern.test(name));
}

describe("the example policy set", () => {
  test("parses, validates and compiles against its catalog without a single diagnostic", () => {
    expect(diagnostics).toEqual([]);
    const { state, diagnostics: compiling } = compile(set, { catalog });
    expect(compiling).toEqual([]);
    expect(state?.resources.size).toBeGreaterThan(400);
  });

  test("compiles in an account that has its roles, and names every one of them that is missing", () => {
    const { state } = compile(set, { catalog, roles, facts });
    expect(state).toBeDefined();
    const named = roles.filter((role) => {
      const { diagnostics: missing } = compile(set, { catalog, roles: roles.filter((other) => other !== role), facts });
      return missing.length > 0 && missing.every(({ code }) => code === "LG3020");
    });
    expect(named).toEqual(roles);
  });

  test("manages all databases and grades all 462 columns of the catalog", () => {
    const columns = catalog.databases.flatMap(({ tables }) => tables.flatMap(allColumns));
    expect(columns).toHaveLength(462);
    expect(grades.size).toBe(462);
  });

  test("has groups of every access and clearance", () => {
    const groups = set.groups.map(({ value }) => value);
    expect(new Set(groups.map(({ access }) => access ?? "read"))).toEqual(new Set(["read", "write", "own"]));
    expect(new Set(groups.map(({ clearance }) => clearance))).toEqual(new Set([1, 2, 3]));
    expect(groups.map(({ name }) => name)).toEqual(expect.arrayContaining(["analysts", "보험금심사", "인사팀", "fraud", "marketing"]));
  });
});

describe("the grades of the example", () => {
  test("unique identifiers, sensitive and authentication data, account and card numbers are grade 1", () => {
    const restricted = columnsMatching(
      /\.(ssn|rrno|passport|drivers|race|ethnicity|pwdbs_yn|diagnosis\d|.*account_num|actno|card_num|user_ci|.*password.*)$/,
    );
    expect(restricted.length).toBeGreaterThan(25);
    expect(restricted.filter((name) => grades.get(name) !== 1)).toEqual([]);
  });

  test("what clinical tables say about health is grade 1, and nothing in them is grade 3", () => {
    const clinical = columnsMatching(
      /^claims\.(allergies|careplans|conditions|devices|encounters|imaging_studies|immunizations|medications|observations|procedures|supplies)\./,
    );
    expect(clinical.filter((name) => grades.get(name) === 3)).toEqual([]);
    const telling = clinical.filter((name) => /(code|description|value|reaction\d|severity\d|udi)$/.test(name));
    expect(telling.length).toBeGreaterThan(30);
    expect(telling.filter((name) => grades.get(name) !== 1)).toEqual([]);
  });

  test("names, addresses, telephone numbers, e-mail and birth dates of persons are never grade 3", () => {
    const persons = columnsMatching(
      /\.(flnm|eng_flnm|first|middle|last|maiden|.*(holder|insured|owner)_name|dpstr_nm|dh_nm|brdt|birthdate|address|road_nm_addr|daddr|eml_addr|mbl_telno|ofc_telno|gender|gndr_cd|fam_mttr|insured_list|photo.*|car_number|insu_num)$/,
    ).filter((name) => !/\.(organizations|payers)\./.test(name));
    expect(persons.length).toBeGreaterThan(30);
    expect(persons.filter((name) => (grades.get(name) ?? 3) > 2)).toEqual([]);
  });

  test("of a patient nothing but the key is grade 3", () => {
    expect(columnsMatching(/^claims\.patients\./).filter((name) => grades.get(name) === 3)).toEqual(["claims.patients.id"]);
  });

  test("an access card is no payment card", () => {
    expect(grades.get("hr.access_cards.card_no")).toBe(2);
    expect(grades.get("mydata.card_list.card_num")).toBe(1);
  });

  test("are these, column by column", async () => {
    const lines = [...grades].map(([name, grade]) => `${grade} ${name}`).toSorted();
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("grades.txt");
  });
});

/** The keys and the Identity Center group that the policies name. */
const facts: AccountFacts = {
  buckets: ["adw-claims", "adw-hr", "adw-mydata"].map((name) => ({ name })),
  keys: ["claims", "mydata", "hr"].map((name, index) =>
    keyFacts({
      arn: `arn:aws:kms:ap-northeast-2:111122223333:key/00000000-0000-4000-8000-00000000000${index}`,
      aliases: [`alias/adw-${name}`],
    }),
  ),
  managedPolicies: [],
  catalogKeys: [],
  workgroups: [],
  identityCenter: {
    instance: "arn:aws:sso:::instance/ssoins-0000000000000000",
    identityStore: "d-0000000000",
    region: "ap-northeast-2",
    owner: "111122223333",
    caller: "111122223333",
    permissionSets: [],
    groups: [{ id: "9067a1b2c3-5d1f7a30-8c42-4e0b-9b57-2f6c1d3e4a50", name: "fraud-investigators" }],
  },
};

/** The roles the policies name, as IAM would list them. */
const roles: readonly Role[] = [
  ...[
    "LakeAdmin",
    "LakegradePlan",
    "LakegradeApply",
    "BreakGlass",
    "LakeRegistration",
    "analyst-batch",
    "mydata-loader",
    "athena-exec",
  ].map((name) => ({ name, path: "/", arn: `arn:aws:iam::111122223333:role/${name}` })),
  ...["DataAnalyst", "ClaimsAssessor", "HumanResources", "Marketing", "DataEngineer", "InternalAudit"].map((permissionSet, index) => {
    const name = `AWSReservedSSO_${permissionSet}_${index.toString(16).padStart(16, "0")}`;
    const path = "/aws-reserved/sso.amazonaws.com/ap-northeast-2/";
    return { name, path, arn: `arn:aws:iam::111122223333:role${path}${name}` };
  }),
];
