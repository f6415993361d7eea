/**
 * The AWS operations this tool calls, one narrow interface per service, in AWS's own names and shapes.
 * Everything outside `src/aws` sees only these types.
 */

import type * as Glue from "@aws-sdk/client-glue";
import type * as Iam from "@aws-sdk/client-iam";
import type * as LakeFormation from "@aws-sdk/client-lakeformation";
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
}

export interface IamPort {
  readonly getAccountAuthorizationDetails: Call<
    Iam.GetAccountAuthorizationDetailsCommandInput,
    Iam.GetAccountAuthorizationDetailsCommandOutput
  >;
}

export interface StsPort {
  readonly getCallerIdentity: Call<Sts.GetCallerIdentityCommandInput, Sts.GetCallerIdentityCommandOutput>;
}

/** All services, as one caller in one Region sees them. */
export interface Ports {
  readonly lakeFormation: LakeFormationPort;
  readonly glue: GluePort;
  readonly iam: IamPort;
  readonly sts: StsPort;
}
