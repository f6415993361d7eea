/** The data lake settings: one object that every write replaces as a whole. */

import type {
  DataLakePrincipal,
  DataLakeSettings,
  GetDataLakeSettingsRequest,
  GetDataLakeSettingsResponse,
  PrincipalPermissions,
  PutDataLakeSettingsRequest,
  PutDataLakeSettingsResponse,
} from "@aws-sdk/client-lakeformation";

import { iamAllowedPrincipals } from "../../model/principal.ts";
import type { Call } from "../call.ts";
import { invalidInput, requireAdministrator, requireOwnCatalog } from "./authority.ts";
import { readableData, writableData } from "./late-reads.ts";
import { isIamPrincipal, requirePrincipal } from "./principals.ts";

const maximumPrincipals = 30;

/** GetDataLakeSettings: whoever calls sees them. */
export function getDataLakeSettings(call: Call, input: GetDataLakeSettingsRequest): GetDataLakeSettingsResponse {
  requireOwnCatalog(call, input.CatalogId);
  return { DataLakeSettings: structuredClone(readableData(call).settings) };
}

/**
 * PutDataLakeSettings: a full replace, so a member that is left out is emptied. Two fields with defaults of their own,
 * `Parameters` and the two switches, go back to these.
 */
export function putDataLakeSettings(call: Call, input: PutDataLakeSettingsRequest): PutDataLakeSettingsResponse {
  requireOwnCatalog(call, input.CatalogId);
  requireAdministrator(call, "PutDataLakeSettings");
  const wanted: DataLakeSettings = input.DataLakeSettings ?? {};
  const settings: DataLakeSettings = {
    DataLakeAdmins: administrators(call, wanted.DataLakeAdmins, "DataLakeAdmins"),
    ReadOnlyAdmins: administrators(call, wanted.ReadOnlyAdmins, "ReadOnlyAdmins"),
    CreateDatabaseDefaultPermissions: defaults(wanted.CreateDatabaseDefaultPermissions),
    CreateTableDefaultPermissions: defaults(wanted.CreateTableDefaultPermissions),
    Parameters: parameters(wanted.Parameters),
    TrustedResourceOwners: accounts(wanted.TrustedResourceOwners),
    AllowExternalDataFiltering: wanted.AllowExternalDataFiltering ?? false,
    AllowFullTableExternalDataAccess: wanted.AllowFullTableExternalDataAccess ?? false,
    ExternalDataFilteringAllowList: structuredClone(limited(wanted.ExternalDataFilteringAllowList, "ExternalDataFilteringAllowList")),
    AuthorizedSessionTagValueList: [...(wanted.AuthorizedSessionTagValueList ?? [])],
  };
  writableData(call).settings = settings;
  return {};
}

function limited(list: readonly DataLakePrincipal[] = [], name: string): DataLakePrincipal[] {
  if (list.length > maximumPrincipals) throw invalidInput(`${name} holds at most ${maximumPrincipals} principals`);
  return [...list];
}

/** IAM users and roles only. Source: Lake Formation Developer Guide, limitations of Identity Center integration. */
function administrators(call: Call, list: readonly DataLakePrincipal[] | undefined, name: string): DataLakePrincipal[] {
  return limited(list, name).map(({ DataLakePrincipalIdentifier: identifier }) => {
    if (identifier === undefined || !isIamPrincipal(identifier)) throw invalidInput(`Invalid principal: ${identifier ?? "none given"}`);
    requirePrincipal(call, identifier);
    return { DataLakePrincipalIdentifier: identifier };
  });
}

/** Either empty or ALL to IAM_ALLOWED_PRINCIPALS. Source: Lake Formation API, DataLakeSettings. */
function defaults(list: readonly PrincipalPermissions[] = []): PrincipalPermissions[] {
  return list.map(({ Principal, Permissions = [] }) => {
    const isAllowed =
      Principal?.DataLakePrincipalIdentifier === iamAllowedPrincipals && Permissions.length === 1 && Permissions[0] === "ALL";
    if (!isAllowed || list.length > 1) throw invalidInput(`Default permissions are either empty or ALL to ${iamAllowedPrincipals}`);
    return { Principal: { DataLakePrincipalIdentifier: iamAllowedPrincipals }, Permissions: ["ALL"] };
  });
}

function parameters(wanted: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { CROSS_ACCOUNT_VERSION: version = "1", SET_SOURCE_IDENTITY: identity = "FALSE" } = wanted;
  if (!/^[1-5]$/.test(version)) throw invalidInput(`Invalid CROSS_ACCOUNT_VERSION: ${version}`);
  if (!/^(TRUE|FALSE)$/.test(identity)) throw invalidInput(`Invalid SET_SOURCE_IDENTITY: ${identity}`);
  return { SET_CONTEXT: "TRUE", ...wanted, CROSS_ACCOUNT_VERSION: version };
}

function accounts(list: readonly string[] = []): string[] {
  const wrong = list.find((account) => !/^\d{12}$/.test(account));
  if (wrong !== undefined) throw invalidInput(`Invalid account: ${wrong}`);
  return [...list];
}
