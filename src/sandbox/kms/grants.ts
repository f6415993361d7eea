/** Grants: permissions on a key beside its policy. */

import type {
  CreateGrantRequest,
  CreateGrantResponse,
  GrantListEntry,
  ListGrantsRequest,
  ListGrantsResponse,
  RevokeGrantRequest,
} from "@aws-sdk/client-kms";

import { partitionOf } from "../../model/principal.ts";
import { keepPrincipal, showPrincipal } from "../authorization/policy-principals.ts";
import type { Call } from "../call.ts";
import { honourOnly } from "../not-implemented.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { ServiceError } from "../service-error.ts";
import { requireKeyAccess } from "./authorize.ts";
import type { Context } from "./authorize.ts";
import { badMarker, invalidState, notFound, validation } from "./error.ts";
import { findKey, keysBeside } from "./find-key.ts";
import { randomHex } from "./state.ts";
import type { Grant, KmsKey } from "./state.ts";

const honoured = ["KeyId", "GranteePrincipal", "RetiringPrincipal", "Operations", "Constraints", "Name", "GrantTokens"];

/** A grant that is asked for again by name is the same grant. Source: KMS API Reference, CreateGrant. */
export function createGrant(call: Call, input: CreateGrantRequest): CreateGrantResponse {
  honourOnly("CreateGrant", input, honoured);
  const key = findKey(call, input.KeyId, { foreign: true });
  const operations = [...new Set(input.Operations)];
  requireKeyAccess(call, "CreateGrant", key, {
    "kms:GrantIsForAWSResource": false,
    "kms:GrantOperations": operations,
    "kms:GranteePrincipal": input.GranteePrincipal ?? "",
    ...constraintContext(input),
  });
  if (operations.length === 0) throw validation("A grant has at least one operation");
  if (key.state !== "Enabled") throw invalidState(key);
  const id = randomHex(call.account.kms, 64);
  const made: Grant = {
    id,
    token: Buffer.from(id, "hex").toString("base64"),
    name: input.Name,
    created: call.now,
    issuer: call.account.id,
    grantee: keep(call, input.GranteePrincipal ?? ""),
    retiring: input.RetiringPrincipal === undefined ? undefined : keep(call, input.RetiringPrincipal),
    operations,
    contextEquals: input.Constraints?.EncryptionContextEquals,
    contextSubset: input.Constraints?.EncryptionContextSubset,
  };
  const same = [...key.grants.values()].find((grant) => made.name !== undefined && contentOf(grant) === contentOf(made));
  const grant = same ?? made;
  putGrants(call, key, new Map([...key.grants, [grant.id, grant]]));
  return { GrantId: grant.id, GrantToken: grant.token };
}

/** Source: KMS Developer Guide, conditions-kms. */
function constraintContext({ RetiringPrincipal: retiring, Constraints: constraints = {} }: CreateGrantRequest): Context {
  const type = Object.keys(constraints).find((name) => name.startsWith("EncryptionContext"));
  return {
    ...(type !== undefined && { "kms:GrantConstraintType": type }),
    ...(retiring !== undefined && { "kms:RetiringPrincipal": retiring }),
  };
}

function contentOf({ id: _id, token: _token, created: _created, ...content }: Grant): string {
  return JSON.stringify(content);
}

function keep({ account }: Call, arn: string): string {
  const kept = arn.startsWith("arn:") ? keepPrincipal(account, arn) : undefined;
  if (kept === undefined) throw new ServiceError("InvalidArnException", `ARN does not refer to a valid principal: ${arn}`);
  return kept;
}

export function listGrants(call: Call, input: ListGrantsRequest): ListGrantsResponse {
  const key = findKey(call, input.KeyId, { foreign: true });
  requireKeyAccess(call, "ListGrants", key);
  const { grants } = key;
  const request = { size: call.pageSize(input.Limit, 100, 50), token: input.Marker, badToken: badMarker };
  const page = pageOf(sortedKeys(grants), request, (id) => {
    const grant = grants.get(id);
    if (grant === undefined || id !== (input.GrantId ?? id)) return undefined;
    const shown = showGrant(call, key, grant);
    return shown.GranteePrincipal === (input.GranteePrincipal ?? shown.GranteePrincipal) ? shown : undefined;
  });
  return {
    Grants: [...page.rows],
    Truncated: page.token !== undefined,
    ...(page.token !== undefined && { NextMarker: page.token }),
  };
}

function showGrant({ account }: Call, key: KmsKey, grant: Grant): GrantListEntry {
  const { contextEquals, contextSubset } = grant;
  const isConstrained = contextEquals !== undefined || contextSubset !== undefined;
  return {
    KeyId: key.arn,
    GrantId: grant.id,
    ...(grant.name !== undefined && { Name: grant.name }),
    CreationDate: grant.created,
    GranteePrincipal: showPrincipal(account, grant.grantee),
    ...(grant.retiring !== undefined && { RetiringPrincipal: showPrincipal(account, grant.retiring) }),
    IssuingAccount: `arn:${partitionOf(account.region)}:iam::${grant.issuer}:root`,
    Operations: [...grant.operations],
    ...(isConstrained && {
      Constraints: {
        ...(contextEquals !== undefined && { EncryptionContextEquals: contextEquals }),
        ...(contextSubset !== undefined && { EncryptionContextSubset: contextSubset }),
      },
    }),
  };
}

export function revokeGrant(call: Call, input: RevokeGrantRequest): object {
  honourOnly("RevokeGrant", input, ["KeyId", "GrantId"]);
  const key = findKey(call, input.KeyId, { foreign: true });
  requireKeyAccess(call, "RevokeGrant", key, { "kms:GrantIsForAWSResource": false });
  const { GrantId: id = "" } = input;
  if (!key.grants.has(id)) throw notFound(`Grant ID ${id} not found`);
  putGrants(call, key, new Map([...key.grants].filter(([each]) => each !== id)));
  return {};
}

function putGrants(call: Call, key: KmsKey, grants: ReadonlyMap<string, Grant>): void {
  keysBeside(call, key).keys.set(key.id, { ...key, grants });
}
