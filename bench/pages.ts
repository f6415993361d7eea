/** How many pages a reading needs, computed from what the account holds and not from what was called. */

import { chunks } from "../src/model/batches.ts";
import type { Account } from "../src/sandbox/account.ts";
import { columnNames } from "../src/sandbox/lake-formation/catalog.ts";
import { everyGrant, grantsIn, listOfType } from "../src/sandbox/lake-formation/grants.ts";
import { rowsOf } from "../src/sandbox/lake-formation/permission-rows.ts";
import { databaseTags, effectiveTags } from "../src/sandbox/lake-formation/tag-sets.ts";

const resourceTypes = [
  ...(["CATALOG", "DATABASE", "TABLE", "DATA_LOCATION"] as const),
  ...(["LF_TAG", "LF_TAG_POLICY_DATABASE", "LF_TAG_POLICY_TABLE", "LF_NAMED_TAG_EXPRESSION"] as const),
];

/** Pages by service for one reading of everything with the assignments of these LF-Tag keys: max(1, ⌈rows ÷ page size⌉) a listing. */
export function pagesNeeded(account: Account, tagKeys: readonly string[]): Readonly<Record<string, number>> {
  return {
    glue: gluePages(account),
    lakeformation: lakeFormationPages(account, tagKeys),
    iam: pages(account.iam.users.size + account.iam.roles.size + account.iam.policies.size, 1000),
    s3: s3Pages(account),
    sso: ssoPages(account),
    // Who calls, of the account and of Identity Center.
    sts: 2,
  };
}

function pages(rows: number, size: number): number {
  return Math.max(1, Math.ceil(rows / size));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function gluePages({ glue: { databases } }: Account): number {
  return pages(databases.size, 100) + sum([...databases.values()].map(({ tables }) => pages(tables.size, 100)));
}

/** The instance, the sets of the account and, because no listing tells more than ARNs, four calls a set: name, policy, accounts, versions. */
function ssoPages({ id, organization }: Account): number {
  const sets = [...organization.identityCenter.instances.values()].flatMap(({ permissionSets }) => [...permissionSets.values()]);
  const here = sets.filter(({ provisions }) => provisions.has(id));
  return 1 + pages(here.length, 100) + sum(here.map(({ provisions }) => 2 + 2 * pages(provisions.size, 100)));
}

/** Each bucket of the Region is asked for its policy. The lake governs none, so nothing else is asked, and nothing of KMS. */
function s3Pages({ s3: { buckets }, id, region }: Account): number {
  const own = [...buckets.values()].filter((bucket) => bucket.account === id && bucket.region === region).length;
  return pages(own, 10_000) + own;
}

/** The settings are one call; every other listing has pages of 1,000, a search pages of 100. */
function lakeFormationPages(account: Account, tagKeys: readonly string[]): number {
  const { data } = account.lakeFormation;
  const listings = [data.tags, data.locations, data.filters, data.expressions].map(({ size }) => pages(size, 1000));
  const permissions = [everyGrant, ...resourceTypes.map(listOfType)].map((list) =>
    pages(sum(grantsIn(data, list).map((grant) => rowsOf(account.id, grant).length)), 1000),
  );
  const searches = tagKeys.flatMap((key) => {
    const values = data.tags.get(key);
    return values === undefined ? [] : chunks([...values], 50).map((some) => searchPages(account, key, new Set(some)));
  });
  return 1 + sum(listings) + sum(permissions) + sum(searches);
}

/** Pages of both searches for what carries one of the values, by itself, through what is above it or on a column. */
function searchPages(account: Account, key: string, values: ReadonlySet<string>): number {
  const { data } = account.lakeFormation;
  const carries = (tags: ReadonlyMap<string, string>): boolean => values.has(tags.get(key) ?? "");
  let databaseRows = 0;
  let tableRows = 0;
  for (const [database, { tables }] of account.glue.databases) {
    if (carries(databaseTags(data, database))) databaseRows += 1;
    for (const [name, table] of tables) {
      const tags = effectiveTags(data, database, name);
      if (carries(tags.table) || columnNames(table).some((column) => carries(tags.column(column)))) tableRows += 1;
    }
  }
  return pages(databaseRows, 100) + pages(tableRows, 100);
}
