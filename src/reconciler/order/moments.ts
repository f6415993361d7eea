/** Every moment of an apply on the model: who holds what and what carries which tags, while each step is under way. */

import { isChangeOf, subjectOf } from "../../kinds/specs.ts";
import { groupBy } from "../../model/batches.ts";
import type { Catalog } from "../../model/catalog.ts";
import type { Change } from "../../model/change.ts";
import type { Permission } from "../../model/permission.ts";
import type { Principal } from "../../model/principal.ts";
import { expressionOf } from "../../model/securable.ts";
import { compareText } from "../../model/source.ts";
import type { Resources } from "../../model/state.ts";
import { matches } from "../../model/tag-expression.ts";
import type { Tags } from "../../model/tag-expression.ts";
import { alikeIn } from "../alike.ts";
import type { Alike, Place } from "../alike.ts";
import { always, holdersOf, holdingsOf, isEverybody, never } from "./holdings.ts";
import type { Holder, Holding } from "./holdings.ts";
import type { Context } from "../impact.ts";
import { tagsDuring, timelinesOf } from "./tag-timeline.ts";
import type { DatabaseTimelines, Timeline } from "./tag-timeline.ts";

/** One question that a whole apply answers: do these people have these permissions on these columns all the while? */
export interface Question {
  readonly timeline: Timeline;
  /** Where they ask. There may be very many, so they are not put together before somebody wants them. */
  readonly places: () => readonly Place[];
  readonly principals: readonly Principal[];
  /** Sorted; they come and go together. */
  readonly permissions: readonly Permission[];
  /** Everything that gives these people these permissions, on whatever. */
  readonly holdings: readonly Holding[];
}

/** An apply as a whole. */
export interface Moments {
  readonly holders: readonly Holder[];
  readonly timelines: (database: string) => DatabaseTimelines;
  readonly alikes: readonly Alike[];
  readonly questions: readonly Question[];
}

/** The moments of changes in this order. `live` must be in comparable form. */
export function momentsOf(live: Resources, changes: readonly Change[], catalog: Catalog, context: Context): Moments {
  const held = holdingsOf(live, changes);
  const byTags = new Map<Principal, readonly Holding[]>();
  for (const [principal, all] of held) {
    const ofPrincipal = all.filter(({ securable }) => expressionOf(securable) !== undefined);
    if (ofPrincipal.length > 0) byTags.set(principal, ofPrincipal);
  }
  const holders = holdersOf(byTags);
  const { scope, grades, domains } = context;
  const timelines = timelinesOf({ grades: grades.old, domains }, changes, scope);
  const questions: Question[] = [];
  // Where nobody has access that can be interrupted there is nothing to ask: a first adoption, mostly.
  if (![...held.values()].some((all) => all.some(({ since }) => since === always))) return { holders, timelines, alikes: [], questions };
  const alikes = alikeIn(touchedBy(changes, catalog), timelines, held, context);
  const everybodys = [...byTags].flatMap(([principal, all]) => (isEverybody(principal) ? all : []));
  for (const [timeline, ofTimeline] of groupBy(alikes, (alike) => alike.timeline)) {
    for (const together of groupBy(ofTimeline, ({ named }) =>
      forEverybody(named)
        .map(({ id }) => id)
        .join(),
    ).values()) {
      for (const { principals, holdings, places } of holdersOn(together, holders, byTags, everybodys)) {
        const aimed = holdings.filter((each) => aims(each, timeline));
        if (timeline.moments.length === 0 && aimed.every(({ since, until }) => since === always && until === never)) continue;
        for (const [permissions, using] of byPermissions(aimed)) {
          questions.push({ timeline, places, principals, permissions, holdings: using });
        }
      }
    }
  }
  return { holders, timelines, alikes, questions };
}

/** What changes of tags touch; where grants change too, that may be anything. */
function touchedBy(changes: readonly Change[], catalog: Catalog): Catalog {
  const touched = new Set<string>();
  for (const change of changes) {
    if (isChangeOf(change, "lf-tag-assignment")) touched.add(subjectOf(change).database);
    else if (isChangeOf(change, "lf-grant") && change.reason !== "default-access") return catalog;
  }
  return { databases: catalog.databases.filter(({ name }) => touched.has(name.toLowerCase())) };
}

interface HolderOn extends Holder {
  readonly places: () => readonly Place[];
}

/**
 * Everybody who may reach these columns, whose tags go one way and where everybody of the account holds the same. Principals
 * without named grants are asked about all of it at once; the others by what they hold where.
 */
function* holdersOn(
  together: readonly Alike[],
  holders: readonly Holder[],
  byTags: ReadonlyMap<Principal, readonly Holding[]>,
  everybodys: readonly Holding[],
): Generator<HolderOn> {
  const shared = [...everybodys, ...forEverybody(together[0]?.named ?? []).map(({ holding }) => holding)];
  const alone = groupBy(
    together.flatMap((alike) => alike.named.map(({ principal, holding }) => ({ principal, holding, alike }))),
    ({ principal }) => principal,
  );
  const places = (): readonly Place[] => placesOf(together);
  for (const { principals, holdings } of holders) {
    const others = alone.size === 0 ? principals : principals.filter((principal) => !alone.has(principal));
    if (others.length > 0) yield { principals: others, holdings: [...holdings, ...shared], places };
  }
  for (const [principal, own] of alone) {
    const tagged = [...(byTags.get(principal) ?? []), ...shared];
    const byAlike = groupBy(own, ({ alike }) => alike);
    // A grant by name reaches its columns whatever they carry: what it is on makes no difference here.
    const same = groupBy(byAlike, ([, named]) =>
      named
        .map(({ holding }) => timesOf(holding))
        .toSorted()
        .join(";"),
    );
    for (const where of same.values()) {
      const named = where[0]?.[1].map(({ holding }) => holding) ?? [];
      yield { principals: [principal], holdings: [...tagged, ...named], places: () => placesOf(where.map(([alike]) => alike)) };
    }
    if (byAlike.size === together.length) continue;
    yield { principals: [principal], holdings: tagged, places: () => placesOf(together.filter((alike) => !byAlike.has(alike))) };
  }
}

function forEverybody(named: Alike["named"]): Alike["named"] {
  return named.filter(({ principal }) => isEverybody(principal));
}

function timesOf({ permissions, since, until }: Holding): string {
  return `${permissions.join()} ${since} ${until}`;
}

function placesOf(alikes: readonly Alike[]): readonly Place[] {
  return alikes.flatMap(({ places }) => places);
}

/** Permissions with the holdings that give them; those that come by the same holdings together. */
function byPermissions(holdings: readonly Holding[]): Iterable<readonly [readonly Permission[], readonly Holding[]]> {
  const permissions = new Set(holdings.flatMap((holding) => holding.permissions));
  const giving = (permission: Permission): readonly Holding[] => holdings.filter((holding) => holding.permissions.includes(permission));
  const alike = groupBy(permissions, (permission) =>
    giving(permission)
      .map((holding) => holdings.indexOf(holding))
      .join(),
  );
  return [...alike.values()].map((list) => [list.toSorted(compareText), giving(list[0] ?? "ALL")]);
}

/** Is a holding about such things at all? Grants by name stand only beside what they reach. */
function aims({ securable }: Holding, { target }: Timeline): boolean {
  return !("target" in securable) || securable.target === target;
}

/** Does one of a question's holdings reach what carries these tags? */
export function lets({ securable }: Holding, tags: Tags): boolean {
  const expression = expressionOf(securable);
  return expression === undefined || matches(expression, tags);
}

/** Access before all steps and after them. */
export function endsOf({ timeline, holdings }: Question): { readonly old: boolean; readonly new: boolean } {
  return {
    old: holdings.some((holding) => holding.since === always && lets(holding, timeline.first)),
    new: holdings.some((holding) => holding.until === never && lets(holding, timeline.last)),
  };
}

export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The first and last step in which what is had before and after all steps may be missing, if there is one. */
export function outageOf(question: Question): Span | undefined {
  const ends = endsOf(question);
  if (!ends.old || !ends.new) return undefined;
  const { timeline, holdings } = question;
  const missed = stepsOf(question).filter((step) => {
    // In a step what is given comes before what is taken, so these two moments hold the least.
    const least = [
      holdings.filter(({ since, until }) => since < step && until >= step),
      holdings.filter(({ since, until }) => since <= step && until > step),
    ];
    return tagsDuring(timeline, step).some((tags) => least.some((some) => !some.some((holding) => lets(holding, tags))));
  });
  return missed.length === 0 ? undefined : { from: Math.min(...missed), until: Math.max(...missed) };
}

/** Is something had for a moment that is had neither before nor after? */
export function isExposure(question: Question): boolean {
  const ends = endsOf(question);
  if (ends.old || ends.new) return false;
  const { timeline, holdings } = question;
  return stepsOf(question).some((step) =>
    tagsDuring(timeline, step).some((tags) =>
      holdings.some((holding) => holding.since <= step && holding.until >= step && lets(holding, tags)),
    ),
  );
}

function stepsOf({ timeline, holdings }: Question): readonly number[] {
  const all = [...timeline.moments.map(({ step }) => step), ...holdings.flatMap(({ since, until }) => [since, until])];
  return [...new Set(all)].filter(Number.isFinite);
}
