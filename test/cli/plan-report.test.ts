/** What reports of a plan say beside its changes: which columns a table's tag exposes, and what the grades are called. */

import { expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import { en } from "../../src/cli/messages/en.ts";
import { ko } from "../../src/cli/messages/ko.ts";
import { planReport } from "../../src/cli/plan-report.ts";
import { planView } from "../../src/cli/render/plan-view.ts";
import { fullPolicies, fullSandbox } from "../full-lake.ts";
import { account, converge, openLake, portsOf, prepare } from "../governed-lake.ts";
import { lake as lakeText, policies } from "../policy-fixture.ts";

const columns = ["ssn", "passport", "name", "city"].map((name) => ({ name, type: "string" }));
const catalog = {
  databases: [{ name: "claims", tables: [{ name: "patients", columns, partitionKeys: [{ name: "day", type: "date" }] }] }],
};
const set = policies(
  `${lakeText}tag: Level\ngrades: {1: {ko: 고유식별정보, en: unique}, 2: {en: indirect}, 3: {ko: 일반}}\n`,
  `kind: Classification
database: claims
default: 3
rules: [{match: "*.{ssn,passport,day}", grade: 1}, {match: "*.name", grade: 2}]`,
  "kind: Group\nname: analysts\nclearance: 3\nprincipals: [{role: analyst}]\n",
);

test("a table that was tagged by hand is shown with the columns that its tag exposed", async () => {
  const lake = openLake({ catalog, roles: ["analyst"] });
  await converge(lake, set);
  const byHand = { CatalogId: account, LFTags: [{ TagKey: "level", TagValues: ["3"] }] };
  await lake.ports.lakeFormation.addLFTagsToResource({ ...byHand, Resource: { Table: { DatabaseName: "claims", Name: "patients" } } });

  const prepared = await prepare(lake, set);
  const sections = planView(prepared.changes, planReport({ ...prepared, loaded: { set }, plan: { findings: [] } }, en, false));
  expect(sections.flatMap(({ blocks }) => blocks.flatMap(({ lines }) => lines.map(({ text, impact }) => [text, impact])))).toEqual([
    // `name` and `city` have tags of their own, which the table's does not change.
    ["table: level 3 → 1, and with it day, passport, ssn", "narrows"],
  ]);
});

test("the grades are called what the lake calls them, in the reader's language where it has a name there", async () => {
  const prepared = await prepare(openLake({ catalog, roles: ["analyst"] }), set);
  const legend = (messages: typeof en): string | undefined =>
    planView(prepared.changes, planReport({ ...prepared, loaded: { set }, plan: { findings: [] } }, messages, false)).find(({ title }) =>
      title.endsWith(" level"),
    )?.legend;
  expect([legend(en), legend(ko)]).toEqual(["1 = unique, 2 = indirect, 3 = 일반", "1 = 고유식별정보, 2 = indirect, 3 = 일반"]);
});

test("a change of a bucket's policy says what others wrote beside it, and what of that the policies deny", async () => {
  const sandbox = fullSandbox();
  const ports = portsOf(sandbox);
  const objects = "arn:aws:s3:::adw-claims/*";
  const reading = { Effect: "Allow", Action: "s3:GetObject", Resource: objects };
  const Statement = [
    { ...reading, Sid: "Audit", Principal: { AWS: "arn:aws:iam::444455556666:root" } },
    { ...reading, Sid: "Etl", Principal: { AWS: `arn:aws:iam::${account}:role/etl` } },
    { ...reading, Principal: { Service: "cloudfront.amazonaws.com" } },
  ];
  await ports.s3.putBucketPolicy({ Bucket: "adw-claims", Policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
  const full = fullPolicies();
  const prepared = await prepare({ ports }, full);
  const findings = assess({ live: prepared.live, desired: prepared.desired });
  expect(findings.filter(({ code }) => code === "LGF602").map(({ severity, message }) => [severity, message])).toEqual([
    [
      "critical",
      expect.stringContaining(
        "statement 3 in the policy of adw-claims allows s3:GetObject to cloudfront.amazonaws.com for resources of any account: in effect; reach: ",
      ),
    ],
    ["informational", expect.stringMatching(/^Audit in the policy .*: denied by LakegradeadwDenyDirectAccess$/)],
  ]);

  const report = planReport({ ...prepared, loaded: { set: full }, plan: { findings } }, en, false);
  const buckets = planView(prepared.changes, report).find(({ title }) => title === en.sections.buckets)?.blocks ?? [];
  expect(buckets.flatMap(({ lines }) => lines.flatMap(({ text }) => (text.includes("others") ? [text] : [])))).toEqual([
    expect.stringMatching(
      /; 3 statements of others stay \(Audit, Etl, statement 3\); findings about Audit \(LGF602\), statement 3 \(LGF602\)$/,
    ),
  ]);
});
