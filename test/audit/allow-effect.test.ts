/** What findings say of an Allow of others in a governed bucket: denied by which statement of ours, in effect, or not to be told. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import * as s3BucketPolicy from "../../src/kinds/s3-bucket-policy/spec.ts";
import type { Finding } from "../../src/model/finding.ts";
import { decide } from "../../src/model/iam/decision.ts";
import { parsePolicyDocument } from "../../src/model/iam/parse-policy.ts";
import type { PolicyStatement } from "../../src/model/iam/policy-document.ts";
import type { RequestPrincipal } from "../../src/model/iam/request.ts";
import { principalOf } from "../../src/model/iam/request.ts";
import { account, claimsBucket, findingsOf } from "./estate.ts";
import type { Entry } from "./estate.ts";

const bucket = "adw-claims";
const arn = `arn:aws:s3:::${bucket}`;
const role = (name: string, of = account): string => `arn:aws:iam::${of}:role/${name}`;
const other = "444455556666";
const partner = "777788889999";
const sid = (name: string): string => `Lakegradeadw${name}`;

/** As the policies ask for with `directAccess` that names a role of a partner, and `protectConfiguration`. */
const spared = [role("BreakGlass"), role("LakegradeApply")];
const readers = [role("LakeRegistration"), role("scan", partner), ...spared];
const notService = { operator: "BoolIfExists", key: "aws:PrincipalIsAWSService", values: ["false"] };

function deny(name: string, action: string, resources: readonly string[], conditions: PolicyStatement["conditions"]): PolicyStatement {
  const everybody = { negated: false, byType: { AWS: ["*"] } };
  const resource = { negated: false, names: resources };
  return { sid: sid(name), effect: "Deny", principal: everybody, action: { negated: false, names: [action] }, resource, conditions };
}

const unless = (names: readonly string[]): PolicyStatement["conditions"][number] => ({
  operator: "ArnNotLike",
  key: "aws:PrincipalArn",
  values: names,
});

const ours = [
  deny("DenyInsecureTransport", "s3:*", [arn, `${arn}/*`], [{ operator: "Bool", key: "aws:SecureTransport", values: ["false"] }]),
  deny("DenyMissingHeader", "s3:PutObject", [`${arn}/*`], [{ operator: "Null", key: "s3:x-amz-server-side-encryption", values: ["true"] }]),
  deny("DenyDirectAccess", "s3:*", [`${arn}/*`], [unless(readers), notService]),
  deny("DenyListing", "s3:ListBucket*", [arn], [unless(readers), notService]),
  deny("DenyConfiguration", "s3:PutBucketPolicy", [arn], [unless(spared)]),
];

function policyOf(statements: readonly PolicyStatement[]): Entry {
  const spec = s3BucketPolicy.normalize({ bucket, prefix: "Lakegradeadw", statements, others: "" });
  return [s3BucketPolicy.address(spec), { kind: "s3-bucket-policy", spec }];
}

/** The finding about a statement of others beside these of ours. */
function found(statement: object, beside = ours): Finding | undefined {
  const theirs = { Sid: "Theirs", Effect: "Allow", Action: "s3:GetObject", Resource: `${arn}/*`, ...statement };
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [theirs] });
  const findings = findingsOf({
    desired: [policyOf(beside)],
    buckets: [{ ...claimsBucket, directAccess: [role("scan", partner)] }],
    facts: {
      buckets: [{ name: bucket, policy, encryption: { algorithm: "aws:kms", key: claimsBucket.key, bucketKey: true, blocked: ["SSE-C"] } }],
    },
  });
  return findings.find(({ code }) => code === "LGF602");
}

function effect(statement: object, beside = ours): readonly unknown[] {
  const finding = found(statement, beside);
  return [finding?.evidence["effect"], finding?.severity, finding?.evidence["deniedBy"]];
}

const deniedDirectly = ["denied", "informational", [sid("DenyDirectAccess")]];

describe("an Allow is denied by our statement", () => {
  test.each([
    ["another account", { AWS: other }],
    ["another account by its root", { AWS: `arn:aws:iam::${other}:root` }],
    ["a role of another account", { AWS: role("etl", other) }],
    ["a session in another account", { AWS: `arn:aws:sts::${other}:assumed-role/etl/a` }],
    ["a user of another account", { AWS: `arn:aws:iam::${other}:user/alice` }],
    ["a role of a partner beside the one that is spared", { AWS: role("etl", partner) }],
  ])("for %s", (_whom, Principal) => {
    expect(effect({ Principal })).toEqual(deniedDirectly);
    expect(found({ Principal })?.message).toMatch(/: denied by LakegradeadwDenyDirectAccess$/);
  });

  test("whatever its own conditions are, and whichever objects it names", () => {
    const Principal = { AWS: other };
    expect(effect({ Principal, Condition: { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } } })).toEqual(deniedDirectly);
    for (const Resource of [`${arn}/warehouse/*`, `${arn}/a.parquet`, `${arn}/home/\${aws:username}/*`, [arn, `${arn}/*`]]) {
      expect(effect({ Principal, Resource })).toEqual(deniedDirectly);
    }
    expect(effect({ Principal, NotAction: "s3:DeleteObject", Action: undefined })).toEqual(deniedDirectly);
  });

  test("or by several of them together", () => {
    const Statement = {
      Principal: { AWS: other },
      Action: ["s3:GetObject", "s3:ListBucket", "S3:putbucketpolicy"],
      Resource: [arn, `${arn}/*`],
    };
    const denies = ["DenyDirectAccess", "DenyListing", "DenyConfiguration"].map(sid);
    expect(effect(Statement)).toEqual(["denied", "informational", denies]);
    expect(effect({ ...Statement, Resource: "*" })).toEqual(["denied", "informational", denies]);
  });

  test("for everyone of an organisation, to which services do not belong, unless a partner is spared", () => {
    const Statement = { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } };
    const alone = ours.map((statement) => ({
      ...statement,
      conditions: statement.conditions.map((clause) => ({ ...clause, values: clause.values.filter((value) => !value.includes(partner)) })),
    }));
    expect(effect(Statement, alone)).toEqual(deniedDirectly);
    expect(effect(Statement)[0]).toBe("unknown");
    const configuring = { Principal: "*", Action: "s3:PutBucketPolicy", Resource: arn };
    expect(effect(configuring)).toEqual(["denied", "informational", [sid("DenyConfiguration")]]);
  });
});

describe("an Allow is in effect", () => {
  test("where our statements do not stand, and where they depend on the request", () => {
    expect(effect({ Principal: { AWS: other } }, [])).toEqual(["in effect", "critical", []]);
    const putting = { Principal: { AWS: other }, Action: "s3:PutObject" };
    expect(effect(putting, ours.slice(0, 2))).toEqual(["in effect", "high", []]);
  });

  test("as far as it allows more than they deny", () => {
    const finding = found({ Principal: { AWS: other }, Action: ["s3:GetObject", "s3:GetBucketAcl"], Resource: [arn, `${arn}/*`] });
    expect(finding).toMatchObject({ severity: "high", evidence: { effect: "in effect", deniedBy: [sid("DenyDirectAccess")] } });
    expect(finding?.message).toMatch(
      /: in effect in part: s3:GetBucketAcl on the bucket to 444455556666; the rest is denied by LakegradeadwDenyDirectAccess$/,
    );
    expect(effect({ Principal: { AWS: other }, Action: "s3:*", Resource: arn })[0]).toBe("in effect");
    expect(effect({ Principal: { AWS: other }, Action: "s3:*", Resource: `${arn}*` })[0]).toBe("in effect");
  });

  test("for whom they spare", () => {
    expect(effect({ Principal: { AWS: role("scan", partner) } })).toEqual(["in effect", "critical", []]);
    expect(found({ Principal: { AWS: partner } })?.message).toContain(
      `in effect in part: s3:GetObject on its objects to ${role("scan", partner)}; the rest is denied by ${sid("DenyDirectAccess")}; reach: grades 1, 2 and 3`,
    );
    expect(effect({ Principal: { Service: "cloudfront.amazonaws.com" } })).toEqual(["in effect", "critical", []]);
  });

  test.each([
    ["everyone", { Principal: "*" }],
    ["everyone but some", { NotPrincipal: { AWS: role("etl") } }],
  ])("for services, where it lets in %s", (_whom, statement) => {
    const finding = found(statement);
    expect(finding).toMatchObject({ severity: "critical", evidence: { effect: "in effect", deniedBy: [sid("DenyDirectAccess")] } });
    expect(finding?.message).toContain("s3:GetObject on its objects to AWS services");
    expect(finding?.message).not.toContain("to everyone;");
  });
});

describe("whether an Allow is in effect cannot be told, so that it counts as such", () => {
  test.each([
    ["under a condition", { Principal: "*", Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }, "it depends on its conditions"],
    ["with NotAction", { Principal: { AWS: other }, Action: undefined, NotAction: "s3:DeleteBucket", Resource: arn }, "NotAction"],
    ["with NotResource", { Principal: { AWS: other }, Action: "s3:*", Resource: undefined, NotResource: `${arn}/a` }, "NotResource"],
    [
      "for an identity provider",
      { Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/idp" } },
      "nothing says who asks as arn",
    ],
    ["for a web identity", { Principal: { Federated: "accounts.google.com" } }, "nothing says who asks as accounts.google.com"],
    ["for a canonical user", { Principal: { CanonicalUser: "a".repeat(64) } }, "nothing says who asks as a"],
    [
      "for an origin access identity",
      { Principal: { AWS: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1" } },
      "who asks",
    ],
    ["for a session of a partner's role", { Principal: { AWS: `arn:aws:sts::${partner}:assumed-role/scan/a` } }, "who asks"],
    ["with an element that is not known", { Principal: { AWS: other }, Until: "2030" }, "element Until"],
    ["where it fits nothing", { Principal: { AWS: other }, Resource: arn }, "it fits no request that is known"],
  ])("%s", (_what, statement, why) => {
    const finding = found(statement);
    expect(finding?.evidence["effect"]).toBe("unknown");
    expect(["high", "critical"]).toContain(finding?.severity);
    expect(finding?.message).toContain(why);
  });
});

describe("what nobody may read of", () => {
  test("graded data is not critical", () => {
    expect(effect({ Principal: { AWS: other }, Resource: `${arn}/public/*` }, [])).toEqual(["in effect", "high", []]);
    expect(effect({ Principal: { AWS: other }, Resource: `${arn}/warehouse/visits/*` }, [])).toEqual(["in effect", "critical", []]);
    expect(found({ Principal: { AWS: other }, Resource: `${arn}/warehouse/visits/*` }, [])?.message).toContain("reach: grade 2 in 1 table");
  });
});

const names = {
  principals: ["*", other, partner, role("etl", other), role("scan", partner), `arn:aws:sts::${partner}:assumed-role/scan/a`],
  actions: [
    "s3:*",
    "s3:Get*",
    "s3:GetObject",
    "s3:ListBucket",
    "s3:PutBucketPolicy",
    "s3:GetObject*",
    "s3:?etObject",
    "s3:List*",
    "s3:PutObject",
  ],
  resources: ["*", arn, `${arn}/*`, `${arn}*`, `${arn}/a/*`, `${arn}/a`, "arn:aws:s3:::adw-claim?", "arn:aws:s3:::*/a"],
  conditions: ["aws:PrincipalOrgID", "aws:SourceVpce", "aws:PrincipalArn"],
};

const some = (of: readonly string[]): fc.Arbitrary<string[]> => fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: 3 });

const rarely = fc.integer({ min: 0, max: 5 }).map((number) => number === 0);

const theirs = fc
  .record({
    principals: fc.oneof(
      fc.constantFrom(...names.principals).map((one) => [one]),
      some(names.principals),
    ),
    service: rarely,
    actions: some(names.actions),
    notAction: rarely,
    resources: some(names.resources),
    notResource: rarely,
    condition: fc.option(fc.constantFrom(...names.conditions), { nil: undefined, freq: 1 }),
  })
  .map(({ principals, service, actions, notAction, resources, notResource, condition }) => ({
    Principal: principals.includes("*") ? "*" : { AWS: principals, ...(service ? { Service: "glue.amazonaws.com" } : {}) },
    ...(notAction ? { Action: undefined, NotAction: actions } : { Action: actions }),
    ...(notResource ? { Resource: undefined, NotResource: resources } : { Resource: resources }),
    ...(condition === undefined ? {} : { Condition: { StringLike: { [condition]: "*" } } }),
  }));

const asking: readonly (RequestPrincipal | undefined)[] = [
  principalOf("*"),
  principalOf("glue.amazonaws.com"),
  principalOf(role("etl", other)),
  principalOf(role("etl")),
  principalOf(role("scan", partner)),
  principalOf(`arn:aws:sts::${partner}:assumed-role/scan/a`, `arn:aws:iam::${partner}:role/scan`),
  principalOf(`arn:aws:iam::${other}:root`),
];
const asked = [
  "s3:GetObject",
  "s3:GetBucketAcl",
  "s3:ListBucket",
  "s3:ListBucketVersions",
  "s3:PutBucketPolicy",
  "s3:DeleteBucket",
].flatMap((action) => (action.endsWith("Object") ? [`${arn}/a`, `${arn}/a/b`] : [arn]).map((resource) => ({ action, resource })));
const everything = parsePolicyDocument({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] });

test("nothing that the decision of IAM lets through is called denied", () => {
  const seen = { denied: 0, open: 0 };
  fc.assert(
    fc.property(theirs, fc.oneof({ weight: 2, arbitrary: fc.constant(ours) }, fc.subarray(ours)), (statement, beside) => {
      const finding = found(statement, beside);
      if (finding === undefined) return;
      const parsed = parsePolicyDocument({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
      if (!("document" in parsed) || !("document" in everything)) throw new Error("the policy is not understood");
      const policy = { ...parsed.document, statements: [...parsed.document.statements, ...beside] };
      const goesThrough = asking.some((principal) =>
        asked.some((request) => {
          if (principal === undefined) return false;
          // Services are of no organisation, and have no principal ARN.
          const org = principal.kind === "service" || principal.kind === "anonymous" ? {} : { "aws:PrincipalOrgID": "o-1" };
          const context = { "aws:SecureTransport": true, "aws:SourceVpce": "vpce-1", "s3:x-amz-server-side-encryption": "aws:kms", ...org };
          const { result } = decide(
            { ...request, principal, resourceAccount: account, context },
            { identity: [everything.document], resource: policy },
          );
          // Principals of the bucket's account need no Allow in its policy.
          return principal.account !== account && result === "allowed";
        }),
      );
      seen[finding.evidence["effect"] === "denied" ? "denied" : "open"] += 1;
      const isCalledDenied = finding.evidence["effect"] === "denied" || finding.severity === "informational";
      expect(goesThrough && isCalledDenied).toBe(false);
    }),
    { numRuns: 500 },
  );
  // Some dozen of each, by chance.
  expect(seen.denied).toBeGreaterThan(0);
  expect(seen.open).toBeGreaterThan(0);
});
