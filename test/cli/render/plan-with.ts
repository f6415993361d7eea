/** A plan of which a test says only the parts that it looks at, and the options that show it plainly. */

import { en } from "../../../src/cli/messages/en.ts";
import type { PlanTextOptions } from "../../../src/cli/render/plan-text.ts";
import type { Plan } from "../../../src/model/plan.ts";
import { summarize } from "../../../src/reconciler/plan.ts";

/** Nothing to do and nothing found, but for these parts; the summary is theirs. The digests are of the right form and of nothing. */
export function planWith(parts: Partial<Plan>): Plan {
  const { changes = [], findings = [] } = parts;
  const digest = `sha256:${"0".repeat(64)}`;
  return {
    formatVersion: 1,
    tool: { name: "lakegrade", version: "0.0.0" },
    lake: { name: "adw", account: "111122223333", region: "ap-northeast-2" },
    policies: ["policies"],
    policyDigest: digest,
    liveDigest: digest,
    createdAt: "2026-01-01T00:00:00.000Z",
    today: "2026-01-01",
    changes,
    findings,
    summary: summarize(changes, findings),
    digest,
    ...parts,
  };
}

export const plain: PlanTextOptions = { style: (_style, text) => text, full: false, messages: en };
