/** Who reads tables in a bucket through Lake Formation once a plan is done: those whose grants in the policies reach columns there. */

import type { ReadsByGrant } from "../access/lost-readers.ts";
import { address as rolePolicyAddress } from "../kinds/iam-role-policy/spec.ts";
import type { LfGrant } from "../kinds/lf-grant/spec.ts";
import { bucketOf, locationArn } from "../kinds/lf-location/spec.ts";
import { address as tagAddress } from "../kinds/lf-tag-assignment/spec.ts";
import { address as setPolicyAddress } from "../kinds/permission-set-policy/spec.ts";
import { specAt, specsOf } from "../kinds/specs.ts";
import { groupBy } from "../model/batches.ts";
import { allColumns } from "../model/catalog.ts";
import type { Catalog } from "../model/catalog.ts";
import { rolePolicyName, sidPrefix } from "../model/ours.ts";
import { readsData } from "../model/permission.ts";
import { partitionOf, permissionSetOfRole, principalKind } from "../model/principal.ts";
import type { Principal } from "../model/principal.ts";
import { expressionOf } from "../model/securable.ts";
import type { DesiredState } from "../model/state.ts";
import { matches } from "../model/tag-expression.ts";
import type { TagView } from "./order/tag-view.ts";

interface Table {
  readonly name: string;
  /** How many. */
  readonly columns: number;
}

/** Tables by database, in one bucket. */
type TablesIn = ReadonlyMap<string, readonly Table[]>;

/** Looks at nothing until it is asked. `grades`: of the desired state. */
export function lakeFormationReaders(catalog: Catalog, desired: DesiredState, grades: TagView): ReadsByGrant {
  const { scope, resources, lake } = desired;
  let prepared: { readonly tables: ReadonlyMap<string, TablesIn>; readonly grants: ReadonlyMap<Principal, readonly LfGrant[]> } | undefined;
  const prepare = (): NonNullable<typeof prepared> => {
    if (prepared !== undefined) return prepared;
    const reading = specsOf(resources, "lf-grant").flatMap(([, grant]) => (readsData(grant.permissions) ? [grant] : []));
    prepared = { tables: tablesByBucket(catalog, desired), grants: groupBy(reading, ({ principal }) => principal) };
    return prepared;
  };
  const gradesIn = once((bucket: string) =>
    [...(prepare().tables.get(bucket) ?? [])].map(([database, tables]) => ({
      database,
      domain: specAt(resources, tagAddress({ key: scope.domainTag, value: "", database }), "lf-tag-assignment")?.value,
      grades: gradesOf(grades, database, tables, scope.grades),
    })),
  );
  const reaches = ({ securable }: LfGrant, bucket: string): boolean => {
    const expression = expressionOf(securable);
    if (expression === undefined) {
      const there = "database" in securable ? (prepare().tables.get(bucket)?.get(securable.database) ?? []) : [];
      return "table" in securable ? there.some(({ name }) => name === securable.table) : there.length > 0;
    }
    if (!("target" in securable) || securable.target !== "table") return false;
    return gradesIn(bucket).some(({ domain, grades: found }) =>
      [...found].some((grade) =>
        matches(expression, { [scope.gradeTag]: grade, ...(domain === undefined ? {} : { [scope.domainTag]: domain }) }),
      ),
    );
  };
  const reachesKnown = new Map<string, boolean>();
  const holds = (held: readonly LfGrant[], bucket: string): boolean =>
    held.some((grant) => {
      const key = JSON.stringify([grant.securable, bucket]);
      const found = reachesKnown.get(key) ?? reaches(grant, bucket);
      reachesKnown.set(key, found);
      return found;
    });
  const holdGroups = once((bucket: string) =>
    [...prepare().grants].some(([principal, held]) => principalKind(principal) === "Identity Center principal" && holds(held, bucket)),
  );
  // A role that has a guardrail and no grants is one that members of groups query through: they read with the group's grants.
  const isGuarded = (principal: Principal): boolean => {
    const role = /:role\/(?:.*\/)?([^/]+)$/.exec(principal)?.[1] ?? "";
    const set = permissionSetOfRole(role);
    return resources.has(
      set === undefined
        ? rolePolicyAddress({ role, policy: rolePolicyName(lake.name) })
        : setPolicyAddress({ permissionSet: set, prefix: sidPrefix(lake.name) }),
    );
  };
  return (principal, bucket) => {
    const held = prepare().grants.get(principal);
    return held === undefined ? isGuarded(principal) && holdGroups(bucket) : holds(held, bucket);
  };
}

function once<Result>(find: (bucket: string) => Result): (bucket: string) => Result {
  const known = new Map<string, Result>();
  return (bucket) => {
    const found = known.get(bucket) ?? find(bucket);
    known.set(bucket, found);
    return found;
  };
}

/** Of managed databases: the policies grant nothing in others. */
function tablesByBucket({ databases }: Catalog, { scope, lake }: DesiredState): ReadonlyMap<string, TablesIn> {
  const buckets = new Map<string, Map<string, Table[]>>();
  const partition = partitionOf(lake.region);
  for (const { name, tables } of databases) {
    const database = name.toLowerCase();
    if (!Object.hasOwn(scope.managed, database)) continue;
    for (const each of tables) {
      const bucket = bucketOf(locationArn(each.location ?? "", partition) ?? "");
      if (bucket === undefined) continue;
      const found = buckets.get(bucket) ?? new Map<string, Table[]>();
      buckets.set(bucket, found);
      const table = { name: each.name.toLowerCase(), columns: allColumns(each).length };
      const list = found.get(database);
      if (list === undefined) found.set(database, [table]);
      else list.push(table);
    }
  }
  return buckets;
}

/** The grades that columns of the tables carry. Stops as soon as it has seen all there are: the columns of a lake are many. */
function gradesOf({ databases }: TagView, database: string, tables: readonly Table[], all: number): ReadonlySet<string> {
  const found = new Set<string>();
  const ofDatabase = databases.get(database);
  for (const { name, columns: number } of tables) {
    const ofTable = ofDatabase?.tables.get(name);
    const values = new Set(ofTable?.columns.values());
    const inherited = ofTable?.own ?? ofDatabase?.own;
    if (inherited !== undefined && (ofTable?.columns.size ?? 0) < number) values.add(inherited);
    for (const grade of values) found.add(grade);
    if (found.size >= all) break;
  }
  return found;
}
