/**
 * The AWS operations this tool calls, one narrow interface per service, in AWS's own names and shapes.
 * Everything outside `src/aws` sees only these types.
 */

import type * as Athena from "@aws-sdk/client-athena";
import type * as Glue from "@aws-sdk/client-glue";
import type * as Iam from "@aws-sdk/client-iam";
import type * as IdentityStore from "@aws-sdk/client-identitystore";
import type * as Kms from "@aws-sdk/client-kms";
import type * as LakeFormation from "@aws-sdk/client-lakeformation";
import type * as S3 from "@aws-sdk/client-s3";
import type * as SsoAdmin from "@aws-sdk/client-sso-admin";
import type * as Sts from "@aws-sdk/client-sts";

type Call<Input, Output> = (input: Input) => Promise<Output>;

export interface LakeFormationPort {
  readonly getDataLakeSettings: Call<LakeFormation.GetDataLakeSettingsCommandInput, LakeFormation.GetDataLakeSettingsCommandOutput>;
  readonly putDataLakeSettings: Call<LakeFormation.PutDataLakeSettingsCommandInput, LakeFormation.PutDataLakeSettingsCommandOutput>;
  readonly listLFTags: Call<LakeFormation.ListLFTagsCommandInput, LakeFormation.ListLFTagsCommandOutput>;
  readonly createLFTag: Call<LakeFormation.CreateLFTagCommandInput, LakeFormation.CreateLFTagCommandOutput>;
  readonly updateLFTag: Call<LakeFormation.UpdateLFTagCommandInput, LakeFormation.UpdateLFTagCommandOutput>;
  readonly searchDatabasesByLFTags: Call<
    LakeFormation.SearchDatabasesByLFTagsCommandInput,
    LakeFormation.SearchDatabasesByLFTagsCommandOutput
  >;
  readonly searchTablesByLFTags: Call<LakeFormation.SearchTablesByLFTagsCommandInput, LakeFormation.SearchTablesByLFTagsCommandOutput>;
  readonly getResourceLFTags: Call<LakeFormation.GetResourceLFTagsCommandInput, LakeFormation.GetResourceLFTagsCommandOutput>;
  readonly addLFTagsToResource: Call<LakeFormation.AddLFTagsToResourceCommandInput, LakeFormation.AddLFTagsToResourceCommandOutput>;
  readonly removeLFTagsFromResource: Call<
    LakeFormation.RemoveLFTagsFromResourceCommandInput,
    LakeFormation.RemoveLFTagsFromResourceCommandOutput
  >;
  readonly listPermissions: Call<LakeFormation.ListPermissionsCommandInput, LakeFormation.ListPermissionsCommandOutput>;
  readonly batchGrantPermissions: Call<LakeFormation.BatchGrantPermissionsCommandInput, LakeFormation.BatchGrantPermissionsCommandOutput>;
  readonly batchRevokePermissions: Call<
    LakeFormation.BatchRevokePermissionsCommandInput,
    LakeFormation.BatchRevokePermissionsCommandOutput
  >;
  readonly listResources: Call<LakeFormation.ListResourcesCommandInput, LakeFormation.ListResourcesCommandOutput>;
  readonly registerResource: Call<LakeFormation.RegisterResourceCommandInput, LakeFormation.RegisterResourceCommandOutput>;
  readonly updateResource: Call<LakeFormation.UpdateResourceCommandInput, LakeFormation.UpdateResourceCommandOutput>;
  readonly listDataCellsFilter: Call<LakeFormation.ListDataCellsFilterCommandInput, LakeFormation.ListDataCellsFilterCommandOutput>;
  readonly listLFTagExpressions: Call<LakeFormation.ListLFTagExpressionsCommandInput, LakeFormation.ListLFTagExpressionsCommandOutput>;
}

export interface GluePort {
  readonly getDatabases: Call<Glue.GetDatabasesCommandInput, Glue.GetDatabasesCommandOutput>;
  readonly getDatabase: Call<Glue.GetDatabaseCommandInput, Glue.GetDatabaseCommandOutput>;
  readonly getTables: Call<Glue.GetTablesCommandInput, Glue.GetTablesCommandOutput>;
  readonly updateDatabase: Call<Glue.UpdateDatabaseCommandInput, Glue.UpdateDatabaseCommandOutput>;
  readonly getDataCatalogEncryptionSettings: Call<
    Glue.GetDataCatalogEncryptionSettingsCommandInput,
    Glue.GetDataCatalogEncryptionSettingsCommandOutput
  >;
}

export interface AthenaPort {
  readonly listWorkGroups: Call<Athena.ListWorkGroupsCommandInput, Athena.ListWorkGroupsCommandOutput>;
  readonly getWorkGroup: Call<Athena.GetWorkGroupCommandInput, Athena.GetWorkGroupCommandOutput>;
}

export interface IamPort {
  readonly getAccountAuthorizationDetails: Call<
    Iam.GetAccountAuthorizationDetailsCommandInput,
    Iam.GetAccountAuthorizationDetailsCommandOutput
  >;
  readonly putRolePolicy: Call<Iam.PutRolePolicyCommandInput, Iam.PutRolePolicyCommandOutput>;
  readonly deleteRolePolicy: Call<Iam.DeleteRolePolicyCommandInput, Iam.DeleteRolePolicyCommandOutput>;
}

export interface S3Port {
  readonly listBuckets: Call<S3.ListBucketsCommandInput, S3.ListBucketsCommandOutput>;
  readonly getBucketPolicy: Call<S3.GetBucketPolicyCommandInput, S3.GetBucketPolicyCommandOutput>;
  readonly putBucketPolicy: Call<S3.PutBucketPolicyCommandInput, S3.PutBucketPolicyCommandOutput>;
  readonly deleteBucketPolicy: Call<S3.DeleteBucketPolicyCommandInput, S3.DeleteBucketPolicyCommandOutput>;
  readonly getBucketEncryption: Call<S3.GetBucketEncryptionCommandInput, S3.GetBucketEncryptionCommandOutput>;
  readonly putBucketEncryption: Call<S3.PutBucketEncryptionCommandInput, S3.PutBucketEncryptionCommandOutput>;
  readonly getPublicAccessBlock: Call<S3.GetPublicAccessBlockCommandInput, S3.GetPublicAccessBlockCommandOutput>;
  readonly putPublicAccessBlock: Call<S3.PutPublicAccessBlockCommandInput, S3.PutPublicAccessBlockCommandOutput>;
}

export interface KmsPort {
  readonly describeKey: Call<Kms.DescribeKeyCommandInput, Kms.DescribeKeyCommandOutput>;
  readonly getKeyPolicy: Call<Kms.GetKeyPolicyCommandInput, Kms.GetKeyPolicyCommandOutput>;
  readonly listAliases: Call<Kms.ListAliasesCommandInput, Kms.ListAliasesCommandOutput>;
  readonly listGrants: Call<Kms.ListGrantsCommandInput, Kms.ListGrantsCommandOutput>;
  readonly getKeyRotationStatus: Call<Kms.GetKeyRotationStatusCommandInput, Kms.GetKeyRotationStatusCommandOutput>;
  readonly enableKeyRotation: Call<Kms.EnableKeyRotationCommandInput, Kms.EnableKeyRotationCommandOutput>;
}

export interface SsoAdminPort {
  readonly listInstances: Call<SsoAdmin.ListInstancesCommandInput, SsoAdmin.ListInstancesCommandOutput>;
  readonly listPermissionSets: Call<SsoAdmin.ListPermissionSetsCommandInput, SsoAdmin.ListPermissionSetsCommandOutput>;
  readonly listPermissionSetsProvisionedToAccount: Call<
    SsoAdmin.ListPermissionSetsProvisionedToAccountCommandInput,
    SsoAdmin.ListPermissionSetsProvisionedToAccountCommandOutput
  >;
  readonly describePermissionSet: Call<SsoAdmin.DescribePermissionSetCommandInput, SsoAdmin.DescribePermissionSetCommandOutput>;
  readonly getInlinePolicyForPermissionSet: Call<
    SsoAdmin.GetInlinePolicyForPermissionSetCommandInput,
    SsoAdmin.GetInlinePolicyForPermissionSetCommandOutput
  >;
  readonly listAccountsForProvisionedPermissionSet: Call<
    SsoAdmin.ListAccountsForProvisionedPermissionSetCommandInput,
    SsoAdmin.ListAccountsForProvisionedPermissionSetCommandOutput
  >;
  readonly putInlinePolicyToPermissionSet: Call<
    SsoAdmin.PutInlinePolicyToPermissionSetCommandInput,
    SsoAdmin.PutInlinePolicyToPermissionSetCommandOutput
  >;
  readonly deleteInlinePolicyFromPermissionSet: Call<
    SsoAdmin.DeleteInlinePolicyFromPermissionSetCommandInput,
    SsoAdmin.DeleteInlinePolicyFromPermissionSetCommandOutput
  >;
  readonly provisionPermissionSet: Call<SsoAdmin.ProvisionPermissionSetCommandInput, SsoAdmin.ProvisionPermissionSetCommandOutput>;
  readonly describePermissionSetProvisioningStatus: Call<
    SsoAdmin.DescribePermissionSetProvisioningStatusCommandInput,
    SsoAdmin.DescribePermissionSetProvisioningStatusCommandOutput
  >;
}

export interface IdentityStorePort {
  readonly getGroupId: Call<IdentityStore.GetGroupIdCommandInput, IdentityStore.GetGroupIdCommandOutput>;
}

export interface StsPort {
  readonly getCallerIdentity: Call<Sts.GetCallerIdentityCommandInput, Sts.GetCallerIdentityCommandOutput>;
}

/** Identity Center where its instance lives: perhaps in another account and Region, as another caller. */
export interface IdentityCenterPorts {
  readonly ssoAdmin: SsoAdminPort;
  readonly identityStore: IdentityStorePort;
  /** Asks who calls there. */
  readonly sts: StsPort;
  readonly region: string;
}

/** All services, as one caller in one Region sees them. */
export interface Ports {
  readonly lakeFormation: LakeFormationPort;
  readonly glue: GluePort;
  readonly athena: AthenaPort;
  readonly iam: IamPort;
  readonly sts: StsPort;
  readonly s3: S3Port;
  readonly kms: KmsPort;
  readonly identityCenter: IdentityCenterPorts;
}
