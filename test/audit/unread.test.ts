/** Claims about what could not be read: silence is never a pass. */

import { describe, expect, test } from "vitest";

import { registry } from "../../src/audit/registry.ts";
import { findingsOf } from "./estate.ts";

describe("a control that misses something it reads says unknown", () => {
  for (const { code, reads } of registry) {
    for (const kind of reads) {
      test(`${code} without ${kind}`, () => {
        const unknown = findingsOf({ unread: [kind] }).filter((finding) => finding.code === code && finding.resource === kind);
        expect(unknown).toMatchObject([{ status: "unknown", evidence: { unread: [`${kind} of the account`] } }]);
      });
    }
  }
});

test("everything unread is listed with its reason, each once", () => {
  const kinds = [...new Set(registry.flatMap(({ reads }) => reads))];
  const listed = findingsOf({ unread: kinds }).filter(({ code }) => code === "LGF503");
  expect(listed.map(({ evidence }) => evidence["kind"])).toEqual(kinds.toSorted());
  expect(listed.every(({ status, message }) => status === "unknown" && message.includes("AccessDenied"))).toBe(true);
});

test("nothing is concluded from what is missing: all findings of an unread account are unknown", () => {
  const kinds = [...new Set(registry.flatMap(({ reads }) => reads))];
  const without = ["lf-location/arn:aws:s3:::adw-claims%2Fwarehouse", "lf-settings/create-table-default", "glue-database-defaults/claims"];
  const findings = findingsOf({ unread: kinds, without });
  expect(findings.filter(({ status }) => status === "failed")).toEqual([]);
  expect(findings.filter(({ code }) => code === "LGF103" || code === "LGF104").map(({ resource }) => resource)).toEqual([
    "lf-settings",
    "glue-database-defaults",
  ]);
  expect(new Set(findings.map(({ code }) => code)).size).toBe(registry.filter(({ reads }) => reads.length > 0).length + 1);
});
