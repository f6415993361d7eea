/** Names in statements: actions, resources, variables and patterns. */

import { describe, expect, test } from "vitest";
import * as fc from "fast-check";

import { compilePattern, compileResourcePattern, matchesPattern } from "../../../src/model/iam/pattern.ts";
import { account, allow, deny, session, testCases } from "./decision-case.ts";

const resourceOf = (name: string, statement = allow): Record<string, unknown> => ({ ...statement, Resource: name });
const table = `arn:aws:dynamodb:eu-west-1:${account}:table/claims`;

const actionOf = (name: unknown): Record<string, unknown> => ({ ...allow, Action: name });

describe("actions", () => {
  testCases([
    { name: "any case", identity: [actionOf("S3:getobject")], expect: "allowed" },
    { name: "wildcards in the name", identity: [actionOf("s3:Get*")], expect: "allowed" },
    { name: "a wildcard for one character", identity: [actionOf("s3:?etObject")], expect: "allowed" },
    { name: "everything", identity: [actionOf("*")], expect: "allowed" },
    { name: "everything of a service", identity: [actionOf("s3:*")], expect: "allowed" },
    { name: "a name that goes on", identity: [actionOf("s3:GetObject")], action: "s3:GetObjectVersion", expect: "implicitDeny" },
    { name: "another service", identity: [actionOf("s3-object-lambda:*")], expect: "implicitDeny" },
    { name: "no name", identity: [actionOf("s3:")], expect: "implicitDeny" },
    { name: "white space is not trimmed", identity: [actionOf("s3:GetObject ")], expect: "implicitDeny" },
    { name: "variables are none", identity: [actionOf("s3:${aws:username}")], expect: "implicitDeny" },
    { name: "no action at all", identity: [actionOf([])], expect: "implicitDeny" },
    { name: "all but others", identity: [{ Effect: "Allow", NotAction: ["iam:*", "s3:Put*"], Resource: "*" }], expect: "allowed" },
    { name: "all but it", identity: [{ Effect: "Allow", NotAction: ["iam:*", "s3:get*"], Resource: "*" }], expect: "implicitDeny" },
    {
      name: "all but nothing is not settled",
      identity: [{ Effect: "Allow", NotAction: [], Resource: "*" }],
      expect: "implicitDeny",
      unknown: ["NotAction"],
    },
  ]);
});

describe("resources", () => {
  testCases([
    { name: "everything", identity: [resourceOf("*")], expect: "allowed" },
    { name: "a prefix", identity: [resourceOf("arn:aws:s3:::claims/2026/*")], expect: "allowed" },
    { name: "the bucket is not its objects", identity: [resourceOf("arn:aws:s3:::claims")], expect: "implicitDeny" },
    {
      name: "objects are not the bucket",
      identity: [resourceOf("arn:aws:s3:::claims/*")],
      on: "arn:aws:s3:::claims",
      expect: "implicitDeny",
    },
    { name: "case matters", identity: [resourceOf("arn:aws:s3:::Claims/*")], expect: "implicitDeny" },
    { name: "a wildcard spans slashes", identity: [resourceOf("arn:aws:s3:::claims/*.parquet")], expect: "allowed" },
    {
      name: "and colons of the resource",
      identity: [resourceOf("arn:aws:s3:::claims/a*z")],
      on: "arn:aws:s3:::claims/a:b:z",
      expect: "allowed",
    },
    { name: "one character", identity: [resourceOf("arn:aws:s3:::claim?/*")], expect: "allowed" },
    {
      name: "at the end of a part it goes on",
      identity: [{ ...allow, Action: "*", Resource: "arn:aws:dynamodb:*:table/claims" }],
      on: table,
      expect: "allowed",
    },
    {
      name: "within a part it does not",
      identity: [{ ...allow, Action: "*", Resource: "arn:aws:dynamodb:eu*1:table/claims" }],
      on: table,
      expect: "implicitDeny",
    },
    {
      name: "it fits within a part",
      identity: [{ ...allow, Action: "*", Resource: "arn:aws:dynamodb:eu*1:*:table/claims" }],
      on: table,
      expect: "allowed",
    },
    { name: "calls without resource need everything", identity: [resourceOf("arn:aws:s3:::*")], on: "*", expect: "implicitDeny" },
    {
      name: "or all but something",
      identity: [{ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::x" }],
      on: "*",
      expect: "allowed",
    },
    { name: "all but others", identity: [{ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::x/*" }], expect: "allowed" },
    { name: "all but it", identity: [{ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::claims*" }], expect: "implicitDeny" },
    {
      name: "all but nothing is not settled",
      identity: [{ Effect: "Deny", Action: "*", NotResource: [] }],
      expect: "explicitDeny",
      unknown: ["NotResource"],
    },
    {
      name: "an identity policy without resource",
      identity: [{ Effect: "Allow", Action: "*" }],
      expect: "implicitDeny",
      unknown: ["no element Resource"],
    },
    { name: "no resource at all", identity: [{ Effect: "Allow", Action: "*", Resource: [] }], expect: "implicitDeny" },
  ]);
});

describe("variables in resources", () => {
  const home = "arn:aws:s3:::claims/${aws:username}/*";
  const mine = "arn:aws:s3:::claims/alice/x";
  testCases([
    { name: "stand for their value", identity: [resourceOf(home)], on: mine, expect: "allowed" },
    { name: "and no other", identity: [resourceOf(home)], on: "arn:aws:s3:::claims/bob/x", expect: "implicitDeny" },
    { name: "without value match nothing", by: session, identity: [resourceOf(home)], on: mine, expect: "implicitDeny" },
    { name: "nor deny anything", by: session, identity: [allow, resourceOf(home, deny)], on: mine, expect: "allowed" },
    {
      name: "without value, all but them is not settled",
      by: session,
      identity: [{ Effect: "Allow", Action: "*", NotResource: home }],
      on: mine,
      expect: "implicitDeny",
      unknown: ["${aws:username}"],
    },
    {
      name: "may have a default",
      by: session,
      identity: [resourceOf("arn:aws:s3:::claims/${aws:username, 'alice'}/*")],
      on: mine,
      expect: "allowed",
    },
    { name: "are text in the old version", version: "2008-10-17", identity: [resourceOf(home)], on: mine, expect: "implicitDeny" },
    {
      name: "as text match themselves",
      version: "2008-10-17",
      identity: [resourceOf(home)],
      on: "arn:aws:s3:::claims/${aws:username}/x",
      expect: "allowed",
    },
    {
      name: "wildcards in values are characters",
      identity: [resourceOf("arn:aws:s3:::claims/${x}")],
      context: { x: "*" },
      on: mine,
      expect: "implicitDeny",
    },
    {
      name: "before the resource part they are not for use",
      identity: [{ ...allow, Action: "*", Resource: "arn:aws:dynamodb:eu-west-1:${aws:PrincipalAccount}:table/claims" }],
      on: table,
      expect: "implicitDeny",
      unknown: ["before the resource part"],
    },
  ]);
});

/** By the definition: what a run may take, tried in every length. */
function matchesByDefinition(pattern: readonly string[], text: readonly string[], bound: (at: number) => boolean, at = 0): boolean {
  if (at === pattern.length) return text.length === 0;
  const token = pattern[at];
  if (token !== "*")
    return (
      text.length > 0 &&
      ((token === "?" && !(bound(at) && text[0] === ":")) || token === text[0]) &&
      matchesByDefinition(pattern, text.slice(1), bound, at + 1)
    );
  for (let taken = 0; taken <= text.length; taken += 1) {
    if (bound(at) && text.slice(0, taken).includes(":")) return false;
    if (matchesByDefinition(pattern, text.slice(taken), bound, at + 1)) return true;
  }
  return false;
}

describe("patterns", () => {
  const characters = fc.string({ unit: fc.constantFrom("a", "b", ":", "😀"), maxLength: 10 });
  const patterns = fc.string({ unit: fc.constantFrom("a", "b", ":", "*", "?", "😀"), maxLength: 8 });

  test("match as their definition says", () => {
    fc.assert(
      fc.property(patterns, characters, (pattern, text) => {
        const expected = matchesByDefinition(Array.from(pattern), Array.from(text), () => false);
        expect(matchesPattern(compilePattern([{ text: pattern, literal: false }]), text)).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });

  test("of resources stay within their part unless at its end", () => {
    fc.assert(
      fc.property(patterns, characters, (pattern, text) => {
        const tokens = Array.from(pattern.replaceAll(/\*+/g, "*"));
        const bound = (at: number): boolean => {
          const next = tokens[at + 1];
          const inHead = tokens.slice(0, at).filter((token) => token === ":").length < 5;
          return inHead && (tokens[at] === "?" || (next !== undefined && next !== ":"));
        };
        expect(matchesPattern(compileResourcePattern([{ text: pattern, literal: false }]), text)).toBe(
          matchesByDefinition(tokens, Array.from(text), bound),
        );
      }),
      { numRuns: 3000 },
    );
  });

  test("match their own text when it is literal", () => {
    fc.assert(
      fc.property(patterns, (text) => {
        expect(matchesPattern(compileResourcePattern([{ text, literal: true }]), text)).toBe(true);
      }),
    );
  });

  test("of the worst kind take time that grows with the lengths only", () => {
    const pattern = compilePattern([{ text: `${"*a".repeat(2000)}b`, literal: false }]);
    const started = performance.now();
    expect(matchesPattern(pattern, "a".repeat(4000))).toBe(false);
    expect(matchesPattern(compilePattern([{ text: `*${"a".repeat(2000)}b*`, literal: false }]), "a".repeat(4000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
