/** Random lakes written down: the catalog as it is seeded, the policies as YAML documents. */

import type { PolicySet } from "../../src/compiler/policy.ts";
import type { SeedCatalog } from "../../src/sandbox/seed.ts";
import { account, region } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";
import { groupsIn, pattern, rolesOf } from "./policy-groups.ts";
import { registrationRole } from "./policy-model.ts";
import type { Model, ModelDatabase, ModelRule } from "./policy-model.ts";

/** The catalog as it is seeded. */
export function seedOf(databases: readonly ModelDatabase[]): SeedCatalog {
  return {
    databases: databases.map(({ name, tables }, index) => ({
      name,
      location: `s3://lake/${index}`,
      tables: tables.map(({ name: table, view, columns, keys }) => ({
        name: table,
        type: view ? "view" : "table",
        columns: columns.slice(0, columns.length - keys).map(stringColumn),
        partitionKeys: columns.slice(columns.length - keys).map(stringColumn),
      })),
    })),
  };
}

function stringColumn(name: string) {
  return { name, type: "string" };
}

/** The policies as text. */
export function policySetOf(databases: readonly ModelDatabase[], model: Model): PolicySet {
  const documents: object[] = [
    {
      apiVersion: "lakegrade/v1",
      kind: "Lake",
      name: "laws",
      account,
      region,
      grades: Object.fromEntries(Array.from({ length: model.grades }, (_, index) => [String(index + 1), { en: `Grade ${index + 1}` }])),
      newColumns: model.newColumns,
      iamAllowedPrincipals: model.iamAllowedPrincipals,
      foreignGrants: model.foreignGrants,
      locations: model.registered ? [{ path: "s3://lake", role: registrationRole }] : [],
    },
    { kind: "Classification", database: "*", rules: model.rules.map(ruleOf) },
  ];
  for (const [index, { name }] of databases.entries()) {
    const one = model.terms[index];
    if (one?.managed !== true) continue;
    const { managed: _managed, rules, ...rest } = one;
    documents.push({ kind: "Classification", database: pattern(name), ...rest, rules: rules.map(ruleOf) });
  }
  const groups = groupsIn(model);
  for (const [index, group] of groups.entries()) {
    if (group === undefined) continue;
    const principals = rolesOf(index, groups).map((role) => ({ role }));
    documents.push({ kind: "Group", name: `group ${index}`, ...group, principals });
  }
  return policies(...documents.map((document) => JSON.stringify(document)));
}

function ruleOf({ table, column, grade, except }: ModelRule): object {
  return {
    match: `${pattern(table)}.${pattern(column)}`,
    grade,
    optional: true,
    ...(except === undefined ? {} : { except: [`${pattern(except)}.*`] }),
  };
}
