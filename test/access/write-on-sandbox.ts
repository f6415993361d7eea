/** An account of a scenario on the sandbox, and real writes to its bucket. */

import { createHash } from "node:crypto";

import { CreatePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { IAMClient } from "@aws-sdk/client-iam";
import { PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { S3Client, ServerSideEncryptionRule } from "@aws-sdk/client-s3";
import { expect } from "vitest";

import { otherKeyArn } from "../../src/access/write-shapes.ts";
import type { WriteShape } from "../../src/access/write-shapes.ts";
import { createSandbox } from "../../src/sandbox/sandbox.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { seedAdministrator, seedAlias, seedBucket, seedKey, seedRole } from "../../src/sandbox/seed.ts";
import { clientsOf, errorOf } from "../sandbox/clients.ts";
import { account, bucket, policy, region } from "./scene.ts";
import { bucketStatements, byIam, identityStatements, keyPolicies, named, writers } from "./write-scenarios.ts";
import type { Scenario } from "./write-scenarios.ts";

export interface Stage {
  readonly sandbox: Sandbox;
  /** ARN of the bucket's key, and of one that everybody may use. */
  readonly key: string;
  readonly other: string;
}

/** The account of a scenario, under one of the readings that AWS's documents leave. */
export async function setStage(scenario: Scenario, kmsKeyIdCondition: "effective" | "header"): Promise<Stage> {
  const sandbox = createSandbox({ account, region, kmsKeyIdCondition });
  seedAdministrator(sandbox);
  seedBucket(sandbox, bucket);
  for (const name of ["etl", "analyst"]) seedRole(sandbox, name);
  const [key, other] = [seedKey(sandbox), seedKey(sandbox)];
  seedAlias(sandbox, "alias/adw-claims", key);
  const { iam, kms, s3 } = clientsOf(sandbox);
  await kms.send(new PutKeyPolicyCommand({ KeyId: key, Policy: policy(...(keyPolicies[scenario.keyPolicy] ?? [])) }));
  // The other key is anybody's: nothing but S3's policies keeps it out.
  await kms.send(new PutKeyPolicyCommand({ KeyId: other, Policy: policy(byIam, { ...byIam, Sid: "Everybody", Principal: "*" }) }));
  await makeRoles(iam, scenario);
  await s3.send(
    new PutBucketEncryptionCommand({ Bucket: bucket, ServerSideEncryptionConfiguration: { Rules: [ruleOf(scenario, key, other)] } }),
  );
  const statements = named(bucketStatements, scenario.bucketPolicy).map((statement) => statement(key));
  if (statements.length > 0) await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: policy(...statements) }));
  return { sandbox, key, other };
}

async function makeRoles(iam: IAMClient, scenario: Scenario): Promise<void> {
  const limits = named(identityStatements, scenario.boundary);
  const PolicyDocument = limits.length === 0 ? undefined : policy(...limits);
  const limit = PolicyDocument && (await iam.send(new CreatePolicyCommand({ PolicyName: "limit", PolicyDocument }))).Policy?.Arn;
  const trust = { Effect: "Allow", Principal: { AWS: account }, Action: "sts:AssumeRole" };
  await iam.send(new CreateRoleCommand({ RoleName: "bounded", AssumeRolePolicyDocument: policy(trust), PermissionsBoundary: limit }));
  for (const [index, name] of writers.entries()) {
    const statements = named(identityStatements, scenario.identities[index] ?? []);
    if (statements.length > 0)
      await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "own", PolicyDocument: policy(...statements) }));
  }
}

function ruleOf(scenario: Scenario, key: string, other: string): ServerSideEncryptionRule {
  const id = key.replace(/.*\//, "");
  const names = { arn: key, dsse: key, id, alias: "alias/adw-claims", other };
  const { byDefault } = scenario;
  const KMSMasterKeyID = byDefault === "AES256" || byDefault === "managed" ? undefined : names[byDefault];
  const SSEAlgorithm = byDefault === "AES256" ? "AES256" : byDefault === "dsse" ? "aws:kms:dsse" : "aws:kms";
  return {
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm, ...(KMSMasterKeyID !== undefined && { KMSMasterKeyID }) },
    BucketKeyEnabled: scenario.bucketKey && byDefault !== "dsse",
    BlockedEncryptionTypes: { EncryptionType: [scenario.blocked] },
  };
}

/** What comes of a write. */
export interface Result {
  readonly result: string;
  readonly encryption?: object;
}

/** Other keys than the bucket's have other ARNs in the simulation, where nobody has to know them. */
export function shown({ algorithm: name, key }: { readonly algorithm: string; readonly key?: string | undefined }, own: string): object {
  return { algorithm: name, key: key === undefined ? "none" : key === own ? "own" : "other" };
}

const customerKey = Buffer.alloc(32, 7);

/** Writes the object as a shape says, and looks how it is encrypted. */
export async function write(s3: S3Client, admin: S3Client, shape: WriteShape, key: string, other: string): Promise<Result> {
  const { headers, multipart } = shape;
  const sent = headers.key === otherKeyArn(region) ? other : headers.key;
  const own = {
    SSECustomerAlgorithm: "AES256",
    SSECustomerKey: customerKey.toString("base64"),
    SSECustomerKeyMD5: createHash("md5").update(customerKey).digest("base64"),
  };
  const encryption = {
    ...(headers.algorithm !== undefined && { ServerSideEncryption: headers.algorithm }),
    ...(sent !== undefined && { SSEKMSKeyId: sent }),
    ...(headers.customerKey === true && own),
  };
  const withOwn = headers.customerKey === true ? own : {};
  const target = { Bucket: bucket, Key: "claims/part-0" };
  const done = async (): Promise<void> => {
    if (!multipart) return void (await s3.send(new PutObjectCommand({ ...target, Body: "text", ...encryption })));
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...target, ...encryption }));
    const { ETag } = await s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: "text", ...withOwn }));
    await s3.send(
      new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] }, ...withOwn }),
    );
  };
  try {
    await done();
  } catch (error) {
    const { name } = await errorOf(Promise.reject(error));
    expect(["AccessDenied"]).toContain(name);
    return { result: "denied" };
  }
  const head = await admin.send(new HeadObjectCommand({ ...target, ...withOwn }));
  const used = head.SSECustomerAlgorithm === undefined ? (head.ServerSideEncryption ?? "none") : "SSE-C";
  return { result: "allowed", encryption: shown({ algorithm: used, key: head.SSEKMSKeyId }, key) };
}
