/** Every moment of an apply on the model: who holds what and what carries which tags, while each step is under way. */

import { isChangeOf, subjectOf } from "../kinds/specs.ts";
import { groupBy } from "../model/batches.ts";
import type { Catalog } from "../model/catalog.ts";
import type { Change } from "../model/change.ts";
import type { Permission } from "../model/permission.ts";
import type { Principal } from "../model/principal.ts";
import { expressionOf } from "../model/securable.ts";
import { compareText } from "../model/source.ts";
import type { Resources } from "../model/state.ts";
import { matches } from "../model/tag-expression.ts";
import type { Tags } from "../model/tag-expression.ts";
import { alikeIn } from "./alike.ts";
import type { Alike } from "./alike.ts";
import { always, holdersOf, holdingsOf, isEverybody, never } from "./holdings.ts";
import type { Holder, Holding } from "./holdings.ts";
import type { Context } from "./impact.ts";
import { tagsDuring, timelinesOf } from "./tag-timeline.ts";
import type { DatabaseTimelines, Timeline } from "./tag-timeline.ts";

/** One question that a whole apply answers: do these people have these permissions on these columns all the while? */
export interface Question {
  readonly alike: Alike;
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
  for (const alike of alikes) {
    for (const { principals, holdings } of holdersOn(alike, holders, byTags)) {
      for (const [permissions, using] of byPermissions(holdings.filter((each) => aims(each, alike.timeline))))
        questions.push({ alike, principals, permissions, holdings: using });
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

/** Everybody who may reach these columns: principals with named grants there on their own, the others by what they hold. */
function* holdersOn({ named }: Alike, holders: readonly Holder[], byTags: ReadonlyMap<Principal, readonly Holding[]>): Generator<Holder> {
  const alone = groupBy(named, ({ principal }) => principal);
  const shared = [...byTags, ...named.map(({ principal, holding }) => [principal, [holding]] as const)].flatMap(([principal, all]) =>
    isEverybody(principal) ? all : [],
  );
  for (const { principals, holdings } of holders) {
    const others = alone.size === 0 ? principals : principals.filter((principal) => !alone.has(principal));
    if (others.length > 0) yield { principals: others, holdings: [...holdings, ...shared] };
  }
  for (const [principal, own] of alone) {
    const holdings = [...(byTags.get(principal) ?? []), ...own.map(({ holding }) => holding), ...shared];
    yield { principals: [principal], holdings };
  }
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
export function endsOf({ alike: { timeline }, holdings }: Question): { readonly old: boolean; readonly new: boolean } {
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
  const {
    alike: { timeline },
    holdings,
  } = question;
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
  const {
    alike: { timeline },
    holdings,
  } = question;
  return stepsOf(question).some((step) =>
    tagsDuring(timeline, step).some((tags) =>
      holdings.some((holding) => holding.since <= step && holding.until >= step && lets(holding, tags)),
    ),
  );
}

function stepsOf({ alike: { timeline }, holdings }: Question): readonly number[] {
  const all = [...timeline.moments.map(({ step }) => step), ...holdings.flatMap(({ since, until }) => [since, until])];
  return [...new Set(all)].filter(Number.isFinite);
}
