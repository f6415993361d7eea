/** Laws of decisions, over policies and requests that are made up. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { decide } from "../../../src/model/iam/decision.ts";
import type { ApplicablePolicies, Decision, PolicyLayer } from "../../../src/model/iam/decision.ts";
import { parsePolicyDocument } from "../../../src/model/iam/parse-policy.ts";
import type { PolicyDocument } from "../../../src/model/iam/policy-document.ts";
import { principalOf } from "../../../src/model/iam/request.ts";
import type { AccessRequest } from "../../../src/model/iam/request.ts";
import { account, key, object, otherAccount, policy, principal, role, root, session, user } from "./decision-case.ts";

const callers = [user, role, session, root, "glue.amazonaws.com", "*"] as const;
const actions = ["s3:GetObject", "s3:PutObject", "kms:Decrypt"] as const;

const requests: fc.Arbitrary<AccessRequest> = fc.record({
  principal: fc.constantFrom(...callers).map(principal),
  action: fc.constantFrom(...actions),
  resource: fc.constantFrom(object, key, "*"),
  resourceAccount: fc.constantFrom(account, otherAccount),
  context: fc.dictionary(
    fc.constantFrom("a", "b"),
    fc.oneof(fc.constantFrom("x", "1", "true"), fc.array(fc.constantFrom("x", "y"), { maxLength: 2 })),
  ),
});

const conditions = fc.dictionary(
  fc.constantFrom(
    "StringEquals",
    "StringNotLike",
    "NumericLessThan",
    "ForAllValues:StringLike",
    "ForAnyValue:StringEquals",
    "BoolIfExists",
    "Null",
    "Unheard",
  ),
  fc.dictionary(
    fc.constantFrom("a", "b", "aws:PrincipalAccount"),
    fc.array(fc.constantFrom("x", "1", "true", account, "${b}"), { maxLength: 2 }),
  ),
  { maxKeys: 2 },
);
const body = {
  Effect: fc.constantFrom("Allow", "Deny"),
  Action: fc.constantFrom("*", "s3:*", "s3:GetObject", "kms:*"),
  Resource: fc.constantFrom("*", "arn:aws:s3:::claims/*", "arn:aws:s3:::${b}/*"),
  Condition: conditions,
};
const principals = fc.subarray([user, role, session, root, otherAccount, "*"], { minLength: 1 }).map((AWS) => ({ AWS }));
const identity = fc.array(fc.record(body), { minLength: 1, maxLength: 3 }).map((statements) => policy(statements));
const resource = fc
  .array(fc.oneof(fc.record({ ...body, Principal: principals }), fc.record({ ...body, NotPrincipal: principals })), {
    minLength: 1,
    maxLength: 3,
  })
  .map((statements) => policy(statements));
const estates: fc.Arbitrary<ApplicablePolicies> = fc.record(
  {
    identity: fc.array(identity, { maxLength: 2 }),
    boundary: identity,
    session: fc.array(identity, { maxLength: 2 }),
    resource,
    scps: fc.array(fc.array(identity, { maxLength: 2 }), { maxLength: 2 }),
    rcps: fc.array(fc.array(resource, { maxLength: 1 }), { maxLength: 1 }),
  },
  { requiredKeys: ["identity"] },
);

const allowAll = policy([{ Effect: "Allow", Action: "*", Resource: "*" }]);
const allowEveryone = policy([{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }]);

function only(document: PolicyDocument, effect: "Allow" | "Deny"): PolicyDocument {
  return { ...document, statements: document.statements.filter((statement) => statement.effect === effect) };
}

function turn(document: PolicyDocument): PolicyDocument {
  return { ...document, statements: document.statements.toReversed() };
}

function isAllowed(request: AccessRequest, policies: ApplicablePolicies): boolean {
  return decide(request, policies).result === "allowed";
}

describe("a decision", () => {
  test("is never allowed once everything is denied to everyone", () => {
    fc.assert(
      fc.property(requests, estates, (request, given) => {
        const rcps = [[policy([{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }])]];
        expect(decide(request, { ...given, rcps }).result).toBe("explicitDeny");
      }),
    );
  });

  test("names a reason of its own kind, always", () => {
    const kinds: Readonly<Record<Decision["result"], readonly string[]>> = {
      allowed: ["allows", "grant", "root", "free"],
      implicitDeny: ["not-allowed"],
      explicitDeny: ["denies"],
    };
    fc.assert(
      fc.property(requests, estates, (request, given) => {
        const { result, because } = decide(request, given);
        expect(because.length).toBeGreaterThan(0);
        for (const reason of because) expect(kinds[result]).toContain(reason.type);
      }),
      { numRuns: 500 },
    );
  });

  test("places a reason where the statement is, with the effect it says", () => {
    fc.assert(
      fc.property(requests, estates, (request, given) => {
        const placed = decide(request, given).because.flatMap((reason) =>
          reason.type === "allows" || reason.type === "denies" ? [reason] : [],
        );
        for (const { type, statement: place } of placed) {
          const documents: Readonly<Record<PolicyLayer, readonly (PolicyDocument | undefined)[]>> = {
            identity: given.identity,
            boundary: [given.boundary],
            session: given.session ?? [],
            resource: [given.resource],
            scp: (given.scps ?? []).flat(),
            rcp: (given.rcps ?? []).flat(),
          };
          const effect = documents[place.layer][place.policy]?.statements[place.statement]?.effect;
          expect(effect).toBe(type === "allows" ? "Allow" : "Deny");
        }
      }),
      { numRuns: 500 },
    );
  });

  test("only narrows with more denies, a boundary, a session policy or another level", () => {
    fc.assert(
      fc.property(requests, estates, identity, (request, given, more) => {
        const narrower: readonly ApplicablePolicies[] = [
          { ...given, identity: [...given.identity, only(more, "Deny")] },
          { ...given, scps: [...(given.scps ?? []), [more]] },
          ...(given.boundary === undefined ? [{ ...given, boundary: more }] : []),
          ...((given.session ?? []).length === 0 ? [{ ...given, session: [more] }] : []),
        ];
        const denied = !isAllowed(request, given);
        // A session of GetFederationToken would gain from a session policy; it is not among the callers.
        expect(denied && narrower.some((policies) => isAllowed(request, policies))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test("only widens with more allows in identity and resource policies", () => {
    fc.assert(
      fc.property(requests, estates, (request, given) => {
        const statements = [...(given.resource?.statements ?? []), ...allowEveryone.statements];
        const wider: readonly ApplicablePolicies[] = [
          { ...given, identity: [...given.identity, allowAll] },
          { ...given, resource: { version: "2012-10-17", statements } },
        ];
        expect(isAllowed(request, given) && wider.some((policies) => !isAllowed(request, policies))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test("does not depend on the order of statements and policies, nor on the case of keys", () => {
    fc.assert(
      fc.property(requests, estates, (request, given) => {
        const context = Object.fromEntries(Object.entries(request.context).map(([name, value]) => [name.toUpperCase(), value]));
        const turned: ApplicablePolicies = {
          ...given,
          identity: given.identity.map(turn).toReversed(),
          ...(given.resource && { resource: turn(given.resource) }),
        };
        expect(decide({ ...request, context }, turned).result).toBe(decide(request, given).result);
      }),
      { numRuns: 500 },
    );
  });

  test("that rests on a statement with something unknown is never allowed by it", () => {
    const unheard = { Condition: { Unheard: { k: "x" } } };
    fc.assert(
      fc.property(requests, estates, (request, given) => {
        const { result } = decide(request, given);
        const statements = [{ Effect: "Allow", Action: "*", Resource: "*", ...unheard }];
        expect(decide(request, { ...given, identity: [...given.identity, policy(statements)] }).result).toBe(result);
        const denied = [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*", ...unheard }];
        const { result: worse, unknown } = decide(request, { ...given, rcps: [[policy(denied)]] });
        expect(worse).toBe("explicitDeny");
        expect(unknown.map(({ what }) => what)).toContain("operator Unheard");
      }),
    );
  });

  test("is made for any document that can be read, and any text in a request", () => {
    const text = fc.string({ unit: fc.constantFrom("*", "?", ":", "$", "{", "}", "a", ",", "'", "/") });
    const anything = fc.record({
      Effect: fc.constantFrom("Allow", "Deny"),
      Action: text.map((name) => `s3:${name}`),
      Resource: text,
      Condition: fc.dictionary(
        fc.constantFrom("StringLike", "ArnLike", "DateLessThan", "IpAddress", "BinaryEquals"),
        fc.dictionary(text, text),
      ),
    });
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1 }), text, text, fc.dictionary(text, text), (statements, action, on, context) => {
        const parsed = parsePolicyDocument({ Version: "2012-10-17", Statement: statements });
        if (!("document" in parsed)) throw new Error("not read");
        const request = { principal: principal(user), action, resource: on, resourceAccount: account, context };
        expect(["allowed", "implicitDeny", "explicitDeny"]).toContain(decide(request, { identity: [parsed.document] }).result);
      }),
      { numRuns: 300 },
    );
  });
});

describe("principals by ARN", () => {
  test.each([
    [user, "user"],
    [role, "role"],
    [session, "role-session"],
    [root, "root"],
    [`arn:aws:sts::${account}:federated-user/bob`, "federated-user"],
    [`arn:aws:iam::${account}:saml-provider/idp`, "federated"],
    ["glue.amazonaws.com", "service"],
    ["*", "anonymous"],
  ])("%s is a %s", (arn, kind) => {
    expect(principalOf(arn)).toMatchObject({ arn, kind });
  });

  test("a session's role has no path unless it is told", () => {
    expect(principalOf(session)).toMatchObject({ role: `arn:aws:iam::${account}:role/etl` });
    expect(principalOf(session, role)).toMatchObject({ role });
  });

  test.each([
    "",
    "arn",
    `arn:aws:s3:::claims`,
    `arn:aws:iam::${account}:group/x`,
    "arn:aws:iam::1:user/x",
    `arn:aws:sts::${account}:assumed-role/x`,
  ])("%j is none", (arn) => {
    expect(principalOf(arn)).toBeUndefined();
  });
});
