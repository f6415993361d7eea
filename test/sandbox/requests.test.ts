/** Hostile and foreign requests: what no SDK would send is refused, in the form of the service's protocol. */

import { describe, expect, test } from "vitest";

import { testSandbox } from "./clients.ts";

interface Answer {
  readonly status: number;
  readonly errorType: string | undefined;
  readonly body: string;
}

interface Sent {
  readonly service?: string;
  readonly path?: string;
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function send({ service, path = "/", method = "POST", body = "", headers = {} }: Sent): Promise<Answer> {
  const signed = { authorization: `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/ap-northeast-2/${service}/aws4_request, Signature=0` };
  const all = { ...(service !== undefined && signed), ...headers };
  const { response } = await testSandbox().requestHandler.handle({ method, path, headers: all, body });
  return {
    status: response.statusCode,
    errorType: response.headers["x-amzn-errortype"],
    body: response.body instanceof Uint8Array ? Buffer.from(response.body).toString("utf8") : "",
  };
}

const glue = (operation: string, body: string): Promise<Answer> =>
  send({ service: "glue", headers: { "X-Amz-Target": `AWSGlue.${operation}` }, body });
const lakeFormation = (operation: string, body: string): Promise<Answer> => send({ service: "lakeformation", path: `/${operation}`, body });
const iam = (body: string): Promise<Answer> => send({ service: "iam", body: `Version=2010-05-08&${body}` });

describe("JSON requests", () => {
  test.each([
    ["an unknown member", '{"Name":"claims","Colour":"red"}', "Unknown member 'Colour' in GetDatabaseRequest"],
    ["an unknown nested member", '{"Name":"claims","__proto__":{}}', "Unknown member '__proto__'"],
    ["a number for a string", '{"Name":1}', "'name' is not a string"],
    ["a list for the request", "[]", "The request is not a structure"],
    ["text that is not JSON", "{", "not JSON"],
  ])("with %s are a SerializationException", async (_what, body, message) => {
    const answer = await glue("GetDatabase", body);
    expect(answer).toMatchObject({ status: 400, errorType: "SerializationException" });
    expect(answer.body).toContain(message);
  });

  test("without a required member, or with null for it, are a ValidationException", async () => {
    const expected = "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null";
    for (const body of ["{}", '{"Name":null}', ""]) {
      const answer = await glue("GetDatabase", body);
      expect(answer).toMatchObject({ status: 400, errorType: "ValidationException" });
      expect(JSON.parse(answer.body)).toMatchObject({ __type: "ValidationException", message: expected });
    }
  });

  test("for operations AWS does not have are an UnknownOperationException", async () => {
    expect(await glue("GetEverything", "{}")).toMatchObject({ status: 400, errorType: "UnknownOperationException" });
    expect(await glue("constructor", "{}")).toMatchObject({ errorType: "UnknownOperationException" });
    expect(await lakeFormation("GetEverything", "{}")).toMatchObject({ status: 400, errorType: "UnknownOperationException" });
    expect(await send({ service: "glue", body: "{}" })).toMatchObject({ errorType: "UnknownOperationException" });
    expect(await send({ service: "lakeformation", method: "GET", path: "/ListPermissions" })).toMatchObject({
      errorType: "UnknownOperationException",
    });
  });
});

describe("Query requests", () => {
  test.each([
    ["an unknown parameter", "Action=GetRole&RoleName=etl&Colour=red", "SerializationException"],
    ["a parameter twice", "Action=GetRole&RoleName=etl&RoleName=other", "MalformedQueryString"],
    ["a parameter nested without end", `Action=GetRole&RoleName${".x".repeat(50)}=etl`, "MalformedQueryString"],
    ["text for a number", "Action=ListRoles&MaxItems=many", "SerializationException"],
    ["a list that is not numbered", "Action=GetAccountAuthorizationDetails&Filter.member.first=Role", "SerializationException"],
    ["no action", "RoleName=etl", "MissingAction"],
    ["an action IAM does not have", "Action=GetEverything", "InvalidAction"],
    ["a required parameter missing", "Action=GetRole", "ValidationError"],
  ])("with %s are refused", async (_what, body, code) => {
    const answer = await iam(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toContain(`<Type>Sender</Type><Code>${code}</Code>`);
    expect(answer.body).toMatch(/^<ErrorResponse xmlns="https:\/\/iam\.amazonaws\.com\/doc\/2010-05-08\/"><Error>.*<\/Error><RequestId>/);
  });

  test("of another API version are refused", async () => {
    const answer = await send({ service: "iam", body: "Version=2009-01-01&Action=ListRoles" });
    expect(answer.body).toContain("<Code>InvalidAction</Code>");
  });

  test("with markup in a name answer with the markup escaped", async () => {
    const answer = await send({ service: "sts", body: "Version=2011-06-15&Action=%3Cscript%3E" });
    expect(answer.body).toContain("&lt;script&gt;");
    expect(answer.body).not.toContain("<script>");
  });
});

describe("requests without usable credentials", () => {
  test("say that they are not signed", async () => {
    const unsigned = await send({ headers: { "x-amz-target": "AWSGlue.GetDatabases" }, body: "{}" });
    expect(unsigned).toMatchObject({ status: 400, errorType: "MissingAuthenticationTokenException" });
    const form = await send({ headers: { "content-type": "application/x-www-form-urlencoded" }, body: "Action=ListRoles" });
    expect(form.body).toContain("<Code>MissingAuthenticationToken</Code>");
    const garbled = await send({ headers: { authorization: "AWS4-HMAC-SHA256 Credential=a/b" }, path: "/ListPermissions" });
    expect(garbled).toMatchObject({ status: 403, errorType: "MissingAuthenticationTokenException" });
  });

  test("for a service the sandbox does not have say which", async () => {
    const answer = await send({ service: "redshift-data", headers: { "x-amz-target": "RedshiftData.ListStatements" }, body: "{}" });
    expect(answer).toMatchObject({ status: 400, errorType: "NotImplementedException" });
    expect(answer.body).toContain("the lakegrade sandbox does not implement the service redshift-data");
  });
});

test("a request body beyond the limit is refused over a socket", async () => {
  const listener = await testSandbox().listen();
  try {
    const body = "x".repeat(17 * 1024 * 1024);
    const answer = await fetch(listener.url, { method: "POST", body }).then(
      (response) => response.status,
      () => "connection ended",
    );
    expect([413, "connection ended"]).toContain(answer);
    expect((await fetch(listener.url, { method: "POST", body: "{}" })).status).toBe(403);
  } finally {
    await listener.close();
  }
});

test("the endpoint listens on the loopback interface alone", async () => {
  const listener = await testSandbox().listen();
  expect(listener.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  await listener.close();
  await expect(fetch(listener.url)).rejects.toThrow("fetch failed");
});
