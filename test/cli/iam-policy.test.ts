/** The policies that `iam-policy` prints are those the tool needs: nothing is missing when it runs with them, and nothing is over. */

import { beforeAll, describe, expect, test } from "vitest";

import { createPorts } from "../../src/aws/clients.ts";
import { permissionTable } from "../../src/aws/permissions.ts";
import type { Ports } from "../../src/aws/ports.ts";
import { rolePolicies } from "../../src/cli/iam-policy/documents.ts";
import type { Duty, RolePolicyDocument } from "../../src/cli/iam-policy/documents.ts";
import { anyResources, namedResources } from "../../src/cli/iam-policy/named-resources.ts";
import type { NamedResources } from "../../src/cli/iam-policy/named-resources.ts";
import type { PolicySet } from "../../src/compiler/policy.ts";
import { decide } from "../../src/model/iam/decision.ts";
import { parsePolicyDocument } from "../../src/model/iam/parse-policy.ts";
import type { PolicyDocument } from "../../src/model/iam/policy-document.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { allGroups, fullPolicies, fullSandbox } from "../full-lake.ts";
import { account, converge, pending, portsOf, prepare, region, roleArn } from "../governed-lake.ts";
import { lake, policies } from "../policy-fixture.ts";
import { sessionOf } from "../sandbox/role-session.ts";

type Member = Readonly<Record<string, unknown>>;

/** `service.operation` of every operation of some ports, in the table's words. */
function operationsOf(ports: Ports): readonly string[] {
  const { identityCenter, ...services } = ports;
  const { region: _region, ...inner } = identityCenter;
  const byName = [...Object.entries(services), ...Object.entries(inner).map(([name, port]) => [`identityCenter.${name}`, port] as const)];
  return byName.flatMap(([service, port]) => Object.keys(port).map((operation) => `${service}.${operation}`)).toSorted();
}

function operationsInTable(duty?: Duty): readonly string[] {
  return Object.entries(permissionTable)
    .flatMap(([service, operations]) =>
      Object.entries(operations).flatMap(([operation, permissions]) =>
        duty === undefined || permissions.every((permission) => permission.for === duty) ? [`${service}.${operation}`] : [],
      ),
    )
    .toSorted();
}

test("every operation of the ports is in the table, and no other", () => {
  expect(operationsInTable()).toEqual(operationsOf(createPorts({ region })));
});

/** Actions that are not called what their operation is. Source: Service Authorization Reference, Amazon S3. */
const otherNames: Readonly<Record<string, string>> = {
  ListBuckets: "ListAllMyBuckets",
  GetBucketEncryption: "GetEncryptionConfiguration",
  PutBucketEncryption: "PutEncryptionConfiguration",
  GetPublicAccessBlock: "GetBucketPublicAccessBlock",
  PutPublicAccessBlock: "PutBucketPublicAccessBlock",
};

const prefixes: Readonly<Record<string, string>> = {
  lakeFormation: "lakeformation",
  glue: "glue",
  athena: "athena",
  iam: "iam",
  sts: "sts",
  s3: "s3",
  kms: "kms",
  "identityCenter.ssoAdmin": "sso",
  "identityCenter.identityStore": "identitystore",
  "identityCenter.sts": "sts",
};

/** What the call is on, as far as policies are limited to it. */
function resourceOf(service: string, input: Readonly<Record<string, unknown>>, sandbox: Sandbox): string {
  const { Bucket, KeyId, RoleName } = input;
  if (service === "s3" && typeof Bucket === "string") return `arn:aws:s3:::${Bucket}`;
  if (service === "kms" && typeof KeyId === "string") {
    const aliased = sandbox.account.kms.aliases.get(KeyId)?.keyId;
    return KeyId.startsWith("arn:") ? KeyId : `arn:aws:kms:${region}:${account}:key/${aliased ?? KeyId}`;
  }
  if (service === "iam" && typeof RoleName === "string") return roleArn(RoleName);
  if (service === "glue") return `arn:aws:glue:${region}:${account}:catalog`;
  if (service === "athena" && typeof input["WorkGroup"] === "string")
    return `arn:aws:athena:${region}:${account}:workgroup/${input["WorkGroup"]}`;
  return "*";
}

function documentsOf(policiesOfRole: readonly RolePolicyDocument[]): readonly PolicyDocument[] {
  return policiesOfRole.map(({ document }) => {
    const parsed = parsePolicyDocument(document, { kind: "identity", limit: { count: "characters", most: 6144 } });
    if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
    return parsed.document;
  });
}

/** The policy that a key has by default. Source: KMS Developer Guide, key-policy-default. */
const leftToIam: PolicyDocument = {
  version: "2012-10-17",
  statements: [
    {
      effect: "Allow",
      principal: { negated: false, byType: { AWS: [`arn:aws:iam::${account}:root`] } },
      action: { negated: false, names: ["kms:*"] },
      resource: { negated: false, names: ["*"] },
      conditions: [],
    },
  ],
};

/** Ports of a role that is stopped at the first call its policies do not allow; what it called is kept. */
function guarded(sandbox: Sandbox, ports: Ports, identity: readonly PolicyDocument[], called: Set<string>): Ports {
  const principal = { kind: "role-session", arn: "arn:aws:sts::x", account, role: roleArn("x"), id: "AROA:x", tags: {} } as const;
  const wrap = (service: string, port: object): object =>
    Object.fromEntries(
      Object.entries(port).map(([operation, call]: [string, (input: Member) => Promise<unknown>]) => [
        operation,
        (input: Member) => {
          called.add(`${service}.${operation}`);
          const name = `${operation.slice(0, 1).toUpperCase()}${operation.slice(1)}`;
          const action = `${prefixes[service] ?? ""}:${otherNames[name] ?? name}`;
          const resource = resourceOf(service, input, sandbox);
          const context = { "kms:ResourceAliases": ["alias/adw"] };
          const byKey = service === "kms" && resource !== "*" ? { resource: leftToIam } : {};
          const { result } = decide({ principal, action, resource, resourceAccount: account, context }, { identity, ...byKey });
          if (result !== "allowed" && name !== "GetCallerIdentity") throw new Error(`${action} on ${resource} is not allowed`);
          return call(input);
        },
      ]),
    );
  const { identityCenter, ...services } = ports;
  const { region: home, ...inner } = identityCenter;
  return {
    ...Object.fromEntries(Object.entries(services).map(([name, port]) => [name, wrap(name, port)])),
    identityCenter: {
      region: home,
      ...Object.fromEntries(Object.entries(inner).map(([name, port]) => [name, wrap(`identityCenter.${name}`, port)])),
    },
  } as unknown as Ports;
}

/** A role of the lake with exactly these policies; the sandbox holds it to them in S3 and KMS, `guarded` in every service. */
async function session(sandbox: Sandbox, role: string, generated: readonly RolePolicyDocument[], called: Set<string>): Promise<Ports> {
  const documents = generated.map(({ document }) => JSON.stringify(document));
  const known = sandbox.account.iam.roles.get(role.toLowerCase());
  if (known === undefined) throw new Error(`no role ${role}`);
  sandbox.account.iam.roles.set(role.toLowerCase(), { ...known, inline: new Map(documents.map((text, index) => [`p${index}`, text])) });
  return guarded(sandbox, portsOf(sandbox, await sessionOf(sandbox, roleArn(role))), documentsOf(generated), called);
}

/** What `bootstrap` does: without it Lake Formation shows the reader nothing and lets the operator do nothing. */
async function bootstrap(sandbox: Sandbox): Promise<void> {
  const { lakeFormation } = portsOf(sandbox);
  const { DataLakeSettings } = await lakeFormation.getDataLakeSettings({});
  await lakeFormation.putDataLakeSettings({
    DataLakeSettings: {
      ...DataLakeSettings,
      DataLakeAdmins: [...(DataLakeSettings?.DataLakeAdmins ?? []), { DataLakePrincipalIdentifier: roleArn("LakegradeApply") }],
      ReadOnlyAdmins: [{ DataLakePrincipalIdentifier: roleArn("LakegradePlan") }],
    },
  });
}

/** A lake that changes in every way the tool knows: adopted, graded anew, registered anew, and given up in parts. */
const stages: readonly PolicySet[] = [
  fullPolicies(),
  fullPolicies({ rules: '  - {match: "*.city", grade: 2}', registration: "OtherRegistration" }),
  fullPolicies({ rules: '  - {match: "*.city", grade: 3}', domain: "insurance" }),
  fullPolicies({
    buckets: false,
    groups: allGroups
      .split("\n---\n")
      .slice(2)
      .join("\n---\n")
      .replace("principals: [", "principals: [{permissionSet: Unassigned, optional: true}, "),
  }),
];

describe.each([
  ["without policies", () => anyResources],
  ["limited to what policies name", () => named(stages[0])],
])("%s", (_case, resources) => {
  const called = { plan: new Set<string>(), apply: new Set<string>() };

  beforeAll(async () => {
    const sandbox = fullSandbox();
    await portsOf(sandbox).s3.putPublicAccessBlock({ Bucket: "adw-claims", PublicAccessBlockConfiguration: { BlockPublicAcls: true } });
    await bootstrap(sandbox);
    const reader = { ports: await session(sandbox, "LakegradePlan", rolePolicies("plan", resources()), called.plan) };
    const operator = { ports: await session(sandbox, "LakegradeApply", rolePolicies("apply", resources()), called.apply) };
    for (const set of stages) {
      await prepare(reader, set);
      await converge(operator, set);
      const left = await pending(reader, set);
      if (left.length > 0) throw new Error(`still to do: ${left.join(", ")}`);
    }
  }, 120_000);

  test("the reader's policy is what planning calls", () => {
    expect([...called.plan].toSorted()).toEqual(operationsInTable("plan"));
  });

  test("the operator's policy is what applying calls", () => {
    expect([...called.apply].toSorted()).toEqual(operationsInTable());
  });
});

function named(set: PolicySet | undefined): NamedResources {
  if (set?.lake === undefined) throw new Error("no lake");
  return namedResources(set, set.lake);
}

type Shown = {
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Action: string | readonly string[];
    readonly Resource: unknown;
    readonly Condition?: unknown;
  }[];
};

function statements(generated: readonly RolePolicyDocument[]): Shown["Statement"] {
  return generated.flatMap(({ document }) => (document as Shown).Statement);
}

function statement(generated: readonly RolePolicyDocument[], sid: string) {
  return statements(generated).find(({ Sid }) => Sid === sid);
}

describe("a policy", () => {
  test("of the reader changes nothing", () => {
    const actions = statements(rolePolicies("plan", anyResources)).flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/:(Get|List|Describe|Search)/.test(action))).toEqual([]);
  });

  test("that is limited names workgroups, buckets, keys and roles, and passes registration roles to Lake Formation alone", () => {
    const generated = rolePolicies("apply", named(fullPolicies()));
    expect(statement(generated, "WriteBuckets")?.Resource).toBe("arn:aws:s3:::adw-claims");
    expect(statement(generated, "ReadWorkgroups")?.Resource).toBe(`arn:aws:athena:${region}:${account}:workgroup/*`);
    expect(statement(generated, "WriteKeys")).toMatchObject({
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/adw" } },
    });
    expect(statement(generated, "WriteGuardrails")?.Resource).toEqual(
      ["batch", "etl", "exec"].flatMap((role) => [roleArn(`*/${role}`), roleArn(role)]).toSorted(),
    );
    expect(statement(generated, "PassRegistrationRoles")).toMatchObject({
      Resource: [roleArn("*/LakeRegistration"), roleArn("LakeRegistration")],
      Condition: { StringEquals: { "iam:PassedToService": "lakeformation.amazonaws.com" } },
    });
  });

  test("that is limited leaves out what the policies have no use for", () => {
    const set = policies(lake, "kind: Group\nname: a\nclearance: 3\nguardrail: report\nprincipals: [{role: etl}]");
    const sids = statements(rolePolicies("apply", named(set))).map(({ Sid }) => Sid);
    expect(sids).not.toContain("ReadIdentityCenter");
    for (const sid of ["WriteBuckets", "WriteKeys", "WriteGuardrails", "PassRegistrationRoles", "GrantToIdentityCenter"])
      expect(sids).not.toContain(sid);
  });

  test("leaves Identity Center to the role that the Lake names, and may assume it", () => {
    const role = "arn:aws:iam::999900001111:role/LakegradeIdentity";
    const identityCenter = `identityCenter: {region: us-east-1, assumeRole: "${role}"}`;
    const generated = rolePolicies(
      "apply",
      named(policies(`${lake}${identityCenter}`, "kind: Group\nname: a\nclearance: 3\nprincipals: [{permissionSet: A}]")),
    );
    expect(generated.map(({ name, role: of }) => [name, of])).toEqual([
      ["lakegrade-apply", "caller"],
      ["lakegrade-apply-identity-center", "identity-center"],
    ]);
    expect(statement(generated.slice(0, 1), "AssumeIdentityCenterRole")).toMatchObject({ Action: "sts:AssumeRole", Resource: role });
    expect(statement(generated.slice(0, 1), "WriteIdentityCenter")).toBeUndefined();
    expect(statement(generated.slice(1), "WriteIdentityCenter")).toBeDefined();
  });

  test("that would be too large is split, and loses nothing", () => {
    const buckets = Array.from(
      { length: 300 },
      (_, index) => `kind: Bucket\nname: a-bucket-with-a-rather-long-name-${index}\nkey: alias/${index}`,
    );
    const generated = rolePolicies("apply", named(policies(lake, ...buckets)));
    expect(generated.length).toBeGreaterThan(2);
    expect(generated.every(({ characters }) => characters <= 6144)).toBe(true);
    expect(documentsOf(generated)).toHaveLength(generated.length);
    const listed = statements(generated).flatMap(({ Sid, Resource }) => (Sid.startsWith("WriteBuckets") ? Resource : []));
    expect(new Set(listed as readonly string[]).size).toBe(300);
    const sids = statements(generated).map(({ Sid }) => Sid);
    expect(new Set(sids).size).toBe(sids.length);
  });
});
