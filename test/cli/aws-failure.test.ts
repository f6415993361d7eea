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
