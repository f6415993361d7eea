/** Resource policies that name principals that are gone: their owners think that somebody has access who has not. */

import { addressOf } from "../../model/address.ts";
import { isDanglingPrincipal } from "../../model/iam/match-principal.ts";
import type { Control, Observation } from "../control.ts";
import { foreignStatements, governedBuckets, governedKeys, statementsOf } from "../governed-storage.ts";
import type { NamedStatement } from "../governed-storage.ts";

export const danglingPrincipals: Control = {
  code: "LGF604",
  title: "bucket or key policy that names principals that no longer exist",
  severity: "medium",
  controls: ["ISMS-P 2.5.6"],
  reads: ["s3-bucket-policy", "keys"],
  evaluate: (estate) => [
    ...governedBuckets(estate).flatMap((bucket) => observe("bucket", bucket.governed.name, foreignStatements(bucket, estate))),
    ...governedKeys(estate).flatMap(({ facts }) => observe("key", facts.arn, statementsOf(facts.policy))),
  ],
};

function observe(what: "bucket" | "key", name: string, statements: readonly NamedStatement[]): readonly Observation[] {
  const found = statements.flatMap(({ name: statement, statement: { principal } }) =>
    (principal?.byType.AWS ?? []).filter(isDanglingPrincipal).map((id) => ({ id, statement })),
  );
  if (found.length === 0) return [];
  const shown = found.map(({ id, statement }) => `${id} in ${statement}`).join(", ");
  return [{ resource: addressOf(what, name), message: `the policy of ${what} ${name} names ${shown}`, evidence: { found } }];
}
