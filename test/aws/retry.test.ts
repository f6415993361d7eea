/** Which AWS errors are tried again, how often, and what every error is called. */

import { describe, expect, test } from "vitest";

import { toAwsError, withRetry } from "../../src/aws/retry.ts";
import { adviceFor, categorize, isRetryable } from "../../src/model/aws-error.ts";
import type { AwsErrorCategory } from "../../src/model/aws-error.ts";

const quick = { attempts: 4, first: 1, longest: 2 };

function sdkError(name: string, message: string, httpStatusCode = 400): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

/** Fails as given, once for each error, then answers; counts the calls. */
function failing(...errors: readonly unknown[]) {
  let calls = 0;
  const call = async (): Promise<string> => {
    await Promise.resolve();
    calls += 1;
    if (calls <= errors.length) throw errors[calls - 1];
    return "answer";
  };
  return { call, calls: () => calls };
}

const conflict = sdkError("ConcurrentModificationException", "Please retry in a short while");

test.each([
  ["a conflict", conflict],
  ["a principal not visible yet", sdkError("InvalidInputException", "Invalid principal: arn:aws:iam::111122223333:role/new")],
  ["throttling inside Lake Formation", sdkError("InvalidInputException", "Rate exceeded (Service: AmazonIdentityManagement)")],
])("%s is tried again until it passes", async (_name, error) => {
  const { call, calls } = failing(error, error);
  expect(await withRetry("Lake Formation", "GrantPermissions", quick, call)).toBe("answer");
  expect(calls()).toBe(3);
});

test.each([
  ["denied", sdkError("AccessDeniedException", "no", 403), "denied"],
  ["invalid", sdkError("InvalidInputException", "what?"), "invalid"],
  ["missing", sdkError("EntityNotFoundException", "gone"), "missing"],
  // The SDK has a retry budget of its own for these.
  ["throttled", sdkError("ThrottlingException", "slow down"), "throttled"],
  ["an error of the server", sdkError("InternalServiceException", "oops", 500), "transient"],
])("%s is not", async (_name, error, category) => {
  const { call, calls } = failing(error);
  await expect(withRetry("Lake Formation", "GrantPermissions", quick, call)).rejects.toMatchObject({
    name: "AwsError",
    category,
    service: "Lake Formation",
    operation: "GrantPermissions",
    message: error.message,
  });
  expect(calls()).toBe(1);
});

test("the attempts come to an end", async () => {
  const { call, calls } = failing(...Array.from({ length: 10 }, () => conflict));
  await expect(withRetry("Lake Formation", "GrantPermissions", quick, call)).rejects.toMatchObject({ category: "conflict" });
  expect(calls()).toBe(4);
});

describe("what an SDK throws", () => {
  test.each<readonly [string, unknown, string, AwsErrorCategory]>([
    [
      "a body that is no answer of AWS",
      Object.assign(new SyntaxError("Unexpected token <"), { $metadata: { httpStatusCode: 404 } }),
      "UnreadableAnswer",
      "network",
    ],
    [
      "an error page of a server",
      Object.assign(new SyntaxError("Unexpected token <"), { $metadata: { httpStatusCode: 502 } }),
      "UnreadableAnswer",
      "network",
    ],
    ["a refused connection", Object.assign(new Error("connect"), { code: "ECONNREFUSED" }), "ECONNREFUSED", "network"],
    ["several refused connections", Object.assign(new AggregateError([], ""), { code: "ECONNREFUSED" }), "ECONNREFUSED", "network"],
    ["a name that does not resolve", Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" }), "ENOTFOUND", "network"],
    ["an unknown error with 403", sdkError("Whatever", "no", 403), "Whatever", "denied"],
    ["an unknown error with 429", sdkError("Whatever", "no", 429), "Whatever", "throttled"],
    [
      "no credentials",
      Object.assign(new Error("Could not load credentials"), { name: "CredentialsProviderError" }),
      "CredentialsProviderError",
      "credentials",
    ],
    ["something that is no error", "text", "Error", "network"],
  ])("%s", (_name, thrown, code, category) => {
    expect(toAwsError("Glue", "GetTables", thrown)).toMatchObject({ code, category, service: "Glue", operation: "GetTables" });
  });

  test("an AwsError stays itself", () => {
    const error = toAwsError("Glue", "GetTables", conflict);
    expect(toAwsError("IAM", "Other", error)).toBe(error);
  });
});

describe("texts decide where codes do not", () => {
  test.each<readonly [string, string, AwsErrorCategory]>([
    ["InvalidInputException", "No permissions revoked. Grantee does not have: [SELECT]", "nothing-revoked"],
    ["InvalidInputException", "Must manually register the S3 path: arn:aws:s3:::x", "propagation"],
    ["InvalidInputException", "Tag key already exists", "exists"],
    ["AccessDeniedException", "Resource does not exist or requester is not authorized to access requested permissions.", "missing"],
    ["InvalidRequestException", "WorkGroup is not found.", "missing"],
    ["InvalidRequestException", "WorkGroup analysts is not found.", "missing"],
    ["InvalidRequestException", "WorkGroup name is not valid", "invalid"],
    ["AccessDeniedException", "Insufficient Lake Formation permission(s) on Catalog", "denied"],
    ["ResourceNumberLimitExceededException", "too many", "quota"],
    ["constructor", "a code that is a member of every object", "invalid"],
  ])("%s: %s", (code, message, category) => {
    expect(categorize(code, message, 400)).toBe(category);
    expect(adviceFor(category).length).toBeGreaterThan(20);
  });

  test("only what may pass by itself is worth another try", () => {
    expect((["throttled", "conflict", "propagation", "transient", "network"] as const).every(isRetryable)).toBe(true);
    expect((["denied", "credentials", "missing", "exists", "quota", "nothing-revoked", "invalid"] as const).some(isRetryable)).toBe(false);
  });
});
