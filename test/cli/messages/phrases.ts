/** The phrases of a language by their keys, those with places to fill among them. */

import type { en } from "../../../src/cli/messages/en.ts";

export const hangul = /[가-힣]/;

/** Every phrase of a language by its key, with plain arguments where it takes some. */
export function phrasesOf(messages: object, prefix = ""): readonly (readonly [string, string])[] {
  return Object.entries(messages).flatMap(([key, phrase]: [string, unknown]) => {
    if (typeof phrase === "string") return [[`${prefix}${key}`, phrase] as const];
    if (typeof phrase === "object" && phrase !== null) return phrasesOf(phrase, `${prefix}${key}.`);
    return [];
  });
}

/** Every phrase with places to fill, by its key. */
export function functionsOf(messages: object, prefix = ""): readonly string[] {
  return Object.entries(messages).flatMap(([key, phrase]: [string, unknown]) => {
    if (typeof phrase === "function") return [`${prefix}${key}`];
    return typeof phrase === "object" && phrase !== null ? functionsOf(phrase, `${prefix}${key}.`) : [];
  });
}

/** Phrases with places to fill, filled with numbers, which both languages write alike. */
export function filled(messages: typeof en): Readonly<Record<string, string>> {
  const [a, b] = ["7", "8"];
  return {
    errors: messages.errors(7),
    warnings: messages.warnings(7),
    files: messages.files(7),
    "sections.tag": messages.sections.tag(a),
    narrowsAndWidens: messages.narrowsAndWidens(a),
    "drift.notAsked": messages.drift.notAsked(a),
    "drift.notAskedOfColumn": messages.drift.notAskedOfColumn(a),
    "drift.missing": messages.drift.missing(a),
    "drift.otherwise": messages.drift.otherwise(a, b),
    "openNow.carrying": messages.openNow.carrying(a, 7, b, "9"),
    "openNow.readableBy": messages.openNow.readableBy(a),
    differsElsewhere: messages.differsElsewhere(7),
    removed: messages.removed(a),
    heldOn: messages.heldOn(a, b),
    mayPassOn: messages.mayPassOn(a),
    withColumns: messages.withColumns(a),
    "others.stay": messages.others.stay(7, b),
    "others.found": messages.others.found(b),
    "others.at": messages.others.at(7),
    "unprovisioned.brings": messages.unprovisioned.brings(7, b),
    "unprovisioned.come": messages.unprovisioned.come(a),
    "unprovisioned.go": messages.unprovisioned.go(a),
    "unprovisioned.statement": messages.unprovisioned.statement("Allow", a, b),
    "unprovisioned.allBut": messages.unprovisioned.allBut(a),
    tables: messages.tables(7),
    "writes.title": messages.writes.title(a, 8),
    "reads.title": messages.reads.title(a, 8),
    "reads.losing": messages.reads.losing(7),
    "reads.mayLose": messages.reads.mayLose(7),
    "outages.count": messages.outages.count(7),
    "outages.columnsOfTables": messages.outages.columnsOfTables(7, 8),
    "outages.steps": messages.outages.steps(7, 8),
    grantsOn: messages.grantsOn(7, "table"),
    statement: messages.statement("Deny", a),
    andMore: messages.andMore(a, 8),
    hiddenBlocks: messages.hiddenBlocks(7, 8),
    hiddenSections: messages.hiddenSections(7),
    hiddenLines: messages.hiddenLines(7, 8, 9),
    widenNothing: messages.widenNothing(7),
    planCounts: messages.planCounts(7, 8, 9),
    widens: messages.widens(7),
    narrows: messages.narrows(7),
    leftOut: messages.leftOut(7),
    findingCount: messages.findingCount(7),
    andSo: messages.andSo(7),
    outcomeCount: messages.outcomeCount(7, messages.outcomes.failed),
    alike: messages.alike(7),
    moreOfThem: messages.moreOfThem(7),
    applied: messages.applied(7),
    appliedPartly: messages.appliedPartly(1, 2, 3, 4, 5),
    "progress.catalog": messages.progress.catalog(7),
    "progress.kind": messages.progress.kind("7", 8),
    "progress.permissionSets": messages.progress.permissionSets(7),
    "progress.provisioning": messages.progress.provisioning(a),
    policiesOfPlan: messages.policiesOfPlan(a),
    askToApply: messages.askToApply(a, b),
    appliedSoFar: messages.appliedSoFar(7, 8),
    waiting: messages.waiting(7),
    unrefined: messages.unrefined(7),
    saved: messages.saved(a, b),
    guardrailsWritten: messages.guardrailsWritten(7, b),
    "rolePolicy.caller": messages.rolePolicy.caller(a, 8),
    "rolePolicy.identity-center": messages.rolePolicy["identity-center"](a, 8),
    notRead: messages.notRead(a, b),
    nextAfterInit: messages.nextAfterInit(a),
  };
}
