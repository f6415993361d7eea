/** Reads and writes single objects as a role, to see what AWS lets that role do. Nothing that governs a lake uses it. */

import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { S3ClientConfig } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

import { toAwsError } from "./retry.ts";

export interface ObjectProbe {
  /** Throws AwsError. */
  readonly read: (bucket: string, key: string) => Promise<void>;
  /** Writes with this encryption header, or with none; gives the encryption that S3 used. Throws AwsError. */
  readonly write: (
    bucket: string,
    key: string,
    header?: "AES256" | "aws:kms",
  ) => Promise<{ readonly algorithm: string; readonly key?: string }>;
}

export type ProbeOptions = Required<Pick<S3ClientConfig, "region" | "requestHandler" | "credentials">>;

/** A probe with the given credentials. */
export function objectProbe(options: ProbeOptions): ObjectProbe {
  const s3 = new S3Client(options);
  return {
    read: (bucket, key) =>
      attempt("GetObject", async () => {
        const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        await body?.transformToByteArray();
      }),
    write: (bucket, key, header) =>
      attempt("PutObject", async () => {
        const input = { Bucket: bucket, Key: key, Body: "part", ...(header === undefined ? {} : { ServerSideEncryption: header }) };
        const { ServerSideEncryption: algorithm = "AES256", SSEKMSKeyId: used } = await s3.send(new PutObjectCommand(input));
        return { algorithm, ...(used === undefined ? {} : { key: used }) };
      }),
  };
}

/** A probe as a role, assumed with the given credentials. Throws AwsError. */
export async function objectProbeAs(role: string, options: ProbeOptions): Promise<ObjectProbe> {
  const sts = new STSClient(options);
  const issued = await attempt("AssumeRole", () => sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: "probe" })));
  const {
    AccessKeyId: accessKeyId = "",
    SecretAccessKey: secretAccessKey = "",
    SessionToken: sessionToken = "",
  } = issued.Credentials ?? {};
  return objectProbe({ ...options, credentials: { accessKeyId, secretAccessKey, sessionToken } });
}

async function attempt<Output>(operation: string, call: () => Promise<Output>): Promise<Output> {
  try {
    return await call();
  } catch (error) {
    throw toAwsError(operation === "AssumeRole" ? "STS" : "S3", operation, error);
  }
}
