/** Opt-ins of hybrid access mode: principals for whom Lake Formation decides although IAM_ALLOWED_PRINCIPALS holds the resource. */

import type {
  CreateLakeFormationOptInRequest,
  CreateLakeFormationOptInResponse,
  DeleteLakeFormationOptInRequest,
  DeleteLakeFormationOptInResponse,
  LakeFormationOptInsInfo,
  ListLakeFormationOptInsRequest,
  ListLakeFormationOptInsResponse,
} from "@aws-sdk/client-lakeformation";

import { securableKey } from "../../model/securable.ts";
import type { Securable } from "../../model/securable.ts";
import type { Call } from "../call.ts";
import { invalidInput, requireAdministrator, requireReader } from "./authority.ts";
import { entityNotFound } from "./catalog.ts";
import { stampOf } from "./grant-stamp.ts";
import { readableData, writableData } from "./late-reads.ts";
import { pageOf } from "./paging.ts";
import { isForeign, requirePrincipal } from "./principals.ts";
import { readResource } from "./read-resource.ts";
import { showResource } from "./show-resource.ts";
import type { OptIn } from "./state.ts";

/** CreateLakeFormationOptIn: databases, tables, all tables of a database, or the catalog; never LF-Tags. Twice is no error. */
export function createLakeFormationOptIn(call: Call, input: CreateLakeFormationOptInRequest): CreateLakeFormationOptInResponse {
  requireAdministrator(call, "CreateLakeFormationOptIn");
  const optIn = readOptIn(call, input);
  requirePrincipal(call, optIn.principal);
  writableData(call).optIns.set(optInKey(optIn), optIn);
  return {};
}

/** DeleteLakeFormationOptIn: the opt-in of exactly this principal, resource and condition. */
export function deleteLakeFormationOptIn(call: Call, input: DeleteLakeFormationOptInRequest): DeleteLakeFormationOptInResponse {
  requireAdministrator(call, "DeleteLakeFormationOptIn");
  const key = optInKey(readOptIn(call, input));
  if (!call.account.lakeFormation.data.optIns.has(key)) throw entityNotFound("Opt-in not found");
  writableData(call).optIns.delete(key);
  return {};
}

/** ListLakeFormationOptIns: a filter on a principal of another account is refused. */
export function listLakeFormationOptIns(call: Call, input: ListLakeFormationOptInsRequest): ListLakeFormationOptInsResponse {
  requireReader(call, "ListLakeFormationOptIns");
  const principal = input.Principal?.DataLakePrincipalIdentifier;
  if (principal !== undefined && isForeign(call.account, principal)) throw invalidInput("Principal of another account is not supported");
  const on = input.Resource === undefined ? undefined : securableKey(readResource(call, input.Resource));
  const isWanted = (optIn: OptIn) =>
    (principal === undefined || optIn.principal === principal) && (on === undefined || securableKey(optIn.securable) === on);
  const optIns = new Map([...readableData(call).optIns].filter(([, optIn]) => isWanted(optIn)));
  const { rows, next } = pageOf(optIns, call.pageSize(input.MaxResults, 1000), input.NextToken);
  return { LakeFormationOptInsInfoList: rows.map((optIn) => show(call.account.id, optIn)), ...next };
}

/** True when the principal is opted in for the table: by itself, its database's tables, its database or the catalog. */
export function isOptedIn({ account }: Pick<Call, "account">, principal: string, database: string, table: string): boolean {
  const covering: readonly Securable[] = [
    { type: "table", database, table },
    { type: "all-tables", database },
    { type: "database", database },
    { type: "catalog" },
  ];
  return covering.some((securable) => account.lakeFormation.data.optIns.has(optInKey({ principal, securable })));
}

function readOptIn(call: Call, { Principal, Resource, Condition }: CreateLakeFormationOptInRequest): OptIn {
  const principal = Principal?.DataLakePrincipalIdentifier;
  if (principal === undefined) throw invalidInput("Principal is mandatory");
  const securable = readResource(call, Resource);
  if (!["catalog", "database", "table", "all-tables"].includes(securable.type)) {
    throw invalidInput("A principal can be opted in for the catalog, databases and tables only");
  }
  const condition = Condition?.Expression;
  return { principal, securable, ...(condition === undefined ? {} : { condition }), ...stampOf(call) };
}

/** An opt-in under a condition is another one. */
function optInKey({ principal, securable, condition = "" }: Pick<OptIn, "principal" | "securable" | "condition">): string {
  return [principal, securableKey(securable), condition].join("\n");
}

function show(catalog: string, { principal, securable, condition, updated, updatedBy }: OptIn): LakeFormationOptInsInfo {
  return {
    Principal: { DataLakePrincipalIdentifier: principal },
    Resource: showResource(catalog, securable),
    ...(condition === undefined ? {} : { Condition: { Expression: condition } }),
    LastModified: updated,
    LastUpdatedBy: updatedBy,
  };
}
