/** What a plan says about writes to buckets, as text and as Markdown. */

import { expect, test } from "vitest";

import { simulateWrites } from "../../../src/access/simulate-writes.ts";
import { writeChanges } from "../../../src/access/write-changes.ts";
import { ko } from "../../../src/cli/messages/ko.ts";
import { planMarkdown } from "../../../src/cli/render/plan-markdown.ts";
import { planText } from "../../../src/cli/render/plan-text.ts";
import type { GovernedBucket } from "../../../src/model/governed-bucket.ts";
import type { Plan } from "../../../src/model/plan.ts";
import type { Role } from "../../../src/model/state.ts";
import { governed, liveOf, mayUseKey, mayWrite, objects, policyChange, role, roleArn, sseS3, toKms } from "../../access/scene.ts";
import { headerOptional, headerRequired } from "../../access/statements.ts";
import type { Json } from "../../access/scene.ts";
import { plain, planWith } from "./plan-with.ts";

function planFor(
  roles: readonly Role[],
  more: Partial<GovernedBucket>,
  statements: readonly Json[] = headerOptional,
  others?: readonly Json[],
): Plan {
  const simulation = simulateWrites(
    liveOf({ encryption: sseS3, roles, ...(others === undefined ? {} : { bucketPolicy: others }) }),
    [governed({ breakGlass: [], operators: [], ...more })],
    [toKms, policyChange(...statements)],
  );
  if (simulation === undefined) throw new Error("nothing was simulated");
  return planWith({ writes: writeChanges(simulation) });
}

const etl = role("etl", mayWrite, mayUseKey);

test("each writer, how it writes, what was, what will be, and why", () => {
  expect(
    planText(planFor([etl], { directAccess: [roleArn("etl")] }), plain)
      .split("\n")
      .slice(2, -2)
      .join("\n"),
  ).toMatchInlineSnapshot(`
    "Writes to bucket adw-claims
      role/etl (direct access)
        no header: allowed (AES256) → allowed (aws:kms, the bucket's key)
        id of the key, alias of the key: allowed (aws:kms, the bucket's key) → unknown  denied by \`DenyWrongKmsKey\` of the bucket policy, if AWS shows it what its documents leave open
        aws:kms without a key, another key: allowed → denied  denied by \`DenyWrongKmsKey\` of the bucket policy
        header aws:kms:dsse, header AES256: allowed → denied  denied by \`DenyWrongSseAlgorithm\` of the bucket policy
        a key of the writer (SSE-C): allowed (SSE-C) → denied  denied by \`DenySseC\` of the bucket policy
      any other role with all rights
        no header: allowed (AES256) → allowed (aws:kms, the bucket's key)  [goes on]
        id of the key, alias of the key: allowed (aws:kms, the bucket's key) → unknown  [goes on]  denied by \`DenyWrongKmsKey\` of the bucket policy, if AWS shows it what its documents leave open
        aws:kms without a key, another key: allowed → denied  denied by \`DenyWrongKmsKey\` of the bucket policy
        header aws:kms:dsse, header AES256: allowed → denied  denied by \`DenyWrongSseAlgorithm\` of the bucket policy
        a key of the writer (SSE-C): allowed (SSE-C) → denied  denied by \`DenySseC\` of the bucket policy
    "
  `);
});

test("writers that come out alike stand together, and what the policies mean to go on is marked when it stops", () => {
  const directAccess = ["a", "b", "c", "d", "e", "f"].map(roleArn);
  const roles = ["a", "b", "c", "d", "e", "f"].map((name) => role(name, mayWrite));
  const text = planText(planFor(roles, { directAccess }), plain);
  expect(text).toContain("role/a, role/b, role/c, role/d and 2 more (direct access)");
  expect(text).toContain("no header: allowed (AES256) → denied  [stops]  no identity policy allows kms:GenerateDataKey");
  expect(planText(planFor(roles, { directAccess }), { ...plain, full: true })).toContain("role/d, role/e, role/f (direct access)");
});

test("a service that may not use the key stops, and is marked", () => {
  const delivery = { Effect: "Allow", Principal: { Service: "logging.s3.amazonaws.com" }, Action: "s3:PutObject", Resource: objects };
  const text = planText(planFor([], {}, [...headerOptional, delivery], [delivery]), plain);
  expect(text).toContain("logging.s3.amazonaws.com (AWS service)\n    no header: allowed (AES256) → denied  [stops]  no key policy allows");
});

test("a required header stops writers that send none, and large uploads perhaps", () => {
  const text = planText(
    planFor([etl], { directAccess: [roleArn("etl")], writers: "header-required" }, [...headerOptional, headerRequired]),
    plain,
  );
  expect(text).toContain("no header: allowed (AES256) → denied  [stops]  denied by `DenyNoHeader` of the bucket policy");
  expect(text).toContain(
    "unknown  [may stop]  denied by `DenyNoHeader` of the bucket policy, if AWS shows it what its documents leave open",
  );
});

test("Markdown has the same, with everything from outside as text", () => {
  const plan = planFor([{ ...etl, arn: roleArn("x|`<b>") }], { directAccess: [roleArn("x|`<b>")] });
  const text = planMarkdown(plan, plain);
  expect(text).toContain("| writer | writes with | was → becomes | why |");
  expect(text).toContain("role/x&#124;&#96;&#60;b&#62;");
  expect(planMarkdown(plan, { ...plain, messages: ko })).toContain("| 쓰는 주체 | 쓰는 방식 | 이전 → 이후 | 이유 |");
});

test("nothing is said where nothing changes", () => {
  expect(planText({ ...planFor([etl], {}), writes: [] }, plain)).not.toContain("Writes to");
});
