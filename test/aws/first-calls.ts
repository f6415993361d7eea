/** A call of each service as a test may make it first, by the name that errors give it. */

import type { Ports } from "../../src/aws/ports.ts";

export const firstCalls: Readonly<Record<string, (ports: Ports) => Promise<unknown>>> = {
  "STS GetCallerIdentity": ({ sts }) => sts.getCallerIdentity({}),
  "Glue GetDatabases": ({ glue }) => glue.getDatabases({}),
  "Lake Formation ListPermissions": ({ lakeFormation }) => lakeFormation.listPermissions({}),
  "IAM GetAccountAuthorizationDetails": ({ iam }) => iam.getAccountAuthorizationDetails({}),
  "S3 ListBuckets": ({ s3 }) => s3.listBuckets({}),
  "KMS ListAliases": ({ kms }) => kms.listAliases({}),
  "Athena ListWorkGroups": ({ athena }) => athena.listWorkGroups({}),
};
