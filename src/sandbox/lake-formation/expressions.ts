/** Saved LF-Tag expressions; grants refer to them by name, so a change of one changes its grants at once. */

import type {
  CreateLFTagExpressionRequest,
  CreateLFTagExpressionResponse,
  DeleteLFTagExpressionRequest,
  DeleteLFTagExpressionResponse,
  GetLFTagExpressionRequest,
  GetLFTagExpressionResponse,
  LFTagExpression,
  ListLFTagExpressionsRequest,
  ListLFTagExpressionsResponse,
  UpdateLFTagExpressionRequest,
  UpdateLFTagExpressionResponse,
} from "@aws-sdk/client-lakeformation";

import type { Permission } from "../../model/permission.ts";
import type { TagExpression } from "../../model/tag-expression.ts";
import type { Call } from "../call.ts";
import { ServiceError } from "../service-error.ts";
import { accessDenied, invalidInput, isAdministrator, requireOwnCatalog, seesEverything } from "./authority.ts";
import { entityNotFound } from "./catalog.ts";
import { findGrant, grantsIn, listOn, removeGrant } from "./grants.ts";
import { readableData, writableData } from "./late-reads.ts";
import { pageOf } from "./paging.ts";
import { readExpression, writeExpression } from "./read-expression.ts";
import type { LakeFormationData, SavedExpression } from "./state.ts";
import { holdsOnCatalog, holdsOnTag } from "./tag-authority.ts";

/** Source: AWS General Reference, Lake Formation quotas; descriptions by the API. */
const maximumExpressions = 1000;
const maximumDescription = 2048;

/** CreateLFTagExpression: needs CREATE_LF_TAG_EXPRESSION, and GRANT_WITH_LF_TAG_EXPRESSION on the tags used. */
export function createLFTagExpression(call: Call, input: CreateLFTagExpressionRequest): CreateLFTagExpressionResponse {
  requireOwnCatalog(call, input.CatalogId);
  const { data } = call.account.lakeFormation;
  if (!isAdministrator(call) && !holdsOnCatalog(call, "CREATE_LF_TAG_EXPRESSION")) {
    throw accessDenied("Insufficient Lake Formation permission(s) on Catalog");
  }
  const saved = readSaved(call, input);
  if (data.expressions.has(saved.name)) throw invalidInput(`LF-Tag expression already exists: ${saved.name}`);
  if (data.expressions.size >= maximumExpressions) {
    throw new ServiceError("ResourceNumberLimitExceededException", `An account has at most ${maximumExpressions} LF-Tag expressions`);
  }
  writableData(call).expressions.set(saved.name, saved);
  return {};
}

/** UpdateLFTagExpression: replaces expression and description; grants that refer to it follow at once. */
export function updateLFTagExpression(call: Call, input: UpdateLFTagExpressionRequest): UpdateLFTagExpressionResponse {
  requireOwnCatalog(call, input.CatalogId);
  requireSaved(call.account.lakeFormation.data, input.Name);
  requireOnExpression(call, input.Name, "ALTER");
  const saved = readSaved(call, input);
  writableData(call).expressions.set(saved.name, saved);
  return {};
}

/** DeleteLFTagExpression: every grant that refers to it goes with it, without a word. */
export function deleteLFTagExpression(call: Call, input: DeleteLFTagExpressionRequest): DeleteLFTagExpressionResponse {
  requireOwnCatalog(call, input.CatalogId);
  const { name } = requireSaved(call.account.lakeFormation.data, input.Name);
  requireOnExpression(call, name, "DROP");
  const data = writableData(call);
  data.expressions.delete(name);
  const lists = [
    listOn({ type: "lf-tag-policy-named", target: "database", name }),
    listOn({ type: "lf-tag-policy-named", target: "table", name }),
    listOn({ type: "lf-tag-expression", name }),
  ];
  for (const grant of lists.flatMap((list) => grantsIn(data, list))) removeGrant(data, grant);
  return {};
}

/** GetLFTagExpression: for administrators and for holders of any permission on it. */
export function getLFTagExpression(call: Call, input: GetLFTagExpressionRequest): GetLFTagExpressionResponse {
  requireOwnCatalog(call, input.CatalogId);
  const saved = requireSaved(readableData(call), input.Name);
  if (!maySee(call, saved.name)) throw accessDenied(`Insufficient Lake Formation permission(s) on LF-Tag expression ${saved.name}`);
  return show(call, saved);
}

/** ListLFTagExpressions: those the caller may see. */
export function listLFTagExpressions(call: Call, input: ListLFTagExpressionsRequest): ListLFTagExpressionsResponse {
  requireOwnCatalog(call, input.CatalogId);
  const { rows, next } = pageOf(readableData(call).expressions, call.pageSize(input.MaxResults, 1000), input.NextToken);
  return { LFTagExpressions: rows.filter(({ name }) => maySee(call, name)).map((saved) => show(call, saved)), ...next };
}

function readSaved(call: Call, { Name = "", Description, Expression }: CreateLFTagExpressionRequest): SavedExpression {
  if (Name === "" || Name.length > 255) throw invalidInput("An LF-Tag expression has a name of 1 to 255 characters");
  if ((Description?.length ?? 0) > maximumDescription) throw invalidInput(`A description has at most ${maximumDescription} characters`);
  const expression = readExpression(call.account.lakeFormation.data, Expression);
  requireMayUse(call, expression);
  return { name: Name, ...(Description === undefined ? {} : { description: Description }), expression };
}

function requireMayUse(call: Call, expression: TagExpression): void {
  if (isAdministrator(call)) return;
  const isHeld = expression.every(({ key, values }) =>
    values.every((value) => holdsOnTag(call, "GRANT_WITH_LF_TAG_EXPRESSION", key, value)),
  );
  if (!isHeld) throw accessDenied("Insufficient Lake Formation permission(s): Required GRANT_WITH_LF_TAG_EXPRESSION on the LF-Tags");
}

function requireSaved(data: LakeFormationData, name = ""): SavedExpression {
  const saved = data.expressions.get(name);
  if (saved === undefined) throw entityNotFound(`LF-Tag expression not found: ${name}`);
  return saved;
}

function requireOnExpression(call: Call, name = "", permission: Permission): void {
  if (isAdministrator(call) || held(call, name).includes(permission)) return;
  throw accessDenied(`Insufficient Lake Formation permission(s): Required ${permission} on LF-Tag expression ${name}`);
}

function maySee(call: Call, name: string): boolean {
  return seesEverything(call) || held(call, name).length > 0;
}

function held(call: Call, name: string): readonly Permission[] {
  const holding = { principal: call.caller.principal, securable: { type: "lf-tag-expression", name } } as const;
  return findGrant(call.account.lakeFormation.data, holding)?.permissions ?? [];
}

function show({ account }: Call, { name, description, expression }: SavedExpression): LFTagExpression {
  return {
    Name: name,
    ...(description === undefined ? {} : { Description: description }),
    CatalogId: account.id,
    Expression: writeExpression(expression),
  };
}
