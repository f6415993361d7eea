/** Denies in buckets' policies, of those that the policies of the lake ask for, that hit every request of whom they do not leave out. */

import { specsOf } from "../kinds/specs.ts";
import { decide } from "../model/iam/decision.ts";
import type { PolicyStatement } from "../model/iam/policy-document.ts";
import type { RequestPrincipal } from "../model/iam/request.ts";
import { oncePerEstate } from "./specs.ts";

/** What is asked for, both as they are or as patterns. */
export interface PatternRequest {
  readonly action: string;
  /** An ARN or a pattern of ARNs. */
  readonly resource: string;
}

/** Keys that follow from who asks: a Deny under no other condition hits every request of whom it does not leave out. */
const followsFromPrincipal = /^aws:Principal(Arn|IsAWSService)$/i;

/** By bucket, the denies that the policies ask for and that no circumstance of a request lifts. */
export const standingDenies = oncePerEstate(({ desired }): ReadonlyMap<string, readonly PolicyStatement[]> => {
  const policies = specsOf(desired.resources, "s3-bucket-policy");
  return new Map(
    policies.map(([, { bucket, statements }]) => [
      bucket,
      statements.filter(
        ({ effect, action, resource, conditions }) =>
          effect === "Deny" &&
          !action.negated &&
          resource?.negated === false &&
          // `?` takes one character, and would take the `*` of a pattern for one.
          [...action.names, ...resource.names].every((name) => !name.includes("?")) &&
          conditions.every(({ key }) => followsFromPrincipal.test(key)),
      ),
    ]),
  );
});

/** Patterns of whom it leaves out by name. */
export function sparedBy({ conditions }: PolicyStatement): readonly string[] {
  return conditions.flatMap(({ key, values }) => (/^aws:PrincipalArn$/i.test(key) ? values : []));
}

/** As patterns: a pattern without `?` that matches the text of another matches all that the other does. Without `unknown`: beyond doubt. */
export function hits(
  one: PolicyStatement,
  principal: RequestPrincipal,
  request: PatternRequest,
  account: string,
  unknown?: "counts",
): boolean {
  const decision = decide(
    { ...request, principal, resourceAccount: account, context: {} },
    { identity: [], resource: { version: "2012-10-17", statements: [one] } },
  );
  return decision.result === "explicitDeny" && (unknown === "counts" || decision.unknown.length === 0);
}
