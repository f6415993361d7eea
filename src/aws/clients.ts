/** Ports over the real AWS SDK: one client a service, retries by error category, errors as AwsError. */

import { AthenaClient, GetWorkGroupCommand, ListWorkGroupsCommand } from "@aws-sdk/client-athena";
import {
  GetDataCatalogEncryptionSettingsCommand,
  GetDatabaseCommand,
  GetDatabasesCommand,
  GetTablesCommand,
  GlueClient,
  UpdateDatabaseCommand,
} from "@aws-sdk/client-glue";
import { DeleteRolePolicyCommand, GetAccountAuthorizationDetailsCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListGrantsCommand,
  KMSClient,
} from "@aws-sdk/client-kms";
import {
  AddLFTagsToResourceCommand,
  BatchGrantPermissionsCommand,
  BatchRevokePermissionsCommand,
  CreateLFTagCommand,
  GetDataLakeSettingsCommand,
  GetResourceLFTagsCommand,
  LakeFormationClient,
  ListDataCellsFilterCommand,
  ListLFTagExpressionsCommand,
  ListLFTagsCommand,
  ListPermissionsCommand,
  ListResourcesCommand,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
  RemoveLFTagsFromResourceCommand,
  SearchDatabasesByLFTagsCommand,
  SearchTablesByLFTagsCommand,
  UpdateLFTagCommand,
  UpdateResourceCommand,
} from "@aws-sdk/client-lakeformation";
import {
  DeleteBucketPolicyCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import { identityCenterPorts } from "./identity-center-clients.ts";
import type { IdentityCenterHome } from "./identity-center-clients.ts";
import { spareLongLists } from "./long-lists.ts";
import { handlerOf, ordinary, quick } from "./patience.ts";
import type { Patience, RequestHandler } from "./patience.ts";
import type { Ports } from "./ports.ts";
import { patient, withRetry } from "./retry.ts";
import { guardSettings } from "./settings-guard.ts";
import type { RetryPolicy } from "./retry.ts";

/** The part of an SDK client's configuration that callers may set; everything else is standard AWS configuration. */
export interface ClientOptions {
  readonly region: string;
  /** An SDK request handler, for running against the sandbox in process. */
  readonly requestHandler?: RequestHandler;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  readonly retry?: RetryPolicy;
  /** How long every endpoint is waited for, in place of the usual times; a handler that is given brings its own times. */
  readonly patience?: Patience;
  /** Where the Identity Center instance lives, if not in this account and Region. */
  readonly identityCenter?: IdentityCenterHome;
}

/** Sends operations of one service, with retries, and throws AwsError only. */
export type Sender = <Input, Output>(operation: string, send: (input: Input) => Promise<Output>) => (input: Input) => Promise<Output>;

/**
 * Ports for one Region. Profiles, SSO, environment variables and `AWS_ENDPOINT_URL…` are resolved by the SDK. Clients
 * retry adaptively, as the SDK advises for work that is heavy on one throttled service and may take its time.
 */
export function createPorts(options: ClientOptions): Ports {
  const { region, requestHandler, credentials } = options;
  const retry = options.retry ?? patient;
  const configFor = (patience: Patience, retryMode: "adaptive" | "standard") => ({
    region,
    retryMode,
    maxAttempts: patience.attempts,
    customUserAgent: "lakegrade",
    requestHandler: requestHandler ?? handlerOf(patience),
    ...(credentials === undefined ? {} : { credentials }),
  });
  const config = configFor(options.patience ?? ordinary, "adaptive");
  // The first call of every command: an endpoint that does not answer should be told quickly.
  const quickConfig = configFor(options.patience ?? quick, "standard");
  const lakeFormation = new LakeFormationClient(config);
  guardSettings(lakeFormation);
  spareLongLists(lakeFormation.middlewareStack);
  const glue = new GlueClient(config);
  spareLongLists(glue.middlewareStack);
  const athena = new AthenaClient(config);
  const iam = new IAMClient(config);
  const s3 = new S3Client(config);
  const kms = new KMSClient(config);
  // Prepares every answer for a log that nobody reads: a fifth of the time of a large listing, and data that should not be logged.
  for (const { middlewareStack } of [lakeFormation, glue, athena, iam, s3, kms]) middlewareStack.remove("loggerMiddleware");
  const sts = new STSClient(quickConfig);

  const sender =
    (service: string): Sender =>
    (operation, send) =>
    (input) =>
      withRetry(service, operation, retry, () => send(input));
  const lf = sender("Lake Formation");
  const gl = sender("Glue");
  const at = sender("Athena");
  const im = sender("IAM");
  const st = sender("S3");
  const km = sender("KMS");
  const who = sender("STS");

  return {
    lakeFormation: {
      getDataLakeSettings: lf("GetDataLakeSettings", (input) => lakeFormation.send(new GetDataLakeSettingsCommand(input))),
      putDataLakeSettings: lf("PutDataLakeSettings", (input) => lakeFormation.send(new PutDataLakeSettingsCommand(input))),
      listLFTags: lf("ListLFTags", (input) => lakeFormation.send(new ListLFTagsCommand(input))),
      createLFTag: lf("CreateLFTag", (input) => lakeFormation.send(new CreateLFTagCommand(input))),
      updateLFTag: lf("UpdateLFTag", (input) => lakeFormation.send(new UpdateLFTagCommand(input))),
      searchDatabasesByLFTags: lf("SearchDatabasesByLFTags", (input) => lakeFormation.send(new SearchDatabasesByLFTagsCommand(input))),
      searchTablesByLFTags: lf("SearchTablesByLFTags", (input) => lakeFormation.send(new SearchTablesByLFTagsCommand(input))),
      getResourceLFTags: lf("GetResourceLFTags", (input) => lakeFormation.send(new GetResourceLFTagsCommand(input))),
      addLFTagsToResource: lf("AddLFTagsToResource", (input) => lakeFormation.send(new AddLFTagsToResourceCommand(input))),
      removeLFTagsFromResource: lf("RemoveLFTagsFromResource", (input) => lakeFormation.send(new RemoveLFTagsFromResourceCommand(input))),
      listPermissions: lf("ListPermissions", (input) => lakeFormation.send(new ListPermissionsCommand(input))),
      batchGrantPermissions: lf("BatchGrantPermissions", (input) => lakeFormation.send(new BatchGrantPermissionsCommand(input))),
      batchRevokePermissions: lf("BatchRevokePermissions", (input) => lakeFormation.send(new BatchRevokePermissionsCommand(input))),
      listResources: lf("ListResources", (input) => lakeFormation.send(new ListResourcesCommand(input))),
      registerResource: lf("RegisterResource", (input) => lakeFormation.send(new RegisterResourceCommand(input))),
      updateResource: lf("UpdateResource", (input) => lakeFormation.send(new UpdateResourceCommand(input))),
      listDataCellsFilter: lf("ListDataCellsFilter", (input) => lakeFormation.send(new ListDataCellsFilterCommand(input))),
      listLFTagExpressions: lf("ListLFTagExpressions", (input) => lakeFormation.send(new ListLFTagExpressionsCommand(input))),
    },
    glue: {
      getDatabases: gl("GetDatabases", (input) => glue.send(new GetDatabasesCommand(input))),
      getDatabase: gl("GetDatabase", (input) => glue.send(new GetDatabaseCommand(input))),
      getTables: gl("GetTables", (input) => glue.send(new GetTablesCommand(input))),
      updateDatabase: gl("UpdateDatabase", (input) => glue.send(new UpdateDatabaseCommand(input))),
      getDataCatalogEncryptionSettings: gl("GetDataCatalogEncryptionSettings", (input) =>
        glue.send(new GetDataCatalogEncryptionSettingsCommand(input)),
      ),
    },
    athena: {
      listWorkGroups: at("ListWorkGroups", (input) => athena.send(new ListWorkGroupsCommand(input))),
      getWorkGroup: at("GetWorkGroup", (input) => athena.send(new GetWorkGroupCommand(input))),
    },
    iam: {
      getAccountAuthorizationDetails: im("GetAccountAuthorizationDetails", (input) =>
        iam.send(new GetAccountAuthorizationDetailsCommand(input)),
      ),
      putRolePolicy: im("PutRolePolicy", (input) => iam.send(new PutRolePolicyCommand(input))),
      deleteRolePolicy: im("DeleteRolePolicy", (input) => iam.send(new DeleteRolePolicyCommand(input))),
    },
    sts: {
      getCallerIdentity: who("GetCallerIdentity", (input) => sts.send(new GetCallerIdentityCommand(input))),
    },
    s3: {
      listBuckets: st("ListBuckets", (input) => s3.send(new ListBucketsCommand(input))),
      getBucketPolicy: st("GetBucketPolicy", (input) => s3.send(new GetBucketPolicyCommand(input))),
      putBucketPolicy: st("PutBucketPolicy", (input) => s3.send(new PutBucketPolicyCommand(input))),
      deleteBucketPolicy: st("DeleteBucketPolicy", (input) => s3.send(new DeleteBucketPolicyCommand(input))),
      getBucketEncryption: st("GetBucketEncryption", (input) => s3.send(new GetBucketEncryptionCommand(input))),
      putBucketEncryption: st("PutBucketEncryption", (input) => s3.send(new PutBucketEncryptionCommand(input))),
      getPublicAccessBlock: st("GetPublicAccessBlock", (input) => s3.send(new GetPublicAccessBlockCommand(input))),
      putPublicAccessBlock: st("PutPublicAccessBlock", (input) => s3.send(new PutPublicAccessBlockCommand(input))),
    },
    kms: {
      describeKey: km("DescribeKey", (input) => kms.send(new DescribeKeyCommand(input))),
      getKeyPolicy: km("GetKeyPolicy", (input) => kms.send(new GetKeyPolicyCommand(input))),
      listAliases: km("ListAliases", (input) => kms.send(new ListAliasesCommand(input))),
      listGrants: km("ListGrants", (input) => kms.send(new ListGrantsCommand(input))),
      getKeyRotationStatus: km("GetKeyRotationStatus", (input) => kms.send(new GetKeyRotationStatusCommand(input))),
      enableKeyRotation: km("EnableKeyRotation", (input) => kms.send(new EnableKeyRotationCommand(input))),
    },
    identityCenter: identityCenterPorts({ config, quickConfig }, options.identityCenter, sender),
  };
}
