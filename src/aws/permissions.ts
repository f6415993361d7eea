/** Which IAM permissions each operation of the ports needs: the one source of the policies that `lakegrade iam-policy` prints. */

import type { IdentityCenterPorts, Ports } from "./ports.ts";

/** What a permission is limited to; which resources that are follows from the policies, where they are given. */
export type Target =
  | "any" // the action knows no resources, or everything has to be read to find what is ours
  | "catalog" // databases and tables of the Data Catalog
  | "workgroups" // every Athena workgroup of the account and Region: any may name a governed key
  | "buckets" // every bucket of the account: leftovers of ours may be in any
  | "governed-buckets"
  | "keys" // every key of the account and Region: a governed bucket may be encrypted with any
  | "governed-keys"
  | "guarded-roles"
  | "registration-roles";

export interface Permission {
  /** The policy of the reader is made of what `plan` calls; that of the operator of everything. */
  readonly for: "plan" | "apply";
  /** Title of the statement it belongs to. */
  readonly group: string;
  readonly on: Target;
  /** Empty: the operation needs no permission. */
  readonly actions: readonly string[];
}

type Service = Exclude<keyof Ports, "identityCenter"> | `identityCenter.${Exclude<keyof IdentityCenterPorts, "region">}`;

type OperationsOf<Name> = Name extends keyof Ports
  ? keyof Ports[Name]
  : Name extends `identityCenter.${infer Inner extends keyof IdentityCenterPorts}`
    ? keyof IdentityCenterPorts[Inner]
    : never;

/** By service, then by operation as the ports name it. */
export type PermissionTable = { readonly [Name in Service]: Readonly<Record<OperationsOf<Name>, readonly Permission[]>> };

function reading(group: string, on: Target, ...actions: readonly string[]): readonly Permission[] {
  return [{ for: "plan", group: `Read${group}`, on, actions }];
}

function writing(group: string, on: Target, ...actions: readonly string[]): readonly Permission[] {
  return [{ for: "apply", group: `Write${group}`, on, actions }];
}

const lf = (operation: string) => reading("LakeFormation", "any", `lakeformation:${operation}`);
const writeLf = (operation: string) => writing("LakeFormation", "any", `lakeformation:${operation}`);
const glue = (operation: string) => reading("Catalog", "catalog", `glue:${operation}`);
const key = (operation: string) => reading("Keys", "keys", `kms:${operation}`);
const sso = (operation: string) => reading("IdentityCenter", "any", `sso:${operation}`);
const writeSso = (operation: string) => writing("IdentityCenter", "any", `sso:${operation}`);

/** Lake Formation takes a registration role only from who may pass it (Lake Formation Developer Guide, registration-role). */
const passing: Permission = { for: "apply", group: "PassRegistrationRoles", on: "registration-roles", actions: ["iam:PassRole"] };

/** What a grant to an Identity Center group asks on behalf of the caller (Lake Formation Developer Guide, grant-permissions-sso). */
const groups: Permission = {
  for: "apply",
  group: "GrantToIdentityCenter",
  on: "any",
  actions: ["sso:DescribeInstance", "identitystore:DescribeGroup"],
};

/** Source of the names of actions and of what can be limited to resources: Service Authorization Reference, each service's page. */
export const permissionTable: PermissionTable = {
  lakeFormation: {
    getDataLakeSettings: lf("GetDataLakeSettings"),
    putDataLakeSettings: writeLf("PutDataLakeSettings"),
    listLFTags: lf("ListLFTags"),
    createLFTag: writeLf("CreateLFTag"),
    updateLFTag: writeLf("UpdateLFTag"),
    searchDatabasesByLFTags: lf("SearchDatabasesByLFTags"),
    searchTablesByLFTags: lf("SearchTablesByLFTags"),
    getResourceLFTags: lf("GetResourceLFTags"),
    addLFTagsToResource: writeLf("AddLFTagsToResource"),
    removeLFTagsFromResource: writeLf("RemoveLFTagsFromResource"),
    listPermissions: lf("ListPermissions"),
    batchGrantPermissions: [...writeLf("BatchGrantPermissions"), groups],
    batchRevokePermissions: writeLf("BatchRevokePermissions"),
    listResources: lf("ListResources"),
    registerResource: [...writeLf("RegisterResource"), passing],
    updateResource: [...writeLf("UpdateResource"), passing],
    listDataCellsFilter: lf("ListDataCellsFilter"),
    listLFTagExpressions: lf("ListLFTagExpressions"),
  },
  glue: {
    getDatabases: glue("GetDatabases"),
    getDatabase: writing("Catalog", "catalog", "glue:GetDatabase"),
    getTables: glue("GetTables"),
    updateDatabase: writing("Catalog", "catalog", "glue:UpdateDatabase"),
    getDataCatalogEncryptionSettings: reading("Account", "any", "glue:GetDataCatalogEncryptionSettings"),
  },
  athena: {
    listWorkGroups: reading("Account", "any", "athena:ListWorkGroups"),
    getWorkGroup: reading("Workgroups", "workgroups", "athena:GetWorkGroup"),
  },
  iam: {
    getAccountAuthorizationDetails: reading("Account", "any", "iam:GetAccountAuthorizationDetails"),
    putRolePolicy: writing("Guardrails", "guarded-roles", "iam:PutRolePolicy"),
    deleteRolePolicy: writing("Guardrails", "guarded-roles", "iam:DeleteRolePolicy"),
  },
  sts: {
    // Nobody can be denied this (STS API Reference, GetCallerIdentity).
    getCallerIdentity: reading("Account", "any"),
  },
  s3: {
    listBuckets: reading("Account", "any", "s3:ListAllMyBuckets"),
    getBucketPolicy: reading("Buckets", "buckets", "s3:GetBucketPolicy"),
    putBucketPolicy: writing("Buckets", "governed-buckets", "s3:PutBucketPolicy"),
    deleteBucketPolicy: writing("Buckets", "governed-buckets", "s3:DeleteBucketPolicy"),
    getBucketEncryption: reading("Buckets", "buckets", "s3:GetEncryptionConfiguration"),
    putBucketEncryption: writing("Buckets", "governed-buckets", "s3:PutEncryptionConfiguration"),
    getPublicAccessBlock: reading("Buckets", "buckets", "s3:GetBucketPublicAccessBlock"),
    putPublicAccessBlock: writing("Buckets", "governed-buckets", "s3:PutBucketPublicAccessBlock"),
  },
  kms: {
    describeKey: key("DescribeKey"),
    getKeyPolicy: key("GetKeyPolicy"),
    listAliases: reading("Account", "any", "kms:ListAliases"),
    listGrants: key("ListGrants"),
    getKeyRotationStatus: key("GetKeyRotationStatus"),
    enableKeyRotation: writing("Keys", "governed-keys", "kms:EnableKeyRotation"),
  },
  "identityCenter.ssoAdmin": {
    listInstances: sso("ListInstances"),
    listPermissionSets: sso("ListPermissionSets"),
    listPermissionSetsProvisionedToAccount: sso("ListPermissionSetsProvisionedToAccount"),
    describePermissionSet: sso("DescribePermissionSet"),
    getInlinePolicyForPermissionSet: sso("GetInlinePolicyForPermissionSet"),
    listAccountsForProvisionedPermissionSet: sso("ListAccountsForProvisionedPermissionSet"),
    putInlinePolicyToPermissionSet: writeSso("PutInlinePolicyToPermissionSet"),
    deleteInlinePolicyFromPermissionSet: writeSso("DeleteInlinePolicyFromPermissionSet"),
    provisionPermissionSet: writeSso("ProvisionPermissionSet"),
    describePermissionSetProvisioningStatus: writeSso("DescribePermissionSetProvisioningStatus"),
  },
  "identityCenter.identityStore": {
    getGroupId: reading("IdentityCenter", "any", "identitystore:GetGroupId"),
  },
  "identityCenter.sts": {
    getCallerIdentity: reading("Account", "any"),
  },
};
