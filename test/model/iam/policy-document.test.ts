/** Policy documents: read whatever shape they have, told where they are wrong, and their canonical form. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { canonicalJson } from "../../../src/model/canonical.ts";
import { canonicalPolicy, canonicalStatement } from "../../../src/model/iam/canonical-policy.ts";
import { danglingPrincipals, isDanglingPrincipal } from "../../../src/model/iam/match-principal.ts";
import type { ParseOptions } from "../../../src/model/iam/parse-options.ts";
import { parsePolicyDocument } from "../../../src/model/iam/parse-policy.ts";
import { policy } from "./decision-case.ts";

const statement = { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

function problemsOf(source: unknown, options?: ParseOptions): readonly string[] {
  const parsed = parsePolicyDocument(source, options);
  return "problems" in parsed ? parsed.problems.map(({ path, message }) => `${path}: ${message}`) : [];
}

const document = (...statements: readonly unknown[]): unknown => ({ Version: "2012-10-17", Statement: statements });

const principalOf = (Principal: unknown): unknown => {
  const parsed = parsePolicyDocument(document({ ...statement, Principal }));
  return "document" in parsed ? parsed.document.statements[0]?.principal : parsed.problems;
};

describe("reading", () => {
  test("scalars and lists, one statement and several, are one shape", () => {
    const lists = parsePolicyDocument(document({ ...statement, Action: ["s3:GetObject"], Resource: ["*"] }));
    expect(parsePolicyDocument(JSON.stringify({ Version: "2012-10-17", Statement: statement }))).toEqual(lists);
    expect(lists).toEqual({
      document: {
        version: "2012-10-17",
        statements: [
          {
            sid: "Read",
            effect: "Allow",
            action: { negated: false, names: ["s3:GetObject"] },
            resource: { negated: false, names: ["*"] },
            conditions: [],
          },
        ],
      },
    });
  });

  test("a document without version is of the old one", () => {
    expect(parsePolicyDocument({ Statement: statement })).toMatchObject({ document: { version: "2008-10-17" } });
  });

  test("principals by type, everyone as an AWS principal", () => {
    expect(principalOf("*")).toEqual({ negated: false, byType: { AWS: ["*"] } });
    expect(principalOf({ AWS: "111122223333", Service: ["glue.amazonaws.com"] })).toEqual({
      negated: false,
      byType: { AWS: ["111122223333"], Service: ["glue.amazonaws.com"] },
    });
  });

  test("condition values are text, whatever JSON they are", () => {
    const parsed = parsePolicyDocument(document({ ...statement, Condition: { Bool: { k: [true, "false"] }, NumericEquals: { n: 7 } } }));
    expect(parsed).toMatchObject({
      document: {
        statements: [
          {
            conditions: [
              { operator: "Bool", key: "k", values: ["true", "false"] },
              { operator: "NumericEquals", key: "n", values: ["7"] },
            ],
          },
        ],
      },
    });
  });

  test("a member named __proto__ is an element that is not known", () => {
    expect(problemsOf('{"Version":"2012-10-17","Statement":[],"__proto__":{"Statement":{}}}')).toContain(
      "__proto__: is no element of a policy",
    );
    expect(problemsOf(`{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":{"__proto__":"*"}}}`)).toEqual([
      "Statement[0].Principal.__proto__: is no type of principal",
    ]);
  });

  test("never throws, and gives a document or problems", () => {
    const element = fc.oneof(fc.constantFrom("Allow", "*", "s3:*", [], {}, null, 1, "StringEquals"), fc.jsonValue());
    const names = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition", "Other"];
    const statements = fc.record(Object.fromEntries(names.map((name) => [name, element])), { requiredKeys: [] });
    const sources = fc.oneof(
      fc.string(),
      fc.jsonValue(),
      fc.record({ Version: element, Id: element, Statement: fc.oneof(statements, fc.array(statements)) }),
    );
    fc.assert(
      fc.property(sources, fc.constantFrom("refuse", "keep"), (source, unknown) => {
        const parsed = parsePolicyDocument(source, { unknown });
        expect("document" in parsed ? parsed.document.statements.length : parsed.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  test("nesting that exhausts the stack is a problem", () => {
    const deep = `{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Other":${"[".repeat(60_000)}${"]".repeat(60_000)}}}`;
    expect(problemsOf(deep, { unknown: "keep" })).toHaveLength(1);
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(problemsOf(cycle)).toEqual([": the policy is not JSON"]);
  });
});

describe("problems", () => {
  const cases: readonly (readonly [source: unknown, problem: string, options?: ParseOptions])[] = [
    ["{", ": the policy is not JSON"],
    ["[]", ": the policy is not a JSON object"],
    [undefined, ": the policy is not JSON"],
    [{ Version: "2012-10-17" }, "Statement: the policy has no statement"],
    [document(), "Statement: the policy has no statement"],
    [{ Version: "2020-01-01", Statement: statement }, "Version: is neither 2008-10-17 nor 2012-10-17"],
    [{ Id: 1, Statement: statement }, "Id: is not a text"],
    [{ Statement: statement, Comment: "x" }, "Comment: is no element of a policy"],
    [document("x"), "Statement[0]: is not a JSON object"],
    [document({ ...statement, Effect: "allow" }), "Statement[0].Effect: is neither Allow nor Deny"],
    [document({ ...statement, Actions: "*" }), "Statement[0].Actions: is no element of a policy"],
    [document({ ...statement, NotAction: "*" }), "Statement[0]: has both Action and NotAction"],
    [document({ ...statement, NotResource: "*" }), "Statement[0]: has both Resource and NotResource"],
    [document({ ...statement, Principal: "*", NotPrincipal: "*" }), "Statement[0]: has both Principal and NotPrincipal"],
    [document({ Effect: "Allow", Resource: "*" }), "Statement[0]: has neither Action nor NotAction"],
    [document({ ...statement, Action: 1 }), "Statement[0].Action: is not a text"],
    [document({ ...statement, Action: ["*", null] }), "Statement[0].Action[1]: is not a text"],
    [document({ ...statement, Action: "GetObject" }), "Statement[0].Action: `GetObject` has no service before a colon"],
    [document({ ...statement, Resource: "x".repeat(9000) }), "Statement[0].Resource: is longer than 8192 characters"],
    [document({ ...statement, Principal: "arn:aws:iam::111122223333:root" }), "Statement[0].Principal: is neither `*` nor a JSON object"],
    [document({ ...statement, Principal: { Group: "x" } }), "Statement[0].Principal.Group: is no type of principal"],
    [document({ ...statement, Condition: [] }), "Statement[0].Condition: is not a JSON object"],
    [document({ ...statement, Condition: { StringEquals: "x" } }), "Statement[0].Condition.StringEquals: is not a JSON object"],
    [document({ ...statement, Condition: { StringEquals: { k: {} } } }), "Statement[0].Condition.StringEquals.k: is not a text"],
    [document({ ...statement, Condition: { Equals: { k: "x" } } }), "Statement[0].Condition.Equals: is no condition operator"],
    [document(statement, statement), "Statement[1].Sid: another statement has this Sid"],
    [document({ ...statement, Sid: 1 }), "Statement[0].Sid: is not a text"],
    [document({ ...statement, Sid: "a b" }), "Statement[0].Sid: has other characters than letters and digits", { kind: "identity" }],
    [document({ ...statement, Principal: "*" }), "Statement[0]: names a principal in an identity policy", { kind: "identity" }],
    [document({ Effect: "Allow", Action: "*" }), "Statement[0]: has neither Resource nor NotResource", { kind: "identity" }],
    [document(statement), "Statement[0]: has neither Principal nor NotPrincipal", { kind: "resource" }],
    [document({ ...statement, Principal: "*" }), "Statement[0]: names a resource in a trust policy", { kind: "trust" }],
    [
      document({ Effect: "Deny", Action: "sts:*", NotPrincipal: "*" }),
      "Statement[0]: has NotPrincipal in a trust policy",
      { kind: "trust" },
    ],
    [" ".repeat(300_000), ": the policy is longer than 262144 characters"],
  ];

  test.each(cases.map(([source, problem, options]) => ({ source, problem, options })))("$problem", ({ source, problem, options }) => {
    expect(problemsOf(source, options)).toContain(problem);
  });

  test("all of them are told at once", () => {
    expect(problemsOf(document({ Effect: "x", Resource: 1 }))).toHaveLength(3);
  });

  test("limits count bytes, or characters that are not white space", () => {
    const text = JSON.stringify(document({ ...statement, Sid: "가" }), null, 2);
    expect(problemsOf(text, { limit: { count: "bytes", most: Buffer.byteLength(text) } })).toEqual([]);
    expect(problemsOf(text, { limit: { count: "bytes", most: Buffer.byteLength(text) - 1 } })).toHaveLength(1);
    const dense = text.replaceAll(/\s/g, "").length;
    expect(problemsOf(text, { limit: { count: "characters", most: dense } })).toEqual([]);
    expect(problemsOf(text, { limit: { count: "characters", most: dense - 1 } })).toHaveLength(1);
  });

  test("what AWS holds is read although it is not understood", () => {
    const source = document({ ...statement, Scope: [1], Condition: { Equals: { k: "x" } } }, statement);
    expect(problemsOf({ ...(source as object), Extra: true }, { unknown: "keep" })).toEqual([]);
    const [first, second] = policy([{ ...statement, Scope: [1] }, statement]).statements;
    expect([first?.notUnderstood, second?.notUnderstood]).toEqual([["Scope: [1]"], undefined]);
  });
});

/** A document of the one statement with some members changed. */
function changed(members: Readonly<Record<string, unknown>>): unknown {
  return document({ ...statement, ...members });
}

function form(source: unknown): string {
  const parsed = parsePolicyDocument(source, { unknown: "keep" });
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return canonicalJson(canonicalPolicy(parsed.document));
}

describe("canonical form", () => {
  const noMeaning: readonly (readonly [what: string, a: unknown, b: unknown])[] = [
    [
      "order, repetition and case of actions",
      changed({ Action: ["s3:GetObject", "s3:*"] }),
      changed({ Action: ["S3:*", "s3:getobject", "s3:*"] }),
    ],
    [
      "order of members, lists of one, Id",
      document(statement),
      { Id: "x", Statement: [{ Resource: ["*"], Action: ["s3:GetObject"], Effect: "Allow", Sid: "Read" }], Version: "2012-10-17" },
    ],
    ["order of statements", document(statement, { ...statement, Sid: "A" }), document({ ...statement, Sid: "A" }, statement)],
    ["an empty Sid", changed({ Sid: "" }), changed({ Sid: undefined })],
    ["everyone as AWS principal", changed({ Principal: "*" }), changed({ Principal: { AWS: ["*"] } })],
    [
      "an account as its root",
      changed({ Principal: { AWS: "111122223333" } }),
      changed({ Principal: { AWS: "arn:aws:iam::111122223333:root" } }),
    ],
    [
      "order of operators, keys and values, case of keys, booleans",
      changed({ Condition: { Bool: { "aws:SecureTransport": false }, StringEquals: { b: "x", a: ["z", "y"] } } }),
      changed({ Condition: { StringEquals: { A: ["y", "z"], B: ["x"] }, Bool: { "aws:securetransport": ["false"] } } }),
    ],
  ];
  test.each(noMeaning)("%s: no meaning", (_, a, b) => {
    expect(form(a)).toBe(form(b));
  });

  const meaning: readonly (readonly [what: string, a: unknown, b: unknown])[] = [
    ["version", document(statement), { Version: "2008-10-17", Statement: statement }],
    ["Sid", document(statement), changed({ Sid: "Other" })],
    ["Effect", document(statement), changed({ Effect: "Deny" })],
    ["NotAction", document(statement), changed({ Action: undefined, NotAction: "s3:GetObject" })],
    ["NotResource", document(statement), changed({ Resource: undefined, NotResource: "*" })],
    ["a statement more", document(statement), document(statement, statement)],
    ["case of resources", changed({ Resource: "arn:aws:s3:::a" }), changed({ Resource: "arn:aws:s3:::A" })],
    ["type of a principal", changed({ Principal: { AWS: "x" } }), changed({ Principal: { Service: "x" } })],
    ["NotPrincipal", changed({ Principal: { AWS: "x" } }), changed({ NotPrincipal: { AWS: "x" } })],
    ["operator", changed({ Condition: { StringEquals: { k: "x" } } }), changed({ Condition: { StringLike: { k: "x" } } })],
    ["case of values", changed({ Condition: { StringEquals: { k: "x" } } }), changed({ Condition: { StringEquals: { k: "X" } } })],
    ["an element that is not understood", changed({ Scope: 1 }), changed({ Scope: 2 })],
  ];
  test.each(meaning)("%s: a meaning", (_, a, b) => {
    expect(form(a)).not.toBe(form(b));
  });

  test("of a statement is that of its policy", () => {
    const read = policy([statement]);
    expect(canonicalPolicy(read).statements).toEqual(read.statements.map(canonicalStatement));
  });

  test("does not depend on any order", () => {
    const names = fc.uniqueArray(fc.constantFrom("s3:Get*", "s3:Put*", "kms:*", "glue:Get?"), { minLength: 1 });
    const statements = fc.array(fc.record({ Effect: fc.constantFrom("Allow", "Deny"), Action: names, Resource: names }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(statements, (list) => {
        const turned = list.map((item) => ({
          Resource: item.Resource.toReversed(),
          Action: item.Action.toReversed(),
          Effect: item.Effect,
        }));
        expect(form(document(...list))).toBe(form(document(...turned.toReversed())));
      }),
    );
  });
});

describe("dangling principals", () => {
  test("are unique ids of users and roles", () => {
    expect(["AROAEXAMPLEEXAMPLE000", "AIDAEXAMPLEEXAMPLE000"].every(isDanglingPrincipal)).toBe(true);
    expect(["*", "111122223333", "arn:aws:iam::111122223333:role/AROAX", "AKIAEXAMPLEEXAMPLE000"].some(isDanglingPrincipal)).toBe(false);
  });

  test("are found by statement", () => {
    const read = policy([statement, { ...statement, Principal: { AWS: ["AROAEXAMPLEEXAMPLE000", "111122223333"] } }]);
    expect(danglingPrincipals(read)).toEqual([{ statement: 1, principal: "AROAEXAMPLEEXAMPLE000" }]);
  });
});
