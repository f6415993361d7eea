/** Laws of buckets and guardrails, over many small sets of groups and buckets. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { compile } from "../../src/compiler/compile.ts";
import type { PolicySet } from "../../src/compiler/policy.ts";
import { isOf } from "../../src/kinds/specs.ts";
import { canonicalJson } from "../../src/model/canonical.ts";
import type { PolicyStatement } from "../../src/model/iam/policy-document.ts";
import { prefixOfSid, sidPrefix } from "../../src/model/ours.ts";
import type { DesiredState, Role } from "../../src/model/state.ts";
import { account, bucketPolicy, decided, documentOf, everything, guardrailOf, keyArn, region } from "../compiler/governed-account.ts";
import { policies as policySet } from "../policy-fixture.ts";

const roleNames = ["batch", "loader", "x+y=z,@.-", "AWSReservedSSO"] as const;
const setNames = ["Data", "Data_Admin", "Data_Admin_0123456789abcdef"] as const;
const bucketNames = ["adw", "adw-claims", "adw.claims"] as const;
const keys = [keyArn, keyArn.replace("1234abcd", "ffffffff")] as const;

/** One principal: its way of being named, and its name. */
type Member = readonly ["role" | "permissionSet", string];

const member: fc.Arbitrary<Member> = fc.oneof(
  fc.tuple(fc.constant("role" as const), fc.constantFrom(...roleNames)),
  fc.tuple(fc.constant("permissionSet" as const), fc.constantFrom(...setNames)),
);

interface Model {
  readonly lake: string;
  /** Disjoint by domain, so that a principal may be in several. */
  readonly groups: readonly (readonly Member[])[];
  readonly buckets: readonly {
    readonly name: string;
    readonly key: string;
    readonly required: boolean;
    /** Groups by number, and principals; undefined: the field is left out. */
    readonly direct: readonly (number | Member)[] | undefined;
  }[];
  /** Are the account's roles known? */
  readonly resolved: boolean;
  readonly suffixes: string;
}

const models: fc.Arbitrary<Model> = fc
  .array(fc.uniqueArray(member, { minLength: 1, maxLength: 3, selector: String }), { minLength: 1, maxLength: 3 })
  .chain((groups) =>
    fc.record<Model>({
      lake: fc.constantFrom("adw", "ADW", "a-dw", "adw-1", "x"),
      groups: fc.constant(groups),
      buckets: fc.uniqueArray(
        fc.record({
          name: fc.constantFrom(...bucketNames),
          key: fc.constantFrom(...keys),
          required: fc.boolean(),
          direct: fc.option(
            fc.uniqueArray(fc.oneof(fc.integer({ min: 0, max: groups.length - 1 }), member), { maxLength: 3, selector: String }),
            { nil: undefined },
          ),
        }),
        { minLength: 1, maxLength: 3, selector: ({ name }) => name },
      ),
      resolved: fc.boolean(),
      suffixes: fc.string({ unit: fc.constantFrom("0", "9", "a", "f"), minLength: 16, maxLength: 16 }),
    }),
  );

function setOf({ lake, groups, buckets }: Model, reversed = false): PolicySet {
  const documents = [
    ...groups.map((members, index) => {
      const principals = members.map(([kind, name]) => ({ [kind]: name }));
      return { kind: "Group", name: `g${index}`, clearance: 1, domains: [`d${index}`], principals };
    }),
    ...groups.map((_members, index) => ({ kind: "Classification", database: `db${index}`, domain: `d${index}`, default: 1 })),
    ...buckets.map(({ name, key, required, direct }) => ({
      kind: "Bucket",
      name,
      key,
      writers: required ? "header-required" : "header-optional",
      directAccess: direct?.map((entry) => (typeof entry === "number" ? `g${entry}` : { [entry[0]]: entry[1] })),
    })),
  ].map((document) => JSON.stringify(document));
  const first = JSON.stringify({
    apiVersion: "lakegrade/v1",
    kind: "Lake",
    name: lake,
    account,
    region,
    operators: ["Apply"],
    breakGlass: ["BreakGlass"],
    locations: [{ path: "s3://adw-claims", role: "Registration" }],
  });
  return policySet(first, ...(reversed ? documents.toReversed() : documents));
}

function arnOf([kind, name]: Member, { suffixes }: Model): string {
  const roles = `arn:aws:iam::${account}:role`;
  return kind === "role" ? `${roles}/jobs/${name}` : `${roles}/aws-reserved/sso.amazonaws.com/${region}/AWSReservedSSO_${name}_${suffixes}`;
}

function rolesOf(model: Model): readonly Role[] {
  const members: readonly Member[] = [
    ...roleNames.map((name): Member => ["role", name]),
    ...setNames.map((name): Member => ["permissionSet", name]),
    ...["Apply", "BreakGlass", "Registration"].map((name): Member => ["role", name]),
  ];
  return members.map((one) => {
    const arn = arnOf(one, model);
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    return { arn, name, path: arn.slice(arn.indexOf(":role/") + ":role".length, -name.length) };
  });
}

const catalog = { databases: ["db0", "db1", "db2"].map((name) => ({ name, tables: [] })) };

function stateOf(model: Model, reversed = false): DesiredState {
  const surroundings = { catalog, ...(model.resolved ? { roles: rolesOf(model) } : {}) };
  const { state, diagnostics } = compile(setOf(model, reversed), surroundings);
  if (state === undefined) throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join("; "));
  return state;
}

/** May this principal touch the objects of a bucket, by the plainest reading of the policies? */
function isDirect(one: Member, direct: Model["buckets"][number]["direct"], groups: Model["groups"]): boolean {
  const is = (other: Member): boolean => other[0] === one[0] && other[1] === one[1];
  return (direct ?? []).some((entry) => (typeof entry === "number" ? groups[entry]?.some(is) === true : is(entry)));
}

function statementsOf({ resources }: DesiredState): readonly PolicyStatement[] {
  return [...resources.values()].flatMap((resource) =>
    isOf(resource, "s3-bucket-policy") || isOf(resource, "iam-role-policy") || isOf(resource, "permission-set-policy")
      ? resource.spec.statements
      : [],
  );
}

describe("buckets and guardrails", () => {
  test("a principal of a group reads an object exactly where directAccess names it or a group of it, whatever else it may do", () => {
    fc.assert(
      fc.property(models, (model) => {
        const state = stateOf(model);
        for (const one of model.groups.flat()) {
          const by = arnOf(one, model);
          const identity = [everything, guardrailOf(state, one[1])];
          for (const { name, direct } of model.buckets) {
            const asked = { by, action: "s3:GetObject", on: `arn:aws:s3:::${name}/any/object` };
            const may = isDirect(one, direct, model.groups);
            expect(decided({ ...asked, policies: { identity } })).toBe(may ? "allowed" : "explicitDeny");
            const closed = direct !== undefined && !may;
            const onBucket = decided({ ...asked, policies: { identity: [everything], resource: bucketPolicy(state, name) } });
            expect(onBucket).toBe(closed ? "explicitDeny" : "allowed");
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("nobody decrypts with the key of a bucket that is closed to them, unless another one needs it", () => {
    fc.assert(
      fc.property(models, (model) => {
        const state = stateOf(model);
        for (const one of model.groups.flat()) {
          const policies = { identity: [everything, guardrailOf(state, one[1])] };
          for (const key of new Set(model.buckets.map((bucket) => bucket.key))) {
            const open = model.buckets.some((bucket) => bucket.key === key && isDirect(one, bucket.direct, model.groups));
            const result = decided({ by: arnOf(one, model), action: "kms:Decrypt", on: key, policies });
            expect(result === "explicitDeny").toBe(!open);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("operators, break-glass principals and registration roles pass every bucket, over TLS and with its key", () => {
    fc.assert(
      fc.property(models, (model) => {
        const state = stateOf(model);
        for (const { name, key } of model.buckets) {
          const context = { "s3:x-amz-server-side-encryption": "aws:kms", "s3:x-amz-server-side-encryption-aws-kms-key-id": key };
          for (const role of ["Apply", "BreakGlass", ...(name === "adw-claims" ? ["Registration"] : [])]) {
            for (const action of ["s3:GetObject", "s3:PutObject"]) {
              const policies = { identity: [everything], resource: bucketPolicy(state, name) };
              const on = `arn:aws:s3:::${name}/object`;
              expect(decided({ by: arnOf(["role", role], model), action, on, context, policies })).toBe("allowed");
            }
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test("the order of documents changes nothing", () => {
    fc.assert(
      fc.property(models, (model) => {
        const texts = [stateOf(model), stateOf(model, true)].map(({ resources, buckets = [] }) =>
          canonicalJson({
            resources: [...resources].map(([address, { kind, spec }]) => [address, kind, spec]),
            buckets: buckets.map(({ origin: _origin, ...bucket }) => bucket),
          }),
        );
        expect(texts[0]).toBe(texts[1]);
      }),
      { numRuns: 40 },
    );
  });

  test("statements are what IAM's grammar takes, in ASCII, each Sid once in a document and under the lake's prefix", () => {
    fc.assert(
      fc.property(models, (model) => {
        const state = stateOf(model);
        const prefix = sidPrefix(model.lake);
        for (const resource of state.resources.values()) {
          if (isOf(resource, "s3-bucket-policy") || isOf(resource, "iam-role-policy") || isOf(resource, "permission-set-policy"))
            documentOf(resource.spec.statements);
        }
        for (const statement of statementsOf(state)) {
          expect(statement.sid).toMatch(/^[A-Za-z0-9]+$/);
          expect(prefixOfSid(statement.sid)).toBe(prefix);
          expect(JSON.stringify(statement)).toMatch(/^[\x20-\x7e]*$/);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("two lakes never share a Sid", () => {
    const lakeName = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,7}$/);
    fc.assert(
      fc.property(models, lakeName, lakeName, (model, a, b) => {
        fc.pre(a !== b);
        const [first, second] = [a, b].map((lake) => new Set(statementsOf(stateOf({ ...model, lake })).map(({ sid }) => sid)));
        expect([...(first ?? [])].filter((sid) => second?.has(sid) === true)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
