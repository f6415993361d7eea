/** The services of the sandbox: how they speak, and what they can do. */

import * as athena from "@aws-sdk/client-athena";
import * as glue from "@aws-sdk/client-glue";
import * as iam from "@aws-sdk/client-iam";
import * as kms from "@aws-sdk/client-kms";
import * as identityStore from "@aws-sdk/client-identitystore";
import * as lakeFormation from "@aws-sdk/client-lakeformation";
import * as s3 from "@aws-sdk/client-s3";
import * as ssoAdmin from "@aws-sdk/client-sso-admin";
import * as sts from "@aws-sdk/client-sts";

import { constraints as athenaConstraints } from "./athena/constraints.ts";
import { operations as athenaOperations } from "./athena/operations.ts";
import type { Operations } from "./call.ts";
import { constraints as glueConstraints } from "./glue/constraints.ts";
import { operations as glueOperations } from "./glue/operations.ts";
import { constraints as iamConstraints } from "./iam/constraints.ts";
import { operations as iamOperations } from "./iam/operations.ts";
import type { Identities } from "./identities.ts";
import { constraints as kmsConstraints } from "./kms/constraints.ts";
import { operations as kmsOperations } from "./kms/operations.ts";
import { constraints as identityStoreConstraints } from "./identity-store/constraints.ts";
import { operations as identityStoreOperations } from "./identity-store/operations.ts";
import { operations as lakeFormationOperations } from "./lake-formation/operations.ts";
import { constraints as s3Constraints } from "./s3/constraints.ts";
import { operations as s3Operations } from "./s3/operations.ts";
import { constraints as ssoAdminConstraints } from "./sso-admin/constraints.ts";
import { operations as ssoAdminOperations } from "./sso-admin/operations.ts";
import { constraints as stsConstraints } from "./sts/constraints.ts";
import { stsOperations } from "./sts/operations.ts";
import { constraints as lakeFormationConstraints } from "./wire/lake-formation-constraints.ts";
import type { ServiceModel } from "./wire/service-model.ts";

export interface Service {
  readonly model: ServiceModel;
  readonly operations: Operations;
  /** One state for all Regions. */
  readonly global: boolean;
}

const none = { targetPrefix: "", namespace: "", version: "" };

/** By signing name. */
export function createServices(identities: Identities): ReadonlyMap<string, Service> {
  const services: readonly Service[] = [
    {
      model: { ...none, name: "athena", protocol: "json", targetPrefix: "AmazonAthena.", schemas: athena, constraints: athenaConstraints },
      operations: athenaOperations,
      global: false,
    },
    {
      model: { ...none, name: "glue", protocol: "json", targetPrefix: "AWSGlue.", schemas: glue, constraints: glueConstraints },
      operations: glueOperations,
      global: false,
    },
    {
      model: {
        ...none,
        name: "iam",
        protocol: "query",
        namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
        version: "2010-05-08",
        schemas: iam,
        constraints: iamConstraints,
      },
      operations: iamOperations,
      global: true,
    },
    {
      model: { ...none, name: "kms", protocol: "json", targetPrefix: "TrentService.", schemas: kms, constraints: kmsConstraints },
      operations: kmsOperations,
      global: false,
    },
    {
      model: {
        ...none,
        name: "s3",
        protocol: "rest-xml",
        namespace: "http://s3.amazonaws.com/doc/2006-03-01/",
        schemas: s3,
        constraints: s3Constraints,
      },
      operations: s3Operations,
      global: false,
    },
    {
      model: {
        ...none,
        name: "identitystore",
        protocol: "json",
        targetPrefix: "AWSIdentityStore.",
        schemas: identityStore,
        constraints: identityStoreConstraints,
        conflictCode: "ConflictException",
      },
      operations: identityStoreOperations,
      global: false,
    },
    {
      model: { ...none, name: "lakeformation", protocol: "rest-json", schemas: lakeFormation, constraints: lakeFormationConstraints },
      operations: lakeFormationOperations,
      global: false,
    },
    {
      model: {
        ...none,
        name: "sso",
        protocol: "json",
        targetPrefix: "SWBExternalService.",
        schemas: ssoAdmin,
        constraints: ssoAdminConstraints,
        conflictCode: "ConflictException",
      },
      operations: ssoAdminOperations,
      global: false,
    },
    {
      model: {
        ...none,
        name: "sts",
        protocol: "query",
        namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
        version: "2011-06-15",
        schemas: sts,
        constraints: stsConstraints,
      },
      operations: stsOperations(identities),
      global: true,
    },
  ];
  return new Map(services.map((service) => [service.model.name, service]));
}

/**
 * May the operation as a whole meet a concurrent change? Reading ones do not, batches tell of it entry by entry, in S3 only
 * operations on buckets do, and Athena and KMS have no such error.
 */
export function mayConflict(service: string, operation: string): boolean {
  if (service === "athena" || service === "kms") return false;
  if (service === "s3") return /^(Create|Delete|Put)(Bucket|PublicAccessBlock)/.test(operation);
  return !/^(Get|List|Describe|Search|Batch|AssumeRole|IsMember)/.test(operation);
}
