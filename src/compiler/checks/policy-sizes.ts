/** Checks that guardrails and bucket policies fit beside what is there already. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { policyJson } from "../../model/iam/format-policy.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { formatShared, parseShared } from "../../model/iam/shared-document.ts";
import { rolePolicyName, sidPrefix } from "../../model/ours.ts";
import { bucketPolicyQuota, inlinePolicyQuota, policyCharacters } from "../../model/policy-quotas.ts";
import { guardedPrincipals } from "../guarded.ts";
import type { Guarded } from "../guarded.ts";
import type { LakeFacts } from "../lake-facts.ts";
import { bucketStatements } from "../lower/bucket-statements.ts";
import { exemptFrom } from "../lower/buckets.ts";
import { guardrailStatements } from "../lower/guardrail-statements.ts";
import type { Resolved } from "../resolved.ts";

export function* checkPolicySizes(resolved: Resolved): Generator<Diagnostic> {
  const { lake } = resolved;
  if (lake === undefined) return;
  for (const guarded of guardedPrincipals(resolved)) {
    const { mode, identity, origins, closed } = guarded;
    const size = mode === "manage" ? guardrailSize(guarded, resolved, lake) : 0;
    if (size <= inlinePolicyQuota) continue;
    yield report("LG4030", {
      message: `the inline policies of \`${identity}\` would have ${size} characters with its guardrail, and IAM takes ${inlinePolicyQuota}`,
      label: `its guardrail closes ${closed.length} ${closed.length === 1 ? "bucket" : "buckets"}`,
      help: "move its other inline policies into managed ones, keep the data in fewer buckets, split the lake, or write `guardrail: emit` and attach the policy in parts",
      range: origins[0],
    });
  }
  for (const bucket of resolved.buckets) {
    const statements = bucketStatements(bucket, exemptFrom(bucket, resolved), lake);
    const text = resolved.facts?.buckets.find(({ name }) => name === bucket.name)?.policy ?? "";
    const size = Buffer.byteLength(withOurs(text, lake, statements));
    if (size <= bucketPolicyQuota) continue;
    yield report("LG4031", {
      message: `the policy of bucket \`${bucket.name}\` would have ${size} bytes, and S3 takes ${bucketPolicyQuota}`,
      help: "name fewer principals in `directAccess`, or let several jobs share a role",
      range: bucket.document.at(["name"]),
    });
  }
}

function guardrailSize(guarded: Guarded, resolved: Resolved, lake: LakeFacts): number {
  const { target, identity } = guarded;
  if (target === undefined) return 0;
  const statements = guardrailStatements(guarded, resolved, lake);
  if ("permissionSet" in target) {
    const set = resolved.facts?.identityCenter?.permissionSets.find(({ name }) => name === target.permissionSet);
    return policyCharacters(withOurs(set?.inlinePolicy ?? "", lake, statements));
  }
  const inline = resolved.roles?.find(({ name }) => `role/${name}` === identity)?.policies?.inline ?? [];
  const ours = rolePolicyName(lake.identity.name);
  const others = inline.filter(({ name }) => name !== ours).map(({ document }) => document);
  return [formatted(statements), ...others].reduce((sum, text) => sum + policyCharacters(text), 0);
}

/** The document with our statements in the place of those it has; ours alone where it is not understood: reading reports that. */
function withOurs(text: string, lake: LakeFacts, statements: readonly PolicyStatement[]): string {
  const shared = parseShared(text);
  return "problems" in shared ? formatted(statements) : formatShared(shared, sidPrefix(lake.identity.name), statements);
}

function formatted(statements: readonly PolicyStatement[]): string {
  return JSON.stringify(policyJson({ version: "2012-10-17", statements }));
}
