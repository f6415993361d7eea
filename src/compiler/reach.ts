/** What a group's grants reach: the LF-Tag expression, the databases of its domains, and where those are stored. */

import { covers, locationArn } from "../kinds/lf-location/spec.ts";
import { normalizeExpression } from "../model/tag-expression.ts";
import type { TagExpression } from "../model/tag-expression.ts";
import type { ClassifiedDatabase } from "./classify.ts";
import type { LakeFacts } from "./lake-facts.ts";
import type { ResolvedGroup, ResolvedLocation } from "./resolved.ts";

/** Grade in [clearance..N], and domain in the group's domains if it has any. Lake Formation knows no ranges: all are listed. */
export function expressionOf(group: Pick<ResolvedGroup, "clearance" | "domains">, lake: LakeFacts): TagExpression {
  const values: string[] = [];
  for (let grade = group.clearance; grade <= lake.grades; grade += 1) values.push(String(grade));
  const grades = { key: lake.gradeTag, values };
  return normalizeExpression(group.domains === undefined ? [grades] : [grades, { key: lake.domainTag, values: group.domains }]);
}

/** The managed databases whose domain a group may reach; all of them when it has no domains. */
export function databasesOf(
  group: Pick<ResolvedGroup, "domains">,
  databases: ReadonlyMap<string, ClassifiedDatabase>,
): readonly ClassifiedDatabase[] {
  const all = [...databases.values()];
  const { domains } = group;
  return domains === undefined ? all : all.filter(({ domain }) => domain !== undefined && domains.includes(domain));
}

/** The registered locations that cover a database, else its own location; none when it has no location in S3. */
export function dataLocationsOf(
  database: ClassifiedDatabase,
  locations: readonly ResolvedLocation[],
  partition: string,
): readonly string[] {
  const own = database.location === undefined ? undefined : locationArn(database.location, partition);
  if (own === undefined) return [];
  const registered = locations.map(({ arn }) => arn).filter((arn) => covers(arn, own));
  return registered.length === 0 ? [own] : registered;
}
