/** Random lakes of groups, buckets and registration roles in an account made by hand, and that account with a plan done. */

import * as fc from "fast-check";

import { compile } from "../../src/compiler/compile.ts";
import { permissionSetPolicy } from "../../src/kinds/permission-set-policy/kind.ts";
import { readGuardrails } from "../../src/kinds/permission-set-policy/read.ts";
import { isChangeOf, subjectOf } from "../../src/kinds/specs.ts";
import type { Address } from "../../src/model/address.ts";
import type { BucketFacts, PermissionSetFacts } from "../../src/model/account-facts.ts";
import type { Change } from "../../src/model/change.ts";
import { hasErrors } from "../../src/model/diagnostic.ts";
import { policyJson } from "../../src/model/iam/format-policy.ts";
import { formatShared, parseShared } from "../../src/model/iam/shared-document.ts";
import type { SharedDocument } from "../../src/model/iam/shared-document.ts";
import { sidPrefix } from "../../src/model/ours.ts";
import type { DesiredState, LiveState, Resource, Role } from "../../src/model/state.ts";
import { keyFacts } from "../key-facts.ts";
import { policies } from "../policy-fixture.ts";

const lakeName = "adw";
export const account = "111122223333";
export const region = "ap-northeast-2";
export const members = ["a", "b", "c", "Data"] as const;
export const bucketNames = ["one", "two"] as const;
export const registrationRoles = ["Registration", "NextRegistration"] as const;
export const keys = ["1", "9"].map((digit) => `arn:aws:kms:${region}:${account}:key/${digit.repeat(8)}-2222-4333-8444-555555555555`);

type Member = (typeof members)[number];

/** By name of the bucket. */
export interface ModelBucket {
  readonly governed: boolean;
  readonly key: number;
  /** Undefined: the field is left out. */
  readonly direct: readonly (Member | number)[] | undefined;
  readonly protects: boolean;
}

export interface BucketLake {
  /** Two groups, who are in no other. */
  readonly groups: readonly (readonly Member[])[];
  readonly buckets: readonly ModelBucket[];
  /** Registers both buckets. */
  readonly registration: number;
}

export const bucketLakes: fc.Arbitrary<BucketLake> = fc.record({
  groups: fc.tuple(fc.subarray([...members], { minLength: 1 }), fc.subarray([...members], { minLength: 1 })),
  buckets: fc.array(
    fc.record({
      governed: fc.constantFrom(true, true, true, false),
      key: fc.nat(1),
      direct: fc.option(fc.uniqueArray(fc.constantFrom<Member | number>(...members, 0, 1), { maxLength: 2 }), { nil: undefined }),
      protects: fc.boolean(),
    }),
    { minLength: bucketNames.length, maxLength: bucketNames.length },
  ),
  registration: fc.nat(1),
});

const principalOf = (member: Member): object => (member === "Data" ? { permissionSet: member } : { role: member });

const suffix = "0123456789abcdef";

/** The ARN of a role, or of that of the permission set. */
export function arnOf(name: string): string {
  const roles = `arn:aws:iam::${account}:role`;
  return name === "Data" ? `${roles}/aws-reserved/sso.amazonaws.com/${region}/AWSReservedSSO_${name}_${suffix}` : `${roles}/${name}`;
}

/** Whoever has it may do everything with objects, keys and roles, as far as others let them. */
const own = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["s3:*", "kms:*", "sts:AssumeRole"], Resource: "*" }],
});

function roleOf(name: string): Role {
  const arn = arnOf(name);
  const named = arn.slice(arn.lastIndexOf("/") + 1);
  const inline = [{ name: name === "Data" ? "AwsSSOInlinePolicy" : "own", document: own }];
  return {
    name: named,
    arn,
    path: arn.slice(arn.indexOf(":role/") + ":role".length, -named.length),
    policies: { id: `AROA${name.toUpperCase().padEnd(17, "X")}`, trust: "{}", inline, attached: [] },
  };
}

/** An account that nothing governs yet. */
export function ungoverned(): LiveState {
  const byIam = { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" };
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [byIam] });
  const set: PermissionSetFacts = {
    name: "Data",
    arn: "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef",
    inlinePolicy: own,
    accounts: [account],
    behind: [],
    managementOnly: false,
  };
  return {
    account,
    region,
    readAt: "2026-01-01T00:00:00.000Z",
    caller: arnOf("Apply"),
    tagKeys: [],
    catalog: { databases: ["zero", "first"].map((name) => ({ name, tables: [] })) },
    roles: [...members, ...registrationRoles, "Apply", "BreakGlass"].map(roleOf),
    users: [],
    resources: new Map(),
    unread: [],
    facts: {
      buckets: bucketNames.map((name) => ({ name })),
      keys: keys.map((arn) => keyFacts({ arn, aliases: [], policy, grants: [] })),
      managedPolicies: [],
      catalogKeys: [],
      workgroups: [],
      identityCenter: {
        instance: "arn:aws:sso:::instance/ssoins-1234567890abcdef",
        identityStore: "d-1234567890",
        region,
        owner: account,
        caller: account,
        permissionSets: [set],
        groups: [],
      },
    },
  };
}

/** What the policies of a lake ask of the account. Throws where they do not compile. */
export function desiredOf({ groups, buckets, registration }: BucketLake, live: LiveState): DesiredState {
  const registered = bucketNames.map((name) => ({ path: `s3://${name}`, role: registrationRoles[registration] }));
  const lake = {
    apiVersion: "lakegrade/v1",
    kind: "Lake",
    name: lakeName,
    account,
    region,
    operators: ["Apply"],
    breakGlass: ["BreakGlass"],
    locations: registered,
  };
  const documents = [
    ...groups.map((of, at) => ({ kind: "Group", name: `g${at}`, clearance: 1, domains: [`d${at}`], principals: of.map(principalOf) })),
    ...["zero", "first"].map((database, at) => ({ kind: "Classification", database, domain: `d${at}`, default: 1 })),
    ...buckets.flatMap(({ governed, key, direct, protects }, at) =>
      governed
        ? [
            {
              kind: "Bucket",
              name: bucketNames[at],
              key: keys[key],
              formerKeys: keys.filter((_, other) => other !== key),
              protectConfiguration: protects,
              directAccess: direct?.map((entry) => (typeof entry === "number" ? `g${entry}` : principalOf(entry))),
            },
          ]
        : [],
    ),
  ];
  const set = policies(...[lake, ...documents].map((document) => JSON.stringify(document)));
  const { catalog, roles, users, facts } = live;
  const { state, diagnostics } = compile(set, { catalog, roles, users, ...(facts === undefined ? {} : { facts }) });
  if (state === undefined || hasErrors(diagnostics))
    throw new Error(diagnostics.map(({ code, message }) => `${code} ${message}`).join("; "));
  return state;
}

/** The account with changes done: resources, and the texts of policies that they stand in. */
export function withDone(live: LiveState, changes: readonly Change[]): LiveState {
  const resources = new Map<Address, Resource>(live.resources);
  const { facts } = live;
  if (facts?.identityCenter === undefined) throw new Error("nothing is known of the account");
  const buckets = new Map(facts.buckets.map((bucket) => [bucket.name, bucket]));
  let roles = live.roles;
  let sets = facts.identityCenter.permissionSets;
  for (const change of changes) {
    const { address, kind, after } = change;
    if (after === null) resources.delete(address);
    else resources.set(address, { kind, spec: after });
    if (isChangeOf(change, "s3-bucket-policy")) {
      const { bucket: name, prefix } = subjectOf(change);
      const { policy: text = "", ...bucket }: BucketFacts = buckets.get(name) ?? { name };
      const policy = formatShared(shared(text), prefix, change.after?.statements ?? []);
      buckets.set(name, policy === "" ? bucket : { ...bucket, policy });
    } else if (isChangeOf(change, "iam-role-policy")) {
      const { role, policy } = subjectOf(change);
      const statements = change.after?.statements;
      const document = statements === undefined ? undefined : JSON.stringify(policyJson({ version: "2012-10-17", statements }));
      roles = roles.map((one) => (one.name === role ? withInline(one, policy, document) : one));
    } else if (isChangeOf(change, "permission-set-policy")) {
      const { permissionSet, prefix } = subjectOf(change);
      sets = sets.map((set) =>
        set.name === permissionSet
          ? { ...set, inlinePolicy: formatShared(shared(set.inlinePolicy), prefix, change.after?.statements ?? []) }
          : set,
      );
      const document = sets.find((set) => set.name === permissionSet)?.inlinePolicy;
      roles = roles.map((one) => (one.arn === arnOf(permissionSet) ? withInline(one, "AwsSSOInlinePolicy", document) : one));
    }
  }
  const identityCenter = { ...facts.identityCenter, permissionSets: sets };
  return { ...live, resources, roles, facts: { ...facts, buckets: [...buckets.values()], identityCenter } };
}

/** The account after somebody took our statements out of the definition of the permission set and provisioned nothing: its role holds them still. */
export function withEmptiedSet(live: LiveState): LiveState {
  const { facts, roles } = live;
  if (facts?.identityCenter === undefined) throw new Error("nothing is known of the account");
  const sets = facts.identityCenter.permissionSets.map((set) => ({
    ...set,
    inlinePolicy: formatShared(shared(set.inlinePolicy), sidPrefix(lakeName), []),
  }));
  const others = [...live.resources].filter(([, { kind }]) => kind !== permissionSetPolicy.name);
  const found = readGuardrails(sets, roles, account).specs.map(
    (spec) => [permissionSetPolicy.address(spec), { kind: permissionSetPolicy.name, spec: permissionSetPolicy.normalize(spec) }] as const,
  );
  const identityCenter = { ...facts.identityCenter, permissionSets: sets };
  return { ...live, resources: new Map<Address, Resource>([...others, ...found]), facts: { ...facts, identityCenter } };
}

function shared(text: string): SharedDocument {
  const document = parseShared(text);
  if ("problems" in document) throw new Error("not understood");
  return document;
}

function withInline(role: Role, name: string, document: string | undefined): Role {
  if (role.policies === undefined) throw new Error("a role without policies");
  const others = role.policies.inline.filter((policy) => policy.name !== name);
  return { ...role, policies: { ...role.policies, inline: document === undefined ? others : [...others, { name, document }] } };
}
