/** Bucket policies: what S3 takes, how they come back, what they do to callers. */

import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  ListBucketsCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import type { S3Client } from "@aws-sdk/client-s3";
import { describe, expect, test } from "vitest";

import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { seedBucket, seedRole } from "../../src/sandbox/seed.ts";
import { policyOf } from "../policy-document.ts";
import { account, clientsOf, errorOf, testSandbox } from "./clients.ts";
import { assume } from "./role-session.ts";

const Bucket = "adw-claims";
const arn = `arn:aws:s3:::${Bucket}`;

interface Scene {
  readonly sandbox: Sandbox;
  readonly s3: S3Client;
  readonly put: (...statements: readonly object[]) => Promise<unknown>;
  readonly shown: () => Promise<Readonly<Record<string, unknown>>>;
}

function scene(): Scene {
  const sandbox = testSandbox();
  seedBucket(sandbox, Bucket);
  const { s3 } = clientsOf(sandbox);
  const put = (...statements: readonly object[]): Promise<unknown> =>
    s3.send(new PutBucketPolicyCommand({ Bucket, Policy: policyOf(...statements) }));
  const shown = async (): Promise<Readonly<Record<string, unknown>>> => {
    const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    return JSON.parse(Policy) as Readonly<Record<string, unknown>>;
  };
  return { sandbox, s3, put, shown };
}

const tls = {
  Sid: "DenyInsecureTransport",
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [arn, `${arn}/*`],
  Condition: { Bool: { "aws:SecureTransport": false } },
};

describe("a bucket policy", () => {
  test("that is not there is NoSuchBucketPolicy, and deleting it succeeds", async () => {
    const { s3 } = scene();
    expect(await errorOf(s3.send(new GetBucketPolicyCommand({ Bucket })))).toMatchObject({ name: "NoSuchBucketPolicy", status: 404 });
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
  });

  test("comes back as it was understood: lists of one as scalars, conditions as text, account ids as root", async () => {
    const { put, shown } = scene();
    await put({
      Condition: { StringEquals: { "aws:SourceAccount": [account] }, Bool: { "aws:SecureTransport": true } },
      Resource: [`${arn}/*`],
      Action: ["s3:GetObject", "s3:PutObject"],
      Principal: { AWS: [account], Service: ["logging.s3.amazonaws.com"] },
      Effect: "Allow",
    });
    const policy = await shown();
    expect(policy).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:root`, Service: "logging.s3.amazonaws.com" },
          Action: ["s3:GetObject", "s3:PutObject"],
          Resource: `${arn}/*`,
          Condition: { StringEquals: { "aws:SourceAccount": account }, Bool: { "aws:SecureTransport": "true" } },
        },
      ],
    });
  });

  test("shows the unique id of a role that is gone, and a new role of the name is not meant", async () => {
    const { sandbox, put, shown } = scene();
    const { arn: role, id } = seedRole(sandbox, "etl");
    await put({ Effect: "Allow", Principal: { AWS: role }, Action: "s3:GetObject", Resource: `${arn}/*` });
    expect(await shown()).toMatchObject({ Statement: [{ Principal: { AWS: role } }] });
    seedRole(sandbox, "etl");
    expect(await shown()).toMatchObject({ Statement: [{ Principal: { AWS: id } }] });
  });

  const allow = { Effect: "Allow", Principal: { AWS: account }, Action: "s3:GetObject", Resource: `${arn}/*` };

  test("names what S3 has had since 2026 too", async () => {
    const { put, shown } = scene();
    const annotated = { ...allow, Action: "s3:GetObjectAnnotation", Condition: { StringLike: { "s3:annotation-prefix": "x*" } } };
    await put(annotated, { ...allow, Action: "s3:PauseReplication", Resource: arn });
    expect(await shown()).toMatchObject({ Statement: [{ Action: "s3:GetObjectAnnotation" }, { Action: "s3:PauseReplication" }] });
  });

  test.each([
    ["a role that does not exist", { ...allow, Principal: { AWS: `arn:aws:iam::${account}:role/absent` } }, "Invalid principal in policy"],
    ["a principal with a wildcard", { ...allow, Principal: { AWS: `arn:aws:iam::${account}:role/*` } }, "Invalid principal in policy"],
    ["a dead unique id", { ...allow, Principal: { AWS: "AROAAAAAAAAAAAAAAAAAA" } }, "Invalid principal in policy"],
    ["no principal", { ...allow, Principal: undefined }, "Missing required field Principal"],
    ["another bucket", { ...allow, Resource: "arn:aws:s3:::other/*" }, "Policy has invalid resource"],
    ["a longer bucket name", { ...allow, Resource: `${arn}-other/*` }, "Policy has invalid resource"],
    ["an action S3 has not", { ...allow, Action: "s3:PutBucketEncryption" }, "Policy has invalid action"],
    [
      "a key S3 has no longer",
      { ...allow, Condition: { Null: { "s3:BucketNamespace": "true" } } },
      "Policy has an invalid condition key - s3:BucketNamespace",
    ],
    ["an action of another service", { ...allow, Action: "kms:Decrypt" }, "Policy has invalid action"],
    ["a bucket action on objects", { ...allow, Action: "s3:ListBucket" }, "Action does not apply to any resource(s) in statement"],
    ["an object action on the bucket", { ...allow, Resource: arn }, "Action does not apply to any resource(s) in statement"],
    ["an operator that is not one", { ...allow, Condition: { StringIs: { "aws:userid": "a" } } }, "Invalid Condition type : StringIs"],
    [
      "a key S3 has not",
      { ...allow, Condition: { StringEquals: { "s3:colour": "a" } } },
      "Policy has an invalid condition key - s3:colour",
    ],
    ["another effect", { ...allow, Effect: "allow" }, "Invalid effect"],
    ["a member IAM has not", { ...allow, Resources: [] }, "Unknown field Resources"],
  ])("with %s is MalformedPolicy", async (_what, statement, message) => {
    const { put, s3 } = scene();
    expect(await errorOf(put(statement))).toEqual({ name: "MalformedPolicy", message, status: 400 });
    expect((await errorOf(s3.send(new GetBucketPolicyCommand({ Bucket })))).name).toBe("NoSuchBucketPolicy");
  });

  test.each(["", "[]", '"{}"', "{", "null", ' {"Statement":[]}'])("must be a JSON object: %j is not", async (Policy) => {
    const { s3 } = scene();
    const error = await errorOf(s3.send(new PutBucketPolicyCommand({ Bucket, Policy })));
    expect(["MalformedPolicy", "InvalidArgument"]).toContain(error.name);
  });

  test("of more than 20 KiB is refused", async () => {
    const { put } = scene();
    const statement = { Effect: "Allow", Principal: { AWS: account }, Action: "s3:GetObject" };
    expect((await errorOf(put({ ...statement, Resource: `${arn}/${"a".repeat(20 * 1024)}` }))).message).toContain("20480 bytes");
    await put({ ...statement, Resource: `${arn}/${"a".repeat(20_000)}` });
  });
});

describe("a public policy", () => {
  const open = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: `${arn}/*` };

  test("is refused while the bucket blocks public policies", async () => {
    const { put, s3 } = scene();
    const error = await errorOf(put(open));
    expect(error).toMatchObject({ name: "AccessDenied", status: 403 });
    expect(error.message).toContain("BlockPublicPolicy");
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} }));
    await put(open);
    expect((await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus).toEqual({ IsPublic: true });
  });

  test.each([
    ["an Allow for everyone", open, true],
    ["an Allow for all AWS principals", { ...open, Principal: { AWS: "*" } }, true],
    ["an Allow for everyone but one", { ...open, Principal: undefined, NotPrincipal: { AWS: account } }, true],
    ["a Deny for everyone", tls, false],
    ["an Allow for one account", { ...open, Principal: { AWS: "999900001111" } }, false],
    ["a condition on a fixed VPC endpoint", { ...open, Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }, false],
    ["a condition with a wildcard", { ...open, Condition: { StringLike: { "aws:SourceVpce": "vpce-*" } } }, true],
    [
      "a condition that holds when the key is missing",
      { ...open, Condition: { StringEqualsIfExists: { "aws:SourceVpce": "vpce-1" } } },
      true,
    ],
    ["a condition on another key", { ...open, Condition: { StringEquals: { "s3:prefix": "a" } } }, true],
    ["a narrow range of addresses", { ...open, Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } }, false],
    ["a wide range of addresses", { ...open, Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/1" } } }, true],
    ["a negated range of addresses", { ...open, Condition: { NotIpAddress: { "aws:SourceIp": "192.0.2.0/24" } } }, true],
  ])("%s: public is %s", async (_what, statement, isPublic) => {
    const { put, s3 } = scene();
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} }));
    await put(statement);
    expect((await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic).toBe(isPublic);
  });
});

describe("callers", () => {
  test("may do what their own policies allow, and nothing else", async () => {
    const { sandbox } = scene();
    const { s3 } = await assume(sandbox, "reader", { Effect: "Allow", Action: "s3:GetBucketTagging", Resource: arn });
    expect((await errorOf(s3.send(new GetBucketTaggingCommand({ Bucket })))).name).toBe("NoSuchTagSet");
    expect(await errorOf(s3.send(new GetBucketPolicyCommand({ Bucket })))).toMatchObject({
      name: "AccessDenied",
      message:
        `User: arn:aws:sts::${account}:assumed-role/reader/test is not authorized to perform: s3:GetBucketPolicy on resource: "${arn}" ` +
        "because no identity-based policy allows the s3:GetBucketPolicy action",
      status: 403,
    });
    expect((await errorOf(s3.send(new ListBucketsCommand({})))).name).toBe("AccessDenied");
  });

  test("may do what the bucket policy gives their role", async () => {
    const { sandbox, put } = scene();
    const { s3 } = await assume(sandbox, "reader", { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" });
    const role = `arn:aws:iam::${account}:role/reader`;
    await put({ Effect: "Allow", Principal: { AWS: role }, Action: "s3:GetBucketPolicy", Resource: arn });
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toContain(role);
  });

  test("may not do what the bucket policy denies, administrators too, who can lock themselves out", async () => {
    const { sandbox, s3, put } = scene();
    const deployer = seedRole(sandbox, "deployer");
    await put({
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"],
      Resource: arn,
      Condition: { ArnNotLike: { "aws:PrincipalArn": deployer.arn } },
    });
    const error = await errorOf(s3.send(new DeleteBucketPolicyCommand({ Bucket })));
    expect(error.message).toContain("with an explicit deny in a resource-based policy");
    expect((await errorOf(put(tls))).name).toBe("AccessDenied");
  });

  test("come over TLS unless a fault says otherwise", async () => {
    const { sandbox, s3, put } = scene();
    await put(tls);
    await s3.send(new GetBucketPolicyCommand({ Bucket }));
    sandbox.setFaults({ insecureTransport: true });
    expect((await errorOf(s3.send(new GetBucketPolicyCommand({ Bucket })))).name).toBe("AccessDenied");
  });
});
