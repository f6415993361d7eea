/** Drift as results for code hosts and build servers. */

import { expect, test } from "vitest";

import { driftResults } from "../../../src/cli/render/drift-results.ts";
import { resultsAsJunit } from "../../../src/cli/render/junit.ts";
import { resultsAsSarif } from "../../../src/cli/render/sarif.ts";
import type { Finding } from "../../../src/model/finding.ts";
import type { Plan } from "../../../src/model/plan.ts";

const range = { file: "policies/claims.yaml", line: 6, column: 3, end: { line: 6, column: 9 } };

const plan = {
  changes: [
    {
      address: "lf-tag-assignment/grade/claims/patients/ssn",
      kind: "lf-tag-assignment",
      action: "update",
      reason: "value-differs",
      impact: "narrows",
      step: 60,
      before: { key: "grade", value: "3", database: "claims", table: "patients", column: "ssn" },
      after: { key: "grade", value: "1", database: "claims", table: "patients", column: "ssn" },
      origins: [range],
    },
  ],
  findings: [
    {
      code: "LGF203",
      severity: "high",
      status: "failed",
      resource: "lf-grant/arn:aws:iam::111122223333:role%2Fx",
      message: "somebody holds a grant",
      evidence: { examples: ["SELECT on claims.patients"] },
      controls: [],
    },
  ],
} as unknown as Plan;

test("a difference fails at its place in the policies, a finding under its own code with what was seen", () => {
  expect(driftResults(plan)).toEqual([
    {
      code: "LG5016",
      title: "the account differs from the policies",
      level: "error",
      fails: true,
      message: "LF-Tag grade, claims.patients: ~ grade 3, the policies say 1: ssn",
      help: "`lakegrade apply` brings it in line and narrows access",
      range,
      about: "claims.patients",
    },
    {
      code: "LGF203",
      level: "error",
      fails: true,
      message: "somebody holds a grant: SELECT on claims.patients",
      help: "high, about lf-grant/arn:aws:iam::111122223333:role/x; see docs/findings/LGF203.md",
      about: "lf-grant/arn:aws:iam::111122223333:role/x",
      identity: "lf-grant/arn:aws:iam::111122223333:role%2Fx",
    },
  ]);
});

test("what is open now comes first, as an error; what is stricter than the policies is a warning", () => {
  const [change] = plan.changes;
  if (change === undefined) throw new Error("a plan with a change");
  const stricter = { ...change, impact: "widens", before: change.after, after: change.before } as const;
  const open = {
    database: "claims",
    table: "patients",
    columns: ["ssn"],
    carries: "3",
    asked: "1",
    readers: ["arn:aws:iam::1:root"],
    origins: [range],
  };
  const results = driftResults({ ...plan, changes: [stricter], findings: [], openNow: [open] });
  expect(results).toMatchObject([
    {
      level: "error",
      fails: true,
      message: "open now: claims.patients.ssn carries grade 3, the policies say 1; readable by arn:aws:iam::1:root",
      range,
    },
    { level: "warning", fails: true, message: "LF-Tag grade, claims.patients: ~ grade 1, the policies say 3: ssn" },
  ]);
});

const found = (severity: Finding["severity"], status: Finding["status"]): Finding => ({
  ...(plan.findings[0] as Finding),
  severity,
  status,
});

test.each([
  ["critical", "failed", "error", 1],
  ["high", "failed", "error", 1],
  ["medium", "failed", "warning", 1],
  ["low", "failed", "warning", 1],
  ["low", "unknown", "warning", 1],
  ["informational", "unknown", "warning", 1],
  ["informational", "failed", "note", 0],
] as const)("a finding that is %s and %s is a SARIF %s and fails %i JUnit cases", (severity, status, level, failures) => {
  const results = driftResults({ ...plan, changes: [], findings: [found(severity, status)] });
  const sarif = JSON.parse(resultsAsSarif(results, { name: "lakegrade", version: "1.2.3" })) as { runs: { results: object[] }[] };
  expect(sarif.runs[0]?.results).toMatchObject([
    { ruleId: "LGF203", level, locations: [{ logicalLocations: [{ fullyQualifiedName: "lf-grant/arn:aws:iam::111122223333:role/x" }] }] },
  ]);
  const junit = resultsAsJunit(results, "lakegrade drift");
  expect(junit).toContain(`tests="1" failures="${failures}"`);
  expect(junit.includes('<failure type="LGF203"')).toBe(failures === 1);
});

test("the place is the first of several, whatever its file is called", () => {
  const named = { ...range, file: "policies/claims and others.yaml" };
  const [change] = plan.changes;
  if (change === undefined) throw new Error("a plan with a change");
  const [difference] = driftResults({ ...plan, changes: [{ ...change, origins: [named, range] }], findings: [] });
  expect(difference?.range).toEqual(named);
});

interface Sarif {
  readonly runs: readonly {
    readonly results: readonly {
      readonly partialFingerprints: { readonly primaryLocationLineHash: string };
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } };
        readonly logicalLocations?: readonly { readonly fullyQualifiedName: string }[];
      }[];
    }[];
  }[];
}

/** SARIF of differences at these places in the policies, and of two findings. */
function sarifOf(ranges: readonly (typeof range)[]): Sarif["runs"][number]["results"] {
  const [change] = plan.changes;
  const [first] = plan.findings;
  if (change === undefined || first === undefined) throw new Error("a plan with a change and a finding");
  const other = { ...first, resource: "lf-grant/arn:aws:iam::111122223333:role%2Fy" };
  const lake = { file: "policies/lake.yaml", line: 2, column: 7, end: { line: 2, column: 11 } };
  const results = driftResults({ ...plan, changes: [{ ...change, origins: ranges }], findings: [first, other] });
  return (JSON.parse(resultsAsSarif(results, { name: "lakegrade", version: "1.2.3" }, lake)) as Sarif).runs[0]?.results ?? [];
}

test("SARIF has a file for every result: that of the policy, else that of the Lake, and what it is about", () => {
  const places = (ranges: readonly (typeof range)[]): unknown =>
    sarifOf(ranges).map(({ locations: [place] }) => [
      place?.physicalLocation.artifactLocation.uri,
      place?.physicalLocation.region.startLine,
      place?.logicalLocations?.[0]?.fullyQualifiedName,
    ]);
  const findings = ["x", "y"].map((name) => ["policies/lake.yaml", 2, `lf-grant/arn:aws:iam::111122223333:role/${name}`]);
  expect(places([range])).toEqual([["policies/claims.yaml", 6, "claims.patients"], ...findings]);
  expect(places([])).toEqual([["policies/lake.yaml", 2, "claims.patients"], ...findings]);
});

test("SARIF tells results of one line apart, and knows a result again whose line has moved", () => {
  const hashes = (ranges: readonly (typeof range)[]): readonly string[] =>
    sarifOf(ranges).map(({ partialFingerprints: { primaryLocationLineHash: hash } }) => hash);
  expect(new Set(hashes([range])).size).toBe(3);
  expect(hashes([{ ...range, line: 60 }])).toEqual(hashes([range]));
});
