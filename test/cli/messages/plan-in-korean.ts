/** A plan with a change of every kind, and findings, whose data holds no English word: whatever English a report of it has is ours. */

import * as fc from "fast-check";

import { anyKinds, kindNamed } from "../../../src/kinds/registry.ts";
import type { Change, Reason } from "../../../src/model/change.ts";
import type { Finding, FindingSeverity } from "../../../src/model/finding.ts";
import type { BucketReads } from "../../../src/model/lost-reading.ts";
import type { Plan } from "../../../src/model/plan.ts";
import type { BucketWrites } from "../../../src/model/write-simulation.ts";
import { specs } from "../../arbitraries.ts";
import { planWith } from "../render/plan-with.ts";

const range = { file: "가", line: 1, column: 1, end: { line: 1, column: 2 } };

export function changeOf(kind: string, before: unknown, after: unknown, reason: Reason = "declared"): Change {
  const action = before === null ? "create" : after === null ? "delete" : "update";
  const { address, impact } = kindNamed(kind);
  return {
    address: address(after ?? before),
    kind,
    action,
    reason,
    impact: impact(before, after),
    before,
    after,
    origins: [range, { ...range, line: 2 }],
    step: 1,
  };
}

/** Text values of a spec made Korean, its own words kept: names are data, `table` and `SELECT` are not. */
function inKorean(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => inKorean(item, key));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inKorean(member, name)]));
  }
  return typeof value === "string" && names.has(key) ? `가${value.length}` : value;
}

/** Members of specs that hold names from outside. */
const names = new Set([
  "principal",
  "bucket",
  "database",
  "table",
  "column",
  "columns",
  "excluded",
  "filter",
  "arn",
  "role",
  "key",
  "value",
  "values",
  "name",
  "catalog",
  "accounts",
  "sessionTagValues",
]);

/** Kinds whose values are policy documents and identifiers: data that cannot be made Korean. */
const documents = new Set(["s3-bucket-policy", "iam-role-policy", "permission-set-policy"]);

export function findingsOf(): readonly Finding[] {
  const severities: readonly FindingSeverity[] = ["critical", "high", "medium", "low", "informational"];
  return severities.flatMap((severity) =>
    (["failed", "unknown"] as const).map((status) => ({
      code: "LGF401",
      severity,
      status,
      resource: "가",
      message: "나",
      evidence: { examples: ["다", "라", "마"] },
      controls: [],
    })),
  );
}

function policyOf(topics: readonly string[]): object {
  const statements = topics.map((topic) => ({
    sid: `LakegradeadwDeny${topic}`,
    effect: "Deny",
    action: { negated: false, names: ["s3:*"] },
    conditions: [],
  }));
  return { bucket: "가", prefix: "Lakegradeadw", statements, others: "" };
}

/** A write that stops, for every way in which the simulation may say why. */
const writes: readonly BucketWrites[] = [
  "denied by statement 1 of the bucket policy",
  "no identity policy and no key policy allows 나",
  "whether the bucket blocks SSE-C could not be read",
].map((why) => ({
  bucket: "가",
  key: "나",
  changes: [
    {
      writer: "다",
      relation: "operator",
      shapes: ["no header"],
      before: { result: "allowed", encryption: { algorithm: "AES256" } },
      after: { result: "denied", why },
      expected: "allowed",
    },
  ],
  more: 1,
}));

/** Reading that ends, in each way. */
const why = "denied by statement 1 of the bucket policy";
const line = { readers: ["다"], before: "allowed", after: "denied", why, objects: "all" } as const;
const reads: readonly BucketReads[] = [
  {
    buckets: ["가"],
    lost: [line, { ...line, after: "unknown", objects: "new" }, { ...line, instead: "Lake Formation" }],
    more: 1,
  },
];

export function planOf(): Plan {
  const ofKinds = anyKinds
    .filter(({ name }) => !documents.has(name))
    .flatMap(({ name }) => {
      const arbitrary = specs[name];
      if (arbitrary === undefined) throw new Error(`no arbitrary for the specs of ${name}`);
      return fc.sample(arbitrary, { numRuns: 30, seed: 1 }).flatMap((sample) => {
        const spec = inKorean(sample);
        return [changeOf(name, null, spec), changeOf(name, spec, spec), changeOf(name, spec, null)];
      });
    });
  const open = { principal: "IAM_ALLOWED_PRINCIPALS", permissions: ["SELECT"], grantable: ["SELECT"] };
  const table = (name: string): object => ({ ...open, securable: { type: "table", database: "가", table: name } });
  const changes = [
    ...ofKinds,
    changeOf("lf-grant", table("나"), null, "default-access"),
    changeOf("lf-grant", table("다"), null, "default-access"),
    changeOf("lf-grant", { ...open, securable: { type: "all-tables", database: "가" } }, null, "default-access"),
    changeOf("lf-grant", { ...open, principal: "사", securable: { type: "all-tables", database: "가" } }, null, "default-access"),
    changeOf("s3-bucket-policy", policyOf(["WrongKey"]), policyOf(["DataAccess", "WrongAlgorithm"])),
    changeOf("s3-bucket-policy", null, policyOf(["DirectAccess", "CustomerKey"])),
    changeOf("lf-grant", { ...open, securable: { type: "database", database: "가" } }, null, "default-access"),
    changeOf("lf-grant", { ...open, principal: "바", securable: { type: "all-tables", database: "가" } }, null, "foreign"),
  ];
  const lake = { name: "가", account: "111122223333", region: "가-2" };
  return planWith({ lake, policies: ["가"], changes, findings: findingsOf(), writes, reads });
}
