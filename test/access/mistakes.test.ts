/** The mistakes that are made with encryption in bucket policies: the simulation shows what each does. */

import { describe, expect, test } from "vitest";

import { mayUseKey, mayWrite, outcomes, resultOf, role, roleArn } from "./scene.ts";
import type { Json } from "./scene.ts";
import { mistakes } from "./statements.ts";

const right = "allowed aws:kms right key";

function under(...bucketPolicy: readonly Json[]): (title: string) => string {
  const found = outcomes({ roles: [role("etl", mayWrite, mayUseKey)], bucketPolicy }, "etl");
  return (title) => resultOf(found, title);
}

describe("a policy", () => {
  test("with Null and StringNotEquals in one statement never denies a wrong algorithm", () => {
    const of = under(mistakes.bothInOne);
    expect([of("AES256"), of("aws:kms:dsse"), of("no header")]).toEqual(["allowed AES256", "allowed aws:kms:dsse right key", "denied"]);
  });

  test("with both in two statements stops every writer that leaves the header out", () => {
    const of = under(...mistakes.twoStatements);
    expect([of("no header"), of("AES256"), of("key ARN")]).toEqual(["denied", "denied", right]);
  });

  test.each(["alias", "id"] as const)("with the key's %s in place of its ARN stops those who name the right key", (which) => {
    const of = under(mistakes[which]);
    expect([of("key ARN"), of("another key")]).toEqual(["denied", "denied"]);
  });

  test("with an alias under an ARN operator does what nobody can say", () => {
    const of = under(mistakes.aliasAsArn);
    expect([of("key ARN"), of("another key")]).toEqual(["unknown", "unknown"]);
  });

  test("with the ARN of a replica in another Region stops those who name the right key", () => {
    expect(under(mistakes.replica)("key ARN")).toBe("denied");
  });

  test("about the bucket and not its objects denies nothing", () => {
    const of = under(mistakes.noObjects);
    expect([of("AES256"), of("no header")]).toEqual(["allowed AES256", right]);
  });

  test("about the algorithm alone lets wrong keys in", () => {
    const of = under(mistakes.algorithmOnly);
    expect([of("aws:kms without key"), of("another key")]).toEqual(["allowed aws:kms other key", "allowed aws:kms other key"]);
  });

  test("about the algorithm denies two layers of encryption, too", () => {
    expect(under(mistakes.algorithmOnly)("aws:kms:dsse")).toBe("denied");
  });

  test("with NotPrincipal and a role does not spare the role's sessions for certain", () => {
    const of = under(mistakes.notPrincipal(roleArn("etl")));
    expect(of("no header")).toBe("unknown");
    expect(under(mistakes.notPrincipal(roleArn("other")))("no header")).toBe("denied");
  });
});
