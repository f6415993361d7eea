import { expect, test } from "vitest";

import { driftDiagnostics } from "../../../src/cli/render/drift-diagnostics.ts";
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
      resource: "lf-grant/x",
      message: "somebody holds a grant",
      evidence: {},
      controls: [],
    },
  ],
} as unknown as Plan;

test("a difference is a warning at the place in the policies, a finding is one without a place", () => {
  expect(driftDiagnostics(plan)).toEqual([
    {
      code: "LG5016",
      severity: "warning",
      message: "LF-Tag grade, claims.patients: ~ grade 3 → 1: ssn",
      help: "`lakegrade apply` brings it in line and narrows access",
      range,
    },
    { code: "LG5017", severity: "warning", message: "LGF203: somebody holds a grant", help: "about lf-grant/x" },
  ]);
});
