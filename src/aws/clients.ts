/** Ports over the real AWS SDK: one client a service, retries by error category, errors as AwsError. */

import { GlueClient, GetDatabaseCommand, GetDatabasesCommand, GetTablesCommand, UpdateDatabaseCommand } from "@aws-sdk/client-glue";
import { GetAccountAuthorizationDetailsCommand, IAMClient } from "@aws-sdk/client-iam";
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
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import type { Ports } from "./ports.ts";
import { patient, withRetry } from "./retry.ts";
import { guardSettings } from "./settings-guard.ts";
import type { RetryPolicy } from "./retry.ts";

/** The part of an SDK client's configuration that callers may set; everything else is standard AWS configuration. */
export interface ClientOptions {
  readonly region: string;
  /** An SDK request handler, for running against the sandbox in process. */
  readonly requestHandler?: NonNullable<ConstructorParameters<typeof LakeFormationClient>[0]>["requestHandler"];
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  readonly retry?: RetryPolicy;
}

/**
 * Ports for one Region. Profiles, SSO, environment variables and `AWS_ENDPOINT_URL…` are resolved by the SDK. Clients
 * retry adaptively, as the SDK advises for work that is heavy on one throttled service and may take its time.
 */
export function createPorts(options: ClientOptions): Ports {
  const { region, requestHandler, credentials } = options;
  const retry = options.retry ?? patient;
  const config = {
    region,
    retryMode: "adaptive",
    maxAttempts: 8,
    customUserAgent: "lakegrade",
    ...(requestHandler === undefined ? {} : { requestHandler }),
    ...(credentials === undefined ? {} : { credentials }),
  };
  const lakeFormation = new LakeFormationClient(config);
  guardSettings(lakeFormation);
  const glue = new GlueClient(config);
  const iam = new IAMClient(config);
  // Prepares every answer for a log that nobody reads: a fifth of the time of a large listing, and data that should not be logged.
  for (const { middlewareStack } of [lakeFormation, glue, iam]) middlewareStack.remove("loggerMiddleware");
  // The first call of every command: an endpoint that does not answer should be told quickly.
  const sts = new STSClient({ ...config, retryMode: "standard", maxAttempts: 3 });

  const call =
    <Input, Output>(service: string, operation: string, send: (input: Input) => Promise<Output>) =>
    (input: Input): Promise<Output> =>
      withRetry(service, operation, retry, () => send(input));
  const lf = <Input, Output>(operation: string, send: (input: Input) => Promise<Output>) => call("Lake Formation", operation, send);
  const gl = <Input, Output>(operation: string, send: (input: Input) => Promise<Output>) => call("Glue", operation, send);

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
    },
    iam: {
      getAccountAuthorizationDetails: call("IAM", "GetAccountAuthorizationDetails", (input) =>
        iam.send(new GetAccountAuthorizationDetailsCommand(input)),
      ),
    },
    sts: {
      getCallerIdentity: call("STS", "GetCallerIdentity", (input) => sts.send(new GetCallerIdentityCommand(input))),
    },
  };
}
