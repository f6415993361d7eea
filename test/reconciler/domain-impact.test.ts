/** What a change of a database's domain is said to do to access, beside what it does. */

import { expect, test } from "vitest";

import type { Impact } from "../../src/model/change.ts";
import { isChangeOf, subjectOf } from "../../src/kinds/specs.ts";
import { mayRead } from "../../src/sandbox/lake-formation/may-read.ts";
import { converge, openLake, prepare, roleArn } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";
import { lake as lakeText, policies } from "../policy-fixture.ts";

const tables = [{ name: "t", columns: [{ name: "c", type: "string" }] }];
const catalog = { databases: ["moving", "claims", "hr"].map((name) => ({ name, tables })) };
const roles = ["claims-reader", "hr-reader"];

const none = "no domain";

function classification(database: string, domain: string): string {
  return `kind: Classification\ndatabase: ${database}\ndefault: 2${domain === none ? "" : `\ndomain: ${domain}`}`;
}

function group(domain: string): string {
  return `kind: Group\nname: ${domain}\nclearance: 2\ndomains: [${domain}]\nprincipals: [{role: ${domain}-reader}]`;
}

/** Two domains that groups read, and a database that changes its own. `unread` is a domain of some data that no group names. */
function domainOf(moving: string): ReturnType<typeof policies> {
  return policies(
    lakeText,
    classification("moving", moving),
    classification("claims", "claims"),
    classification("hr", "hr"),
    group("claims"),
    group("hr"),
  );
}

/** Who reads the database that moves. */
function readers({ sandbox }: GovernedLake): readonly string[] {
  return roles.filter((role) => mayRead(sandbox.account, roleArn(role), "moving", "t", "c").allowed);
}

test.each<readonly [from: string, to: string, impact: Impact, before: readonly string[], after: readonly string[]]>([
  [none, "claims", "widens", [], ["claims-reader"]],
  ["unread", "claims", "widens", [], ["claims-reader"]],
  // Somebody loses as well, but whoever gains decides what a reviewer is told.
  ["claims", "hr", "widens", ["claims-reader"], ["hr-reader"]],
  ["claims", "unread", "narrows", ["claims-reader"], []],
  ["claims", none, "narrows", ["claims-reader"], []],
  ["unread", "other", "neutral", [], []],
  ["unread", none, "neutral", [], []],
  [none, "unread", "neutral", [], []],
])("from %s to %s: %s", async (from, to, impact, before, after) => {
  const lake = openLake({ catalog, roles });
  await converge(lake, domainOf(from));
  expect(readers(lake)).toEqual(before);
  const { changes } = await prepare(lake, domainOf(to));
  const moves = changes.flatMap((change) => (isChangeOf(change, "lf-tag-assignment") ? [[subjectOf(change).key, change.impact]] : []));
  expect(moves).toEqual([["domain", impact]]);
  await converge(lake, domainOf(to));
  expect(readers(lake)).toEqual(after);
});

test("the first domain of a database that is still open to everyone IAM allows changes nothing for anybody", async () => {
  const { changes } = await prepare(openLake({ catalog, roles }), domainOf("claims"));
  const assignments = changes.filter((change) => isChangeOf(change, "lf-tag-assignment"));
  const domains = assignments.filter(({ after }) => after?.key === "domain");
  expect(domains.map(({ impact }) => impact)).toEqual(["neutral", "neutral", "neutral"]);
});
