/** Which databases the Classifications govern, and from which Classification each setting of a database comes. */

import type { Range } from "../model/source.ts";
import type { Classification } from "./policy.gen.ts";
import type { PolicyDocument } from "./policy.ts";
import { patternMatches } from "./selector.ts";
import type { GradeRule, ReadClassification } from "./rules.ts";

/** Settings that one Classification decides for a database, each on its own. */
const settings = ["default", "owner", "domain", "enforce", "newColumns"] as const;

type Setting = (typeof settings)[number];

/** Several globs set one thing for one database, and no Classification of its exact name settles it. */
export interface SettingConflict {
  readonly database: string;
  readonly setting: Setting;
  readonly documents: readonly PolicyDocument<Classification>[];
}

/** What the policies say about a managed database, before its tables are looked at. */
export interface DatabaseTerms {
  /** Grade of a column that no rule names. */
  readonly default: number;
  /** Where the default is written: the origin of what no rule decides. */
  readonly defaultRange: Range;
  readonly owner?: string;
  /** Lower-case, as Lake Formation stores tag values. */
  readonly domain?: string;
  readonly domainRange?: Range;
  readonly newColumns: "strictest" | "inherit";
  readonly enforce: boolean;
}

export interface Governance {
  /** Absent when the database is not managed. */
  readonly terms: DatabaseTerms | undefined;
  /** Rules of every Classification that matches the database. */
  readonly rules: readonly GradeRule[];
  readonly conflicts: readonly SettingConflict[];
}

/**
 * Each setting comes from the Classification with the exact name where that one writes it, else from the only matching glob
 * that does. A database without a `default` is not managed. Where globs conflict the first is taken, so that checking can go on.
 */
export function governDatabase(
  name: string,
  classifications: readonly ReadClassification[],
  lakeNewColumns: "strictest" | "inherit",
): Governance {
  const matching = classifications.filter(({ database }) => patternMatches(database, name));
  const rules = matching.flatMap((classification) => classification.rules);
  const conflicts: SettingConflict[] = [];
  const decide = (setting: Setting): PolicyDocument<Classification> | undefined => {
    const writers = matching.filter(({ document }) => document.value[setting] !== undefined);
    const exact = writers.find((writer) => writer.exact !== undefined);
    if (exact !== undefined) return exact.document;
    if (writers.length > 1) conflicts.push({ database: name, setting, documents: writers.map(({ document }) => document) });
    return writers[0]?.document;
  };
  const defaultFrom = decide("default");
  const grade = defaultFrom?.value.default;
  if (defaultFrom === undefined || grade === undefined) return { terms: undefined, rules, conflicts: [] };
  const owner = decide("owner")?.value.owner;
  const domainFrom = decide("domain");
  const domain = domainFrom?.value.domain?.toLowerCase();
  const terms: DatabaseTerms = {
    default: grade,
    defaultRange: defaultFrom.at(["default"]),
    newColumns: decide("newColumns")?.value.newColumns ?? lakeNewColumns,
    enforce: decide("enforce")?.value.enforce ?? true,
    ...(owner === undefined ? {} : { owner }),
    ...(domainFrom === undefined || domain === undefined ? {} : { domain, domainRange: domainFrom.at(["domain"]) }),
  };
  return { terms, rules, conflicts };
}
