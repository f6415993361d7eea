/** AWS SDK clients for tests of the sandbox, in process or over a loopback endpoint. */

import { AthenaClient } from "@aws-sdk/client-athena";
import type { AthenaClientConfig } from "@aws-sdk/client-athena";
import { GlueClient } from "@aws-sdk/client-glue";
import type { GlueClientConfig } from "@aws-sdk/client-glue";
import { IAMClient } from "@aws-sdk/client-iam";
import type { IAMClientConfig } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import type { KMSClientConfig } from "@aws-sdk/client-kms";
import { LakeFormationClient } from "@aws-sdk/client-lakeformation";
import type { LakeFormationClientConfig } from "@aws-sdk/client-lakeformation";
import { S3Client } from "@aws-sdk/client-s3";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import type { STSClientConfig } from "@aws-sdk/client-sts";

import { createSandbox } from "../../src/sandbox/sandbox.ts";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/sandbox.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Clients {
  readonly athena: AthenaClient;
  readonly glue: GlueClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly lakeFormation: LakeFormationClient;
  readonly s3: S3Client;
  readonly sts: STSClient;
}

export const account = "111122223333";
export const region = "ap-northeast-2";

/** Credentials that the sandbox has not issued call as the account's administrator. */
export const administrator: Credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" };

/** A sandbox that checks its own responses. */
export function testSandbox(options: Partial<SandboxOptions> = {}): Sandbox {
  return createSandbox({ account, region, checkResponses: true, ...options });
}

/** Clients that talk to the sandbox in process; `maxAttempts` 1, so that every fault is seen. */
export function clientsOf(sandbox: Sandbox, credentials = administrator, options: { region?: string; maxAttempts?: number } = {}): Clients {
  return clients({ region, maxAttempts: 1, ...options, credentials, requestHandler: sandbox.requestHandler });
}

/** Clients that talk to an endpoint. */
export function clientsAt(endpoint: string, credentials = administrator, maxAttempts = 1): Clients {
  return clients({ region, credentials, endpoint, maxAttempts });
}

function clients(
  config: AthenaClientConfig &
    GlueClientConfig &
    IAMClientConfig &
    KMSClientConfig &
    LakeFormationClientConfig &
    S3ClientConfig &
    STSClientConfig,
): Clients {
  return {
    athena: new AthenaClient(config),
    glue: new GlueClient(config),
    iam: new IAMClient(config),
    kms: new KMSClient(config),
    lakeFormation: new LakeFormationClient(config),
    s3: new S3Client(config),
    sts: new STSClient(config),
  };
}

/** What a client sees of an error; fails when there is none. */
export async function errorOf(promise: Promise<unknown>): Promise<{ name: string; message: string; status: number | undefined }> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const metadata: unknown = Reflect.get(error, "$metadata");
    const status: unknown = typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, "httpStatusCode") : undefined;
    return { name: error.name, message: error.message, status: typeof status === "number" ? status : undefined };
  }
  throw new Error("the call did not fail");
}

/** What that error is called. */
export async function nameOf(promise: Promise<unknown>): Promise<string> {
  return (await errorOf(promise)).name;
}
