/** Reading every grant of the catalog: whole listings, never filtered by principal, merged here. */

import type { PrincipalResourcePermissions, TableResource } from "@aws-sdk/client-lakeformation";

import type { Ports } from "../../aws/ports.ts";
import { isAwsError } from "../../model/aws-error.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import { readPages } from "../../model/pages.ts";
import type { TagExpression } from "../../model/tag-expression.ts";
import type { ReadContext, ReadResult } from "../kind.ts";
import { expressionOf, grantsOf } from "./rows.ts";
import type { LfGrant } from "./spec.ts";

/**
 * One listing without a type and one for each type, because whether the first alone holds tag grants is not documented,
 * and LF_TAG_POLICY has returned only those on databases (aws/aws-sdk-js#4583). A principal filter gives partial answers
 * (hashicorp/terraform-provider-aws#44574), so there is none.
 */
const listings = [
  undefined,
  "CATALOG",
  "DATABASE",
  "TABLE",
  "DATA_LOCATION",
  "LF_TAG",
  "LF_TAG_POLICY_DATABASE",
  "LF_TAG_POLICY_TABLE",
  "LF_NAMED_TAG_EXPRESSION",
] as const;

type Input = Parameters<Ports["lakeFormation"]["listPermissions"]>[0];

export async function readGrants({ ports, account }: ReadContext): Promise<ReadResult<LfGrant>> {
  const { lakeFormation } = ports;
  const list = (filter: Input): Promise<PrincipalResourcePermissions[]> =>
    readPages(async (token) => {
      const { PrincipalResourcePermissions: items = [], NextToken } = await lakeFormation.listPermissions({
        CatalogId: account,
        MaxResults: 1000,
        ...filter,
        ...(token === undefined ? {} : { NextToken: token }),
      });
      return { items, next: NextToken };
    });

  const [rows, tables, expressions] = await Promise.all([
    mapConcurrent(listings, 3, (ResourceType) => list(ResourceType === undefined ? {} : { ResourceType })),
    tablesWithFilters(ports, account),
    savedExpressions(ports, account),
  ]);
  // Grants on data cells filters come only with the table they belong to.
  const related = await mapConcurrent(tables, 4, async (Table) => {
    try {
      return await list({ Resource: { Table }, IncludeRelated: "TRUE" });
    } catch (error) {
      // A filter that outlived its table lets nobody read anything.
      if (isAwsError(error) && error.code === "EntityNotFoundException") return [];
      throw error;
    }
  });
  return { specs: grantsOf([...rows, ...related].flat(), account, expressions), unread: [] };
}

async function tablesWithFilters(ports: Ports, account: string): Promise<readonly TableResource[]> {
  const filters = await readPages(async (token) => {
    const { DataCellsFilters: items = [], NextToken } = await ports.lakeFormation.listDataCellsFilter({
      MaxResults: 1000,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    return { items, next: NextToken };
  });
  const tables = new Map(
    filters.map(({ TableCatalogId, DatabaseName, TableName: Name }) => [
      JSON.stringify([TableCatalogId, DatabaseName, Name]),
      { CatalogId: TableCatalogId ?? account, DatabaseName, Name },
    ]),
  );
  return [...tables.values()];
}

async function savedExpressions(ports: Ports, account: string): Promise<ReadonlyMap<string, TagExpression>> {
  const expressions = await readPages(async (token) => {
    const { LFTagExpressions: items = [], NextToken } = await ports.lakeFormation.listLFTagExpressions({
      CatalogId: account,
      MaxResults: 1000,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    return { items, next: NextToken };
  });
  return new Map(expressions.flatMap(({ Name, Expression }) => (Name === undefined ? [] : [[Name, expressionOf(Expression)] as const])));
}
