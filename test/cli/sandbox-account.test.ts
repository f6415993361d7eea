/** The account a sandbox makes of policies: whatever they name exists, and has the rights AWS's documents say it needs. */

import { GetRoleCommand, ListRolesCommand, ListUsersCommand, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { DescribeGroupCommand, GetGroupIdCommand, IdentitystoreClient } from "@aws-sdk/client-identitystore";
import { DescribeKeyCommand, GetKeyPolicyCommand } from "@aws-sdk/client-kms";
import {
  GetBucketEncryptionCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import {
  DescribePermissionSetCommand,
  ListInstancesCommand,
  ListPermissionSetsProvisionedToAccountCommand,
  SSOAdminClient,
} from "@aws-sdk/client-sso-admin";
import { describe, expect, test } from "vitest";

import { processIo } from "../../src/cli/io.ts";
import { en } from "../../src/cli/messages/en.ts";
import { openSandbox } from "../../src/cli/sandbox-account.ts";
import { parsePolicies } from "../../src/compiler/parse.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { account, administrator, clientsOf, errorOf, region } from "../sandbox/clients.ts";
import type { Clients, Credentials } from "../sandbox/clients.ts";
import { sessionOf } from "../sandbox/role-session.ts";

const io = processIo({ isInterrupted: () => false, holdInterruption: () => undefined, untilInterrupted: async () => undefined }, en);

const lake = `
apiVersion: lakegrade/v1
kind: Lake
name: adw
account: "${account}"
region: ${region}
admins: [LakeAdmin]
readOnlyAdmins: [{permissionSet: LakeAuditor}]
operators: [{arn: "arn:aws:iam::${account}:role/ci/LakegradeApply"}]
breakGlass: [BreakGlass]
locations:
  - {path: "s3://adw-claims/warehouse", role: LakeRegistration}
  - {path: "s3://adw-claims/raw/", role: LakeRegistration}
  - {path: "s3://adw-hr", role: "arn:aws:iam::${account}:role/lake/HrRegistration"}
`;

const rest = `
---
kind: Group
name: analysts
clearance: 2
principals:
  - permissionSet: DataAnalyst
  - role: analyst-batch
  - identityCenterGroup: data-analysts
    through: [athena-exec]
  - identityCenterGroup: 9067a1b2c3-5d1f7a30-8c42-4e0b-9b57-2f6c1d3e4a50
    through: [athena-exec]
  - arn: "arn:aws:iam::999988887777:role/elsewhere"
---
kind: Bucket
name: adw-claims
key: alias/adw-claims
directAccess: [analysts, {role: macie-scan}]
`;

async function open(text = lake + rest): Promise<Sandbox> {
  const { set, diagnostics } = parsePolicies([{ file: "policies.yaml", bytes: new TextEncoder().encode(text) }]);
  expect(diagnostics).toEqual([]);
  const loaded = { set, diagnostics, directories: [], files: 1, source: () => undefined };
  return openSandbox(io, { account, region, loaded });
}

async function as(sandbox: Sandbox, role: string): Promise<Clients> {
  return clientsOf(sandbox, await sessionOf(sandbox, `arn:aws:iam::${account}:role/${role}`));
}

async function rolesIn(sandbox: Sandbox): Promise<readonly string[]> {
  const { Roles: roles = [] } = await clientsOf(sandbox).iam.send(new ListRolesCommand({}));
  return roles.map(({ Path = "", RoleName = "" }) => `${Path}${RoleName.replace(/_[0-9a-f]{16}$/, "_…")}`);
}

function identities(sandbox: Sandbox, credentials: Credentials, where = region) {
  const config = { region: where, maxAttempts: 1, credentials, requestHandler: sandbox.requestHandler };
  return { sso: new SSOAdminClient(config), store: new IdentitystoreClient(config) };
}

test("every role that is named exists once, under its path; those of other accounts do not", async () => {
  expect((await rolesIn(await open())).toSorted()).toEqual([
    "/BreakGlass",
    "/LakeAdmin",
    "/LakeRegistration",
    "/analyst-batch",
    "/athena-exec",
    `/aws-reserved/sso.amazonaws.com/${region}/AWSReservedSSO_DataAnalyst_…`,
    `/aws-reserved/sso.amazonaws.com/${region}/AWSReservedSSO_LakeAuditor_…`,
    "/ci/LakegradeApply",
    "/lake/HrRegistration",
    "/macie-scan",
  ]);
});

test("every user that is named exists once, under its path; those of other accounts do not", async () => {
  const users = ["team/kim", "lee", "administrator"].map((user) => `  - arn: "arn:aws:iam::${account}:user/${user}"\n`).join("");
  const elsewhere = '  - arn: "arn:aws:iam::999988887777:user/elsewhere"\n';
  const group = `---\nkind: Group\nname: people\nclearance: 3\nprincipals:\n${users}${elsewhere}`;
  const sandbox = await open(
    `${lake.replace("breakGlass: [", `breakGlass: [{arn: "arn:aws:iam::${account}:user/emergency/rescue"}, `)}${rest}${group}`,
  );
  const { Users: found = [] } = await clientsOf(sandbox).iam.send(new ListUsersCommand({}));
  expect(found.map(({ Arn }) => Arn)).toEqual(
    ["administrator", "team/kim", "lee", "emergency/rescue"].map((user) => `arn:aws:iam::${account}:user/${user}`),
  );
});

describe("buckets and keys", () => {
  test("are those of documents and of locations, as new ones are", async () => {
    const { s3 } = clientsOf(await open());
    expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toEqual(["adw-claims", "adw-hr"]);
    const { ServerSideEncryptionConfiguration: found } = await s3.send(new GetBucketEncryptionCommand({ Bucket: "adw-claims" }));
    expect(found?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe("AES256");
  });

  test("let the registration role read and write its locations with the bucket's key, and no other role", async () => {
    const sandbox = await open();
    const { s3, kms } = clientsOf(sandbox);
    const { KeyMetadata: key } = await kms.send(new DescribeKeyCommand({ KeyId: "alias/adw-claims" }));
    expect(key).toMatchObject({ KeyState: "Enabled", KeyManager: "CUSTOMER", KeySpec: "SYMMETRIC_DEFAULT" });
    const Bucket = "adw-claims";
    const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" as const, KMSMasterKeyID: key?.Arn } };
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [rule] } }));
    const registration = await as(sandbox, "LakeRegistration");
    for (const Key of ["warehouse/t/1", "raw/1"]) {
      await registration.s3.send(new PutObjectCommand({ Bucket, Key, Body: "x" }));
      await registration.s3.send(new GetObjectCommand({ Bucket, Key }));
    }
    expect((await errorOf(registration.s3.send(new PutObjectCommand({ Bucket, Key: "other/1", Body: "x" })))).name).toBe("AccessDenied");
    for (const role of ["LakeAdmin", "analyst-batch", "macie-scan", "lake/HrRegistration"]) {
      const other = await as(sandbox, role);
      expect((await errorOf(other.s3.send(new GetObjectCommand({ Bucket, Key: "raw/1" })))).name).toBe("AccessDenied");
    }
    expect((await kms.send(new GetKeyPolicyCommand({ KeyId: key?.Arn }))).Policy).toContain("role/LakeRegistration");
  });

  test("have the rights a simulation tells too, and the trust of Lake Formation", async () => {
    const { iam } = clientsOf(await open());
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: "HrRegistration" }));
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? "")).toContain("lakeformation.amazonaws.com");
    const ask = {
      PolicySourceArn: role?.Arn,
      ActionNames: ["s3:GetObject"],
      ResourceArns: ["arn:aws:s3:::adw-hr/a", "arn:aws:s3:::adw-claims/a"],
    };
    const { EvaluationResults: [result] = [] } = await iam.send(new SimulatePrincipalPolicyCommand(ask));
    expect(result?.ResourceSpecificResults?.map(({ EvalResourceDecision }) => EvalResourceDecision)).toEqual(["allowed", "implicitDeny"]);
  });

  test("may have a key that is named by its ARN, in another account of the organisation", async () => {
    const key = `arn:aws:kms:${region}:999900001111:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
    const sandbox = await open(lake + rest.replace("alias/adw-claims", `"${key}"`));
    const { kms } = await as(sandbox, "LakeRegistration");
    expect((await kms.send(new DescribeKeyCommand({ KeyId: key }))).KeyMetadata).toMatchObject({ Arn: key, AWSAccountId: "999900001111" });
  });

  test("have their former keys, which the registration role may use", async () => {
    const former = [account, "999900001111"].map((owner) => `arn:aws:kms:${region}:${owner}:key/00000000-12ab-34cd-56ef-1234567890ab`);
    const sandbox = await open(
      lake + rest.replace("key: alias/adw-claims", `key: alias/adw-claims\nformerKeys: ${JSON.stringify(former)}`),
    );
    const { kms } = await as(sandbox, "LakeRegistration");
    for (const key of former)
      expect((await kms.send(new DescribeKeyCommand({ KeyId: key }))).KeyMetadata).toMatchObject({ Arn: key, KeyState: "Enabled" });
  });

  test("share a key that two name, which both registration roles may use", async () => {
    const second = rest.slice(rest.indexOf("---\nkind: Bucket")).replace("name: adw-claims", "name: adw-hr").replace("[analysts, ", "[");
    const sandbox = await open(lake + rest + second);
    const { Policy = "" } = await clientsOf(sandbox).kms.send(
      new GetKeyPolicyCommand({
        KeyId: (await clientsOf(sandbox).kms.send(new DescribeKeyCommand({ KeyId: "alias/adw-claims" }))).KeyMetadata?.KeyId,
      }),
    );
    expect(Policy).toContain("role/LakeRegistration");
    expect(Policy).toContain("role/lake/HrRegistration");
  });
});

async function provisioned({ sso }: ReturnType<typeof identities>) {
  const { Instances: [instance] = [] } = await sso.send(new ListInstancesCommand({}));
  const InstanceArn = instance?.InstanceArn;
  const input = { InstanceArn, AccountId: account };
  const { PermissionSets: sets = [] } = await sso.send(new ListPermissionSetsProvisionedToAccountCommand(input));
  const described = sets.map(async (PermissionSetArn) => sso.send(new DescribePermissionSetCommand({ InstanceArn, PermissionSetArn })));
  const names = (await Promise.all(described)).map(({ PermissionSet: set }) => set?.Name ?? "");
  return { instance, names: names.toSorted() };
}

describe("IAM Identity Center", () => {
  test("is in the lake's account and Region, where the administrator runs it", async () => {
    const sandbox = await open();
    const clients = identities(sandbox, administrator);
    const { instance, names } = await provisioned(clients);
    expect(instance?.OwnerAccountId).toBe(account);
    expect(names).toEqual(["DataAnalyst", "LakeAuditor"]);
    const IdentityStoreId = instance?.IdentityStoreId;
    const attribute = { AttributePath: "displayName", AttributeValue: "data-analysts" };
    const byName = new GetGroupIdCommand({ IdentityStoreId, AlternateIdentifier: { UniqueAttribute: attribute } });
    expect((await clients.store.send(byName)).GroupId).toMatch(/^[0-9a-f-]{36}$/);
    const GroupId = "9067a1b2c3-5d1f7a30-8c42-4e0b-9b57-2f6c1d3e4a50";
    expect((await clients.store.send(new DescribeGroupCommand({ IdentityStoreId, GroupId }))).GroupId).toBe(GroupId);
  });

  test("is where the policies say it lives, and reached through the role they name", async () => {
    const role = "arn:aws:iam::999900001111:role/access/LakegradeIdentity";
    const sandbox = await open(`${lake}identityCenter: {region: us-east-1, assumeRole: "${role}"}${rest}`);
    const { names, instance } = await provisioned(identities(sandbox, await sessionOf(sandbox, role), "us-east-1"));
    expect(names).toEqual(["DataAnalyst", "LakeAuditor"]);
    expect(instance?.OwnerAccountId).toBe("999900001111");
    const { message } = await errorOf(identities(sandbox, administrator, "us-east-1").sso.send(new ListInstancesCommand({})));
    expect(message).toContain("not authorized");
    expect(await rolesIn(sandbox)).toContain("/aws-reserved/sso.amazonaws.com/AWSReservedSSO_DataAnalyst_…");
    const iam = sandbox.account.organization.iam.get("999900001111");
    expect(JSON.parse(iam?.roles.get("lakegradeidentity")?.trust ?? "")).toMatchObject({ Statement: [{ Principal: { AWS: account } }] });
  });

  test("is not there when nothing needs it", async () => {
    const plain = lake.replace("{permissionSet: LakeAuditor}", "LakeAuditor");
    const sandbox = await open(plain);
    expect((await identities(sandbox, administrator).sso.send(new ListInstancesCommand({}))).Instances).toEqual([]);
  });
});

test("what AWS would not let be ends in LG6007", async () => {
  const failure = await open(lake.replace("s3://adw-claims/raw/", "s3://xn--claims/raw/")).catch((error: unknown) => error);
  expect(failure).toMatchObject({ diagnostics: [{ code: "LG6007", message: expect.stringContaining("bucket is not valid") as string }] });
});

test("resource links of a catalog file are left out, with a note for each", async () => {
  const notes: string[] = [];
  const columns = [{ name: "id", type: "string" }];
  const catalog = {
    databases: [
      {
        name: "claims",
        tables: [
          { name: "patients", columns },
          { name: "partners", type: "resource-link", columns },
        ],
      },
      { name: "other", resourceLink: true, tables: [] },
    ],
  };
  const sandbox = await openSandbox(
    { ...io, err: (text) => void notes.push(text), readText: async () => Promise.resolve(JSON.stringify(catalog)) },
    { account, region, catalogFile: "catalog.json" },
  );
  expect(notes).toEqual(["claims.partners", "other"].map((link) => `note: ${link} is a resource link, and the sandbox leaves it out\n`));
  expect([...sandbox.account.glue.databases].map(([name, { tables }]) => [name, [...tables.keys()]])).toEqual([["claims", ["patients"]]]);
});
