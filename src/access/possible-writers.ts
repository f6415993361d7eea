/** Roles whose own policies, or the bucket's, could let them write: a cheap look that spares most roles of an account a simulation. */

import type { PolicyDocument, PolicyStatement } from "../model/iam/policy-document.ts";
import { namesAction } from "../model/iam/names-action.ts";
import { compileResourcePattern, matchesPattern } from "../model/iam/pattern.ts";
import type { Role } from "../model/state.ts";
import type { AccountView } from "./account-view.ts";
import { documentsOf } from "./bucket-writers.ts";
import { bucketArn } from "./write-requests.ts";

/** The roles, by ARN, with a policy that allows `s3:PutObject` somewhere in the bucket, or that the bucket's policy lets write. */
export function possibleWriters(view: AccountView, bucket: string): readonly Role[] {
  const known = new Map<PolicyDocument, boolean>();
  const speaksOf = (document: PolicyDocument): boolean => {
    const found = known.get(document) ?? document.statements.some((statement) => mayAllow(statement, view, bucket));
    known.set(document, found);
    return found;
  };
  const shared = view.buckets.get(bucket)?.policy;
  const named = new Set((shared?.statements ?? []).flatMap((statement) => (mayAllow(statement, view, bucket) ? namesOf(statement) : [])));
  const letsAllIn = named.has("*");
  return [...view.roles.values()].filter((role) => {
    if (letsAllIn || named.has(role.arn) || named.has(role.policies?.id ?? "")) return true;
    return documentsOf(view.identityOf(role)).some(speaksOf);
  });
}

function namesOf({ principal }: PolicyStatement): readonly string[] {
  return principal?.negated === false ? (principal.byType.AWS ?? []) : ["*"];
}

/** Errs on the side of yes: conditions and what is not understood are not looked at. */
function mayAllow({ effect, action, resource }: PolicyStatement, view: AccountView, bucket: string, wanted = "s3:PutObject"): boolean {
  if (effect !== "Allow" || !namesAction(action, wanted)) return false;
  return resource === undefined || resource.negated || resource.names.some((name) => reaches(name, `${bucketArn(view, bucket)}/`));
}

/** Can the pattern match an object of a bucket, by the beginning of their ARNs? What stands before its first wildcard decides, or its variables. */
export function reaches(name: string, objects: string): boolean {
  if (name.includes("${")) return true;
  const fixed = name.replace(/[*?].*$/s, "");
  return fixed === name ? name.startsWith(objects) : fixed.startsWith(objects) || objects.startsWith(fixed);
}

/** Objects of the bucket that the policies' Allow statements about an action are about, one a pattern. */
export function objectsNamed(
  documents: readonly PolicyDocument[],
  view: AccountView,
  bucket: string,
  action = "s3:PutObject",
): readonly string[] {
  const names = documents.flatMap(({ statements }) =>
    statements.flatMap((statement) =>
      mayAllow(statement, view, bucket, action) && statement.resource?.negated === false ? statement.resource.names : [],
    ),
  );
  return [...new Set(names.flatMap((name) => objectLike(name, view, bucket) ?? []))];
}

/** The key of an object that the pattern matches, as short as the pattern allows; undefined when that is not seen at once. */
function objectLike(name: string, view: AccountView, bucket: string): string | undefined {
  const objects = `${bucketArn(view, bucket)}/`;
  const pattern = compileResourcePattern([{ text: name, literal: false }]);
  const path = name.startsWith(objects) ? name.slice(objects.length) : name.slice(name.indexOf("/", name.indexOf(":::")) + 1);
  const filled = path.replaceAll("*", "simulated").replaceAll("?", "x");
  return ["simulated", filled].find((object) => matchesPattern(pattern, `${objects}${object}`));
}
