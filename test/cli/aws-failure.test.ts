/** What people are told of an error of AWS: its code, its words, and what to do. */

import { expect, test } from "vitest";

import { awsDiagnostic } from "../../src/cli/aws-failure.ts";
import { AwsError } from "../../src/model/aws-error.ts";

test.each([
  ["denied", "LG6004"],
  ["credentials", "LG6002"],
  ["network", "LG6003"],
  ["quota", "LG6001"],
  ["invalid", "LG6001"],
  ["transient", "LG6001"],
] as const)("an AWS error of category %s is told as %s, with the operation, AWS's words and what to do", (category, code) => {
  const diagnostic = awsDiagnostic(new AwsError("Lake Formation", "ListPermissions", "SomeException", "the text of AWS", category));
  expect(diagnostic).toMatchObject({ code, severity: "error", message: "Lake Formation ListPermissions: SomeException: the text of AWS" });
  expect(diagnostic.help).toBeTruthy();
});

test.each([
  ["Lake Formation", "ListPermissions", "Insufficient Lake Formation permission(s): Required Describe on claims", "lakegrade bootstrap"],
  ["Glue", "GetTables", "Insufficient Lake Formation permission(s) on claims", "lakegrade bootstrap"],
  ["Lake Formation", "ListPermissions", "x is not authorized to perform: lakeformation:ListPermissions", "lakegrade iam-policy plan"],
  ["KMS", "DescribeKey", "x is not authorized to perform: kms:DescribeKey", "lakegrade iam-policy plan"],
  ["S3", "GetBucketPolicy", "Access Denied", "lakegrade iam-policy plan"],
  ["S3", "PutBucketPolicy", "Access Denied", "lakegrade iam-policy apply"],
] as const)("%s denies %s with %s: the help is `%s…`", (service, operation, message, command) => {
  const { help = "" } = awsDiagnostic(new AwsError(service, operation, "AccessDeniedException", message, "denied"));
  expect([
    help.includes("lakegrade bootstrap"),
    help.includes("lakegrade iam-policy plan"),
    help.includes("lakegrade iam-policy apply"),
  ]).toEqual(["lakegrade bootstrap", "lakegrade iam-policy plan", "lakegrade iam-policy apply"].map((each) => each === command));
});

test("without credentials the profile is named, where there is one", () => {
  const error = new AwsError("STS", "GetCallerIdentity", "CredentialsProviderError", "Could not load credentials", "credentials");
  expect(awsDiagnostic(error, { AWS_PROFILE: "nope" }).help).toContain("names the profile `nope`");
  expect(awsDiagnostic(error).help).not.toContain("AWS_PROFILE");
  const expired = new AwsError("STS", "GetCallerIdentity", "ExpiredToken", "expired", "credentials");
  expect(awsDiagnostic(expired, { AWS_PROFILE: "nope" }).help).not.toContain("nope");
});

test("without credentials the variable that is missing beside the other is named", () => {
  const error = new AwsError("STS", "GetCallerIdentity", "CredentialsProviderError", "Could not load credentials", "credentials");
  expect(awsDiagnostic(error, { AWS_ACCESS_KEY_ID: "a" }).help).toMatch(/^`AWS_ACCESS_KEY_ID` is set and `AWS_SECRET_ACCESS_KEY` is not/);
  expect(awsDiagnostic(error, { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "b" }).help).toMatch(/and `AWS_ACCESS_KEY_ID` is not/);
  expect(awsDiagnostic(error, { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "b" }).help).toMatch(/^check the AWS profile/);
});

function adviceOnHost(host: string): string {
  return awsDiagnostic(new AwsError("STS", "GetCallerIdentity", "ENOTFOUND", `getaddrinfo ENOTFOUND ${host}`, "network")).help ?? "";
}

test("a host that is not known may be a misspelt Region", () => {
  expect(adviceOnHost("sts.eu-wst-1.amazonaws.com")).toMatch(
    /^is `Lake.region` right\? Nobody knows a host of Region `eu-wst-1`; if it is, check the network/,
  );
  expect(adviceOnHost("proxy.example.com")).toMatch(/^check the network/);
});

test.each([
  ["Lake Formation", "AddLFTagsToResource"],
  ["Glue", "UpdateDatabase"],
])("a write that Lake Formation refuses (%s %s) needs an operator, not a read-only administrator", (service, operation) => {
  const text = "Insufficient Lake Formation permission(s): Required Alter on claims";
  const { help = "" } = awsDiagnostic(new AwsError(service, operation, "AccessDeniedException", text, "denied"));
  expect(help).toContain("an operator of `Lake.operators`");
  expect(help).not.toContain("(read-only)");
});
