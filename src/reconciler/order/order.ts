/**
 * The order of an apply: what closes before what opens, what replaces before what is replaced.
 *
 * ```
 * step  what                                              why there
 *  10   LF-Tag values, rotation of keys                   nothing can carry a value that does not exist
 *  20   settings and administrators that narrow           nothing depends on them
 *  21   bucket policies that take the next key as well    whoever leaves the key to the bucket gets through before and after
 *  22   default encryption of buckets                     the bucket policy asks for what is the default by then
 *  24   public access blocks
 *  30   grants that replace others, safe at any moment    nobody loses for a moment what they keep
 *  35   grants that came along with a tag grant           while the tag grant that they belong to is still there
 *  40   revokes and losses that narrow                    before any tag lets the old grant reach further
 *  50   tags that pin what is inherited today             before the parent changes
 *  60   grades that narrow                                before anything widens; a removal first takes its final value
 *  62   removals of grades that narrow                    what shows through instead is final
 *  65   domains                                           the groups of neither domain see a grade that is too wide
 *  66   removals of domains                               what shows through instead is final
 *  70   grades that widen, columns before tables          a parent's value never shows through
 *  76   removals of grades that widen                     what shows through instead is final
 *  80   grants that widen                                 on tags that are final
 *  82   revokes of what has been replaced
 *  84   tags that are superfluous now
 *  86   foreign grants that are safe until here           whoever has a grant of ours by now keeps access
 *  90   IAM_ALLOWED_PRINCIPALS, defaults of new tables    everybody who keeps access has a grant by now
 *  92   what guardrails allow, where a location is new    whoever is vended credentials then keeps reading
 *       becoming a role that step 93 spares is denied     the bucket policy kept that role out
 *  93   bucket policies that spare new roles of locations  what is vended next gets through, what was goes on doing so
 *  94   registered locations                              only when Lake Formation decides for everybody
 *  95   grants on locations                               Lake Formation wants them registered first
 *  96   settings and administrators that widen
 *  97   guardrails                                        everybody reads through Lake Formation by now
 *  98   LF-Tag values that nothing carries any more
 *  99   bucket policies                                   everybody who goes through Lake Formation can by now
 * 100   what guardrails no longer deny, where 99 closes   whom they kept off, the bucket policy keeps off by now
 * ```
 */

import { isDeepStrictEqual } from "node:util";

import type { LfGrant } from "../../kinds/lf-grant/spec.ts";
import type { LfTagAssignment } from "../../kinds/lf-tag-assignment/spec.ts";
import { isChangeOf, subjectOf } from "../../kinds/specs.ts";
import type { ChangeOf, KindName } from "../../kinds/specs.ts";
import { groupBy } from "../../model/batches.ts";
import type { Change } from "../../model/change.ts";
import { compareText } from "../../model/source.ts";
import { bucketsOfEncryption, partBeforeEncryption, partBeforeLocations, rolesOfLocations } from "../bucket-policy-parts.ts";
import type { RolesOfLocations } from "../bucket-policy-parts.ts";
import type { Difference } from "../diff.ts";
import { impactOf, isSafeThroughout } from "../impact.ts";
import type { Context } from "../impact.ts";
import { besideGuardrails, guardrailParts, isGuardrail } from "./guardrail-parts.ts";
import type { BesideGuardrails } from "./guardrail-parts.ts";
import { effective } from "./tag-view.ts";
import { targetOf } from "./transitions.ts";

type Place = Pick<Change, "impact" | "step">;

/** A difference, or a part of one; with its place where the difference as a whole would have another. */
interface Part {
  readonly difference: Difference;
  readonly place?: Place;
}

/** What a plan does to locations and default encryption. */
interface Surroundings {
  readonly locations: RolesOfLocations;
  /** Buckets whose default encryption changes. */
  readonly encrypted: ReadonlySet<string>;
  /** Worked out when the first guardrail asks. */
  readonly guardrails: () => BesideGuardrails;
}

type DifferenceOf<Kind extends KindName> = ChangeOf<Kind, Difference>;

/** The differences as changes with impact and step, in the order apply performs them. */
export function order(differences: readonly Difference[], context: Context): readonly Change[] {
  const replacing = principalsThatAreReplaced(differences);
  const locations = rolesOfLocations(differences);
  let guardrails: BesideGuardrails | undefined;
  const surroundings: Surroundings = {
    locations,
    encrypted: bucketsOfEncryption(differences),
    guardrails: () => (guardrails ??= besideGuardrails(differences, locations)),
  };
  const placed: Change[] = [];
  for (const whole of differences.toSorted((a, b) => compareText(a.address, b.address))) {
    for (const { difference, place } of partsOf(whole, context, surroundings)) {
      const { address, kind, action, reason, before, after, origins } = difference;
      const { impact, step } = place ?? placeOf(difference, context, replacing);
      placed.push({ address, kind, action, reason, impact, before, after, origins, step });
    }
  }
  return inOrder(placed);
}

/** Changes by their steps; in a step by kind and columns before tables, as they came otherwise. */
export function inOrder(changes: readonly Change[]): readonly Change[] {
  // Few places for many changes: sorting the places alone keeps the order of addresses within each.
  const places = [...groupBy(changes, ({ kind }) => kind).values()].flatMap((ofKind) => [
    ...groupBy(ofKind, (change) => change.step * levels + levelOf(change)).values(),
  ]);
  return places
    .toSorted(([a], [b]) =>
      a === undefined || b === undefined ? 0 : a.step - b.step || compareText(a.kind, b.kind) || levelOf(a) - levelOf(b),
    )
    .flat();
}

/**
 * A difference as the parts that must not happen at one moment: a grant loses before tags widen and gains after they have
 * narrowed; a column whose override goes while its table still shows another value takes its final value first; a guardrail denies before bucket
 * policies open, and lets go after they have closed; a bucket's policy takes the next key before that is the
 * default, and the old one until the end; a column that is released from under a table that becomes
 * stricter first keeps what it has.
 */
function partsOf(difference: Difference, context: Context, surroundings: Surroundings): readonly Part[] {
  if (isGuardrail(difference)) {
    const parts = guardrailParts(difference, surroundings.guardrails());
    return parts.map(({ difference: part, step }) => ({ difference: part, place: { impact: impactOf(part, context), step } }));
  }
  if (isChangeOf(difference, "s3-bucket-policy")) return bucketPolicyParts(difference, surroundings);
  return accessParts(difference, context);
}

/** Of grants and LF-Tags. */
function accessParts(difference: Difference, context: Context): readonly Part[] {
  if (isChangeOf(difference, "lf-grant") && difference.before !== null && difference.after !== null) {
    const kept = intersection(difference.before, difference.after);
    if (isDeepStrictEqual(kept, difference.before) || isDeepStrictEqual(kept, difference.after)) return [{ difference }];
    return [{ difference: { ...difference, after: kept } }, { difference: { ...difference, before: kept } }];
  }
  if (isChangeOf(difference, "lf-tag-assignment") && difference.before !== null && difference.after === null) {
    const { key, database, table, column } = difference.before;
    if (key !== context.scope.gradeTag) return [{ difference }];
    const final = effective(context.grades.new, database, table, column);
    const shown = effective(context.grades.old, database, column === undefined ? undefined : table);
    if (final === undefined || shown === final || impactOf(difference, context) !== "narrows") return [{ difference }];
    const overwritten = { ...difference.before, value: final };
    return [
      { difference: { ...difference, action: "update", after: overwritten }, place: { impact: "narrows", step: 60 } },
      { difference: { ...difference, before: overwritten }, place: { impact: "neutral", step: 84 } },
    ];
  }
  if (isChangeOf(difference, "lf-tag-assignment") && difference.before === null && difference.after !== null) {
    const pinned = pinnedBefore(difference.after, context);
    if (pinned === undefined) return [{ difference }];
    return [
      { difference: { ...difference, after: pinned }, place: { impact: "neutral", step: 50 } },
      { difference: { ...difference, action: "update", before: pinned } },
    ];
  }
  return [{ difference }];
}

function bucketPolicyParts(
  difference: DifferenceOf<"s3-bucket-policy">,
  { locations, encrypted }: Pick<Surroundings, "locations" | "encrypted">,
): readonly Part[] {
  const parts: Part[] = [];
  let left = difference;
  for (const { step, partOf } of [
    { step: 21, partOf: (whole: typeof left) => partBeforeEncryption(whole, encrypted) },
    { step: 93, partOf: (whole: typeof left) => partBeforeLocations(whole, locations) },
  ]) {
    const first = partOf(left);
    if (first === undefined) continue;
    parts.push({ difference: first, place: { impact: "widens", step } });
    if (isDeepStrictEqual(first.after, difference.after)) return parts;
    left = { ...left, before: first.after };
  }
  return [...parts, { difference: left }];
}

/** What is inherited today, where the value above becomes stricter before this first value of its own is due. */
function pinnedBefore(after: LfTagAssignment, { grades, scope }: Context): LfTagAssignment | undefined {
  const { key, value, database, table, column } = after;
  if (key !== scope.gradeTag || table === undefined) return undefined;
  const above = column === undefined ? undefined : table;
  const [shown, shows] = [effective(grades.old, database, table, column), effective(grades.new, database, above)];
  if (shown === undefined || shows === undefined || Number(value) <= Number(shown) || Number(shows) >= Number(shown)) return undefined;
  return { ...after, value: shown };
}

function placeOf(difference: Difference, context: Context, replacing: ReadonlySet<string>): Place {
  const impact = impactOf(difference, context);
  return { impact, step: stepOf(difference, impact, context, replacing) };
}

function intersection(a: LfGrant, b: LfGrant): LfGrant {
  return {
    ...b,
    permissions: a.permissions.filter((permission) => b.permissions.includes(permission)),
    grantable: a.grantable.filter((permission) => b.grantable.includes(permission)),
  };
}

function stepOf(difference: Difference, impact: Change["impact"], context: Context, replacing: ReadonlySet<string>): number {
  if (isChangeOf(difference, "lf-tag-assignment")) return stepOfAssignment(difference, impact, context);
  if (isChangeOf(difference, "lf-grant")) return stepOfGrant(difference, impact, context, replacing);
  const { kind, before, after } = difference;
  switch (kind) {
    case "lf-tag":
      return after === null ? 98 : 10;
    case "lf-settings":
      return difference.address.startsWith("lf-settings/create-") ? 90 : impact === "widens" ? 96 : 20;
    case "glue-database-defaults":
      return 90;
    case "lf-location":
      return 94;
    case "kms-key-rotation":
      return 10;
    case "s3-bucket-encryption":
      return 22;
    case "s3-public-access-block":
      return 24;
    case "s3-bucket-policy":
      return 99;
    default:
      throw new Error(`the order knows no place for ${kind} (${before === null ? "create" : "change"})`);
  }
}

/** A removal uncovers the value of the table or database above, so it comes after every change of that. */
function stepOfAssignment(difference: DifferenceOf<"lf-tag-assignment">, impact: Change["impact"], context: Context): number {
  const isRemoval = difference.after === null;
  if (subjectOf(difference).key !== context.scope.gradeTag) return isRemoval ? 66 : 65;
  if (impact === "narrows") return isRemoval ? 62 : 60;
  if (impact === "widens" || isFirst(difference, context)) return isRemoval ? 76 : 70 + levelOf(difference);
  return isRemoval ? 84 : 50;
}

function stepOfGrant(
  difference: DifferenceOf<"lf-grant">,
  impact: Change["impact"],
  context: Context,
  replacing: ReadonlySet<string>,
): number {
  const { reason, before, after } = difference;
  if (reason === "default-access") return 90;
  const grant = subjectOf(difference);
  if (reason === "foreign") return isSafeThroughout(grant, context) ? 86 : 40;
  if (before === null && grant.securable.type === "data-location") return 95;
  if (before === null) return replacing.has(grant.principal) && isSafeThroughout(grant, context) ? 30 : 80;
  if (after === null && targetOf(grant) === undefined) return 35;
  if (after === null) return isSafeThroughout(grant, context) ? 82 : 40;
  return impact === "widens" ? 80 : 40;
}

/** Principals that lose a grant in the same plan: their new grants should come before the old ones go. */
function principalsThatAreReplaced(differences: readonly Difference[]): ReadonlySet<string> {
  const ofGrants = differences.filter((difference) => isChangeOf(difference, "lf-grant"));
  return new Set(ofGrants.flatMap(({ before, after }) => (after === null && before !== null ? [before.principal] : [])));
}

/** How many levels there are. */
const levels = 3;

/** Columns 0, tables 1, databases 2: a value on a parent shows through wherever its children have none of their own. */
function levelOf(difference: Difference): number {
  if (!isChangeOf(difference, "lf-tag-assignment")) return 0;
  const { table, column } = subjectOf(difference);
  return table === undefined ? 2 : column === undefined ? 1 : 0;
}

/**
 * A first value on what carries none, not even from above. Where everyone is let in by IAM it changes nothing yet, but its
 * children may be decided by Lake Formation already, and a parent's value must not show through to them.
 */
function isFirst(difference: DifferenceOf<"lf-tag-assignment">, { grades }: Context): boolean {
  const { database, table, column } = subjectOf(difference);
  return difference.before === null && effective(grades.old, database, table, column) === undefined;
}
