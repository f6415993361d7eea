/** What one Deny in a bucket's policy, taken alone, does to those who use the bucket. */

import type { NameElement, PolicyDocument, PolicyStatement } from "../model/iam/policy-document.ts";
import type { AccessRequest } from "../model/iam/request.ts";
import type { AccountView } from "./account-view.ts";
import type { BucketUse } from "./bucket-uses.ts";
import { judge } from "./judge.ts";
import { objectsNamed } from "./possible-writers.ts";
import { allowEverything, everything } from "./policy-reader.ts";
import { policiesOf } from "./simulate-write.ts";
import type { Caller } from "./simulate-write.ts";
import { bucketArn } from "./write-requests.ts";

/** `may deny`: its conditions, or which objects it is on, leave it open. */
export type Denial = "denies" | "may deny";

/** Where in the bucket somebody works. */
export interface Workplace {
  readonly bucket: string;
  /** Paths below which the objects are, without a slash at the end; empty: anywhere. */
  readonly paths: readonly string[];
}

const allowAll: PolicyStatement = { ...everything("Allow"), principal: { negated: false, byType: { AWS: ["*"] } } };

/** Undefined: it certainly spares the use, wherever in the workplace that is. */
export function denialOf(
  document: PolicyDocument,
  use: BucketUse,
  { principal }: Caller,
  { bucket, paths }: Workplace,
  view: AccountView,
): Denial | undefined {
  const arn = bucketArn(view, bucket);
  // A pattern without `?` that matches the text of another pattern matches all that the other does.
  const places = paths.length === 0 ? ["*"] : paths.map((path) => `${path}/*`);
  const denials = places.flatMap((object) => {
    const verdictOf = (statements: readonly PolicyStatement[]): Denial | undefined =>
      worst(use.requests(view, principal, object).map((request) => verdict({ ...document, statements }, request)));
    const exact = verdictOf(document.statements);
    const isSure = document.statements.every(({ resource }) => resource?.names.every((name) => !name.includes("?")) !== false);
    if (exact !== undefined) return [isSure ? exact : "may deny"];
    const isSomewhere = use.isOfObjects && verdictOf(document.statements.map((one) => widened(one, arn, object))) !== undefined;
    return isSomewhere ? ["may deny" as const] : [];
  });
  return denials.includes("denies") ? "denies" : denials[0];
}

/** Several readings of AWS's documents: certain is what all of them say. */
function worst(denials: readonly (Denial | undefined)[]): Denial | undefined {
  if (denials.every((denial) => denial === "denies")) return "denies";
  return denials.some((denial) => denial !== undefined) ? "may deny" : undefined;
}

function verdict(document: PolicyDocument, request: AccessRequest): Denial | undefined {
  const hasId = request.principal.id !== undefined;
  const statements = document.statements.map((statement) => openUp(statement, hasId));
  const { result } = judge(request, { identity: [allowEverything], resource: { ...document, statements: [...statements, allowAll] } });
  if (result === "allowed") return undefined;
  return result === "denied" && !statements.some(({ conditions }) => conditions.some(({ key }) => chosen.test(key)))
    ? "denies"
    : "may deny";
}

/** Requests may say this or not, as the client likes: a statement that hits plain requests does not hit all. */
const chosen =
  /^s3:(x-amz-(?!server-side-encryption)|RequestObjectTag|object-lock-|if-(none-)?match$|ObjectCreationOperation$|versionid$)/i;

/** Listing says what it lists, and nobody knows what that will be; a service may ask, or the one it asks for. */
const left = /^(s3:(prefix|delimiter|max-keys)|aws:ViaAWSService)$/i;

/** The statement with conditions on what nobody knows here as not understood; without its id a principal may have any. */
function openUp(statement: PolicyStatement, hasId: boolean): PolicyStatement {
  const open = statement.conditions.filter(({ key }) => left.test(key) || (!hasId && /^aws:userid$/i.test(key)));
  if (open.length === 0) return statement;
  return {
    ...statement,
    conditions: statement.conditions.filter((clause) => !open.includes(clause)),
    notUnderstood: [...(statement.notUnderstood ?? []), ...open.map(({ key }) => `a condition on ${key}`)],
  };
}

/** The statement on all objects at the place where it may be on some of them. */
function widened(statement: PolicyStatement, bucket: string, object: string): PolicyStatement {
  const { resource } = statement;
  const place = `${bucket}/${object}`;
  if (resource === undefined || resource.negated || !resource.names.some((name) => mayMeet(name, bucket, place))) return statement;
  const names: NameElement = { negated: false, names: [place] };
  return { ...statement, resource: names };
}

/** Can two patterns match one name? What stands before their first wildcards decides. */
function mayMeet(name: string, bucket: string, place: string): boolean {
  if (name === bucket) return false;
  return fixedPart(name).startsWith(fixedPart(place)) || fixedPart(place).startsWith(fixedPart(name));
}

function fixedPart(pattern: string): string {
  return pattern.replace(/(\$\{|[*?]).*$/s, "");
}

/** Do the caller's own policies, or what the bucket's policy allows, let it do so but for denies in that policy? Unknown where they leave it open. */
export function mayUse(view: AccountView, use: BucketUse, caller: Caller, { bucket, paths }: Workplace): "yes" | "no" | "unknown" {
  const policy = view.buckets.get(bucket)?.policy;
  const allows = policy === undefined ? undefined : { ...policy, statements: policy.statements.filter(({ effect }) => effect === "Allow") };
  const policies = policiesOf(caller, allows);
  const documents = allows === undefined ? caller.identity : [...caller.identity, allows];
  const objects = use.isOfObjects
    ? [...paths.map((path) => `${path}/simulated`), "simulated", ...objectsNamed(documents, view, bucket, use.action)]
    : [""];
  const results = objects.flatMap((object) =>
    use.requests(view, caller.principal, object).map((request) => judge(request, policies).result),
  );
  return results.includes("allowed") ? "yes" : results.includes("unknown") ? "unknown" : "no";
}
