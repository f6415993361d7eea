/** A bucket that is encrypted with keys of its account, and requests on it. */

import { GetObjectCommand, PutBucketEncryptionCommand, PutBucketPolicyCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { PutObjectCommandInput, S3Client, ServerSideEncryptionRule } from "@aws-sdk/client-s3";

import { seedAlias, seedBucket, seedKey } from "../../src/sandbox/seed.ts";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/sandbox.ts";
import { policyOf } from "../policy-document.ts";
import { clientsOf, region, testSandbox } from "./clients.ts";

export const Bucket = "adw-claims";
export const arn = `arn:aws:s3:::${Bucket}`;

export interface Scene {
  readonly sandbox: Sandbox;
  readonly s3: S3Client;
  readonly keyArn: string;
  readonly otherArn: string;
}

/** A bucket whose default is the first of two keys, which is `alias/adw`. */
export async function scene(options: Partial<SandboxOptions> = {}, more: ServerSideEncryptionRule = {}): Promise<Scene> {
  const sandbox = testSandbox(options);
  seedBucket(sandbox, Bucket);
  const [keyArn, otherArn] = [seedKey(sandbox), seedKey(sandbox)];
  seedAlias(sandbox, "alias/adw", keyArn);
  const { s3 } = clientsOf(sandbox);
  const byDefault = { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: keyArn };
  const Rules = [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true, ...more }];
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
  return { sandbox, s3, keyArn, otherArn };
}

export const put = (more: Partial<PutObjectCommandInput> = {}): PutObjectCommand =>
  new PutObjectCommand({ Bucket, Key: "claims/a", Body: "text", ...more });
export const get = (more: object = {}): GetObjectCommand => new GetObjectCommand({ Bucket, Key: "claims/a", ...more });

export const setPolicy = (s3: S3Client, ...statements: readonly object[]): Promise<unknown> =>
  s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policyOf(...statements) }));

export const deny = (Condition: object, Action = "s3:PutObject") => ({
  Effect: "Deny",
  Principal: "*",
  Action,
  Resource: `${arn}/*`,
  Condition,
});

export const within = (value: string) => ({
  Effect: "Allow",
  Action: "kms:GenerateDataKey",
  Resource: "*",
  Condition: {
    StringEquals: { "kms:EncryptionContext:aws:s3:arn": value, "kms:ViaService": `s3.${region}.amazonaws.com` },
  },
});

export const kms = "aws:kms" as const;
