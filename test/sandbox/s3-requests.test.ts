/** S3's protocol against hostile and foreign requests: how a bucket is addressed, and what no SDK would send. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { operations } from "../../src/sandbox/s3/operations.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { seedBucket } from "../../src/sandbox/seed.ts";
import { account, region, testSandbox } from "./clients.ts";

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly key?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

async function send(sandbox: Sandbox, sent: Sent): Promise<Answer> {
  const { method = "GET", path = "/", query = {}, host = "127.0.0.1:4566", headers = {}, body = "" } = sent;
  const authorization = `AWS4-HMAC-SHA256 Credential=${sent.key ?? "AKIAEXAMPLE"}/20260101/${region}/s3/aws4_request, Signature=0`;
  const { response } = await sandbox.requestHandler.handle({ method, path, query, headers: { authorization, host, ...headers }, body });
  const chunks = response.body instanceof Uint8Array ? [response.body] : await response.body.toArray();
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString("utf8") };
}

function withBucket(): Sandbox {
  const sandbox = testSandbox();
  seedBucket(sandbox, "adw");
  return sandbox;
}

const codeOf = ({ body }: Answer): string | undefined => /<Code>(.*)<\/Code>/.exec(body)?.[1];

describe("a bucket is addressed", () => {
  test.each([
    ["/adw", "127.0.0.1:4566"],
    ["/adw/", "127.0.0.1:4566"],
    ["/adw", `s3.${region}.amazonaws.com`],
    ["/", `adw.s3.${region}.amazonaws.com`],
    ["/", "adw.s3.amazonaws.com"],
    ["/", "adw.s3.dualstack.ap-northeast-2.amazonaws.com"],
    ["/", "adw.localhost:4566"],
  ])("by %s at %s", async (path, host) => {
    const answer = await send(withBucket(), { path, host, query: { location: "" } });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain(`<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${region}</LocationConstraint>`);
  });

  test("not by another host's name", async () => {
    expect(codeOf(await send(withBucket(), { path: "/", host: "adw.example.com", query: { location: "" } }))).toBe("InvalidArgument");
    expect(codeOf(await send(withBucket(), { path: "/other", query: { location: "" } }))).toBe("NoSuchBucket");
  });
});

describe("a request", () => {
  test("for a part of the bucket that S3 or the sandbox has not is never taken for the bucket itself", async () => {
    const sandbox = withBucket();
    expect(codeOf(await send(sandbox, { method: "PUT", path: "/new", query: { colour: "" } }))).toBe("InvalidArgument");
    expect(codeOf(await send(sandbox, { method: "DELETE", path: "/adw", query: { colour: "" } }))).toBe("InvalidArgument");
    expect(codeOf(await send(sandbox, { method: "PUT", path: "/adw", query: { acl: "" } }))).toBe("NotImplementedException");
    expect(codeOf(await send(sandbox, { method: "DELETE", path: "/adw", query: { policy: "", "x-id": "DeleteBucket" } }))).toBe(
      "InvalidArgument",
    );
    expect(codeOf(await send(sandbox, { method: "PATCH", path: "/adw" }))).toBe("MethodNotAllowed");
    expect([...sandbox.account.s3.buckets.keys()]).toEqual(["adw"]);
  });

  test("of HEAD has no body in the answer, whatever it is", async () => {
    const answer = await send(withBucket(), { method: "HEAD", path: "/other" });
    expect([answer.status, answer.body]).toEqual([404, ""]);
  });

  test("with a broken escape is InvalidURI, with a wrong header InvalidArgument", async () => {
    const sandbox = withBucket();
    expect(codeOf(await send(sandbox, { path: "/adw/%E0%A4%A" }))).toBe("InvalidURI");
    const headers = { "x-amz-server-side-encryption-bucket-key-enabled": "maybe" };
    expect(codeOf(await send(sandbox, { method: "PUT", path: "/adw/a", headers }))).toBe("InvalidArgument");
    expect(codeOf(await send(sandbox, { path: "/adw", query: { "list-type": "2", "max-keys": "-1" } }))).toBe("InvalidArgument");
    expect(codeOf(await send(sandbox, { path: "/adw", query: { "list-type": "2", "max-keys": "1e3" } }))).toBe("InvalidArgument");
  });

  test("to make a bucket names the Region, outside us-east-1", async () => {
    expect(codeOf(await send(testSandbox(), { method: "PUT", path: "/adw" }))).toBe("IllegalLocationConstraintException");
  });

  test("of unknown or expired credentials is refused in S3's words", async () => {
    const sandbox = withBucket();
    sandbox.setFaults({ invalidKeys: ["AKIABAD"], expiredKeys: ["AKIAOLD"], denied: ["s3:ListBuckets"] });
    expect(codeOf(await send(sandbox, { key: "AKIABAD" }))).toBe("InvalidAccessKeyId");
    expect(codeOf(await send(sandbox, { key: "AKIAOLD" }))).toBe("ExpiredToken");
    expect(codeOf(await send(sandbox, {}))).toBe("AccessDenied");
  });
});

const block = (xml: string): Sent => ({ method: "PUT", path: "/adw", query: { publicAccessBlock: "" }, body: xml });
const flags = "<BlockPublicPolicy>true</BlockPublicPolicy>";
const whole = (content: string): string => `<PublicAccessBlockConfiguration>${content}</PublicAccessBlockConfiguration>`;

describe("an XML body", () => {
  test.each([
    [
      "a declaration, a namespace and comments",
      `<?xml version="1.0"?><!-- a -- b --><PublicAccessBlockConfiguration xmlns="x">${flags}<!----></PublicAccessBlockConfiguration>`,
    ],
    ["white space", whole(`\r\n  ${flags}\n`)],
    ["CDATA and references", whole("<BlockPublicPolicy>&#116;r<![CDATA[u]]>&#x65;</BlockPublicPolicy>")],
    ["empty elements", whole("")],
    ["a byte order mark", `\uFEFF${whole(flags)}`],
  ])("with %s is read", async (_what, xml) => {
    const sandbox = withBucket();
    expect((await send(sandbox, block(xml))).status).toBe(200);
    expect(sandbox.account.s3.buckets.get("adw")?.publicAccessBlock?.BlockPublicPolicy).toBe(xml.includes("BlockPublicPolicy>"));
  });

  test.each([
    ["text that is not XML", "true"],
    ["an element that does not end", "<PublicAccessBlockConfiguration>"],
    ["elements that cross", whole("<BlockPublicPolicy><a></BlockPublicPolicy></a>")],
    ["two roots", whole(flags) + whole(flags)],
    ["text after the root", `${whole(flags)}x`],
    ["another root", `<Other>${flags}</Other>`],
    ["an unknown element", whole("<Colour>red</Colour>")],
    ["an element twice", whole(flags + flags)],
    ["an element for a text", whole("<BlockPublicPolicy><a/></BlockPublicPolicy>")],
    ["a document type", `<!DOCTYPE a [<!ENTITY b "c">]>${whole(flags)}`],
    ["an entity nobody defined", whole("<BlockPublicPolicy>&b;</BlockPublicPolicy>")],
    ["a bare ampersand", whole("<BlockPublicPolicy>a & b</BlockPublicPolicy>")],
    ["a character that is none", whole("<BlockPublicPolicy>&#x110000;</BlockPublicPolicy>")],
    ["elements too deep", whole("<a>".repeat(30) + "</a>".repeat(30))],
    ["nothing", " "],
  ])("with %s is refused and changes nothing", async (_what, xml) => {
    const sandbox = withBucket();
    const before = sandbox.account.s3.buckets.get("adw");
    expect(["MalformedXML", "InvalidArgument"]).toContain(codeOf(await send(sandbox, block(xml))));
    expect(sandbox.account.s3.buckets.get("adw")).toBe(before);
  });

  test("of a megabyte of anything is answered soon", async () => {
    const sandbox = withBucket();
    for (const piece of ["<", "<!--", "<a ", "&", "]]>", "<![CDATA[", "-->", "<a>", " ", "&#"]) {
      const started = performance.now();
      const answer = await send(sandbox, block(piece.repeat(1_000_000 / piece.length)));
      expect(answer.status).toBe(400);
      // Seconds on a busy machine; a reader that looks back over its text would take hours.
      expect([piece, performance.now() - started < 15_000]).toEqual([piece, true]);
    }
  });
});

const chunked = (body: string): Sent => ({
  method: "PUT",
  path: "/adw/a",
  headers: { "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "content-encoding": "aws-chunked" },
  body: Buffer.from(body, "latin1"),
});

describe("a body in chunks", () => {
  test("is put together", async () => {
    const sandbox = withBucket();
    const body =
      "4;chunk-signature=0\r\na\r\nb\r\n1;chunk-signature=0\r\nc\r\n0;chunk-signature=0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n";
    expect((await send(sandbox, chunked(body))).status).toBe(200);
    expect(Buffer.from(sandbox.account.s3.buckets.get("adw")?.objects.get("a")?.body ?? []).toString("latin1")).toBe("a\r\nbc");
  });

  test.each(["", "4", "x\r\nabcd\r\n0\r\n", "4\r\nabc", "4\r\nabcdef\r\n0\r\n", "ffffffff\r\na\r\n0\r\n"])(
    "that is broken (%j) is refused",
    async (body) => {
      expect(codeOf(await send(withBucket(), chunked(body)))).toBe("IncompleteBody");
    },
  );
});

/** Requests that come near S3's operations from all sides. */
const anyRequest: fc.Arbitrary<Sent> = fc.record({
  method: fc.constantFrom("GET", "PUT", "POST", "DELETE", "HEAD"),
  path: fc.constantFrom("/", "/adw", "/adw/a", "/adw/a/../b", "/other", "/adw//", "/%00", "/adw/%F0%9F%98%80"),
  query: fc.dictionary(
    fc.constantFrom(
      "policy",
      "encryption",
      "publicAccessBlock",
      "tagging",
      "uploads",
      "uploadId",
      "partNumber",
      "list-type",
      "max-keys",
      "delimiter",
      "location",
    ),
    fc.constantFrom("", "1", "2", "-1", "x"),
    { maxKeys: 3 },
  ),
  headers: fc.dictionary(
    fc.constantFrom(
      "x-amz-copy-source",
      "x-amz-server-side-encryption",
      "x-amz-server-side-encryption-aws-kms-key-id",
      "x-amz-server-side-encryption-customer-algorithm",
      "x-amz-acl",
      "x-amz-meta-a",
      "x-amz-meta-__proto__",
      "x-amz-expected-bucket-owner",
      "content-type",
    ),
    fc.constantFrom("", "adw/a", "aws:kms", "AES256", "alias/aws/s3", "private", account, "\u0000", "__proto__"),
    { maxKeys: 3 },
  ),
  body: fc.constantFrom(
    "",
    "<",
    "{}",
    '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"s3:Get*","Resource":"arn:aws:s3:::adw/*"}]}',
    whole(flags),
    "<Tagging><TagSet><Tag><Key>__proto__</Key><Value>a</Value></Tag></TagSet></Tagging>",
    "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>x</ETag></Part></CompleteMultipartUpload>",
    "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
  ),
});

test("any sequence of requests is answered as S3 would, never with a failure of the sandbox itself", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(anyRequest, { minLength: 1, maxLength: 12 }), async (requests) => {
      const sandbox = withBucket();
      for (const request of requests) {
        const { status, body } = await send(sandbox, request);
        expect([status < 500, body.includes("sandbox failed")]).toEqual([true, false]);
      }
      for (const name of sandbox.calls().keys()) seen.add(name.replace("s3:", ""));
    }),
    { numRuns: 300, seed: 1 },
  );
  expect(Object.keys(operations).filter((name) => seen.has(name)).length).toBeGreaterThan(20);
});
