/** Governed buckets with tables that no registered location serves: nobody is kept off the objects while they wait, and what is closed stays closed. */

import { DeregisterResourceCommand, LakeFormationClient } from "@aws-sdk/client-lakeformation";
import { describe, expect, test } from "vitest";

import { viewAfter } from "../../src/access/account-after.ts";
import { viewOf } from "../../src/access/account-view.ts";
import { callerOf } from "../../src/access/bucket-writers.ts";
import { judge } from "../../src/access/judge.ts";
import { policiesOf } from "../../src/access/simulate-write.ts";
import { objectRequest } from "../../src/access/write-requests.ts";
import { assess } from "../../src/audit/assess.ts";
import type { PolicySet } from "../../src/compiler/policy.ts";
import { parseShared } from "../../src/model/iam/shared-document.ts";
import { seedCatalog } from "../../src/sandbox/seed.ts";
import { allGroups, fullPolicies, fullSandbox } from "../full-lake.ts";
import { converge, desiredOf, pending, portsOf, prepare, readAs, region, roleArn } from "../governed-lake.ts";
import type { GovernedLake, Prepared } from "../governed-lake.ts";

const staged = fullPolicies({ staging: "enforce: false" });
const enforced = fullPolicies();

function open(): GovernedLake {
  const sandbox = fullSandbox();
  return { sandbox, ports: portsOf(sandbox) };
}

const closing = ["DenyDecrypt", "DenyDirectAccess", "DenyListing", "DenyObjects"];

function closingIn(text: string): readonly string[] {
  const document = parseShared(text);
  if ("problems" in document) throw new Error("not understood");
  return document.statements
    .map(({ statement: { sid = "" } }) => sid.replace("Lakegradeadw", ""))
    .filter((name) => closing.includes(name))
    .toSorted();
}

/** What keeps people off the objects: in the bucket's policy, and in the guardrail of a role. */
async function closed({ sandbox, ports }: GovernedLake): Promise<readonly (readonly string[])[]> {
  const { Policy: text = "" } = await ports.s3.getBucketPolicy({ Bucket: "adw-claims" });
  const role = [...sandbox.account.iam.roles.values()].find(({ name }) => name === "batch");
  return [closingIn(text), closingIn(role?.inline.get("lakegrade-adw") ?? "")];
}

const everything = [
  ["DenyDirectAccess", "DenyListing"],
  ["DenyDecrypt", "DenyObjects"],
];

const messages = ({ live, desired }: Prepared, wanted: string): readonly string[] =>
  assess({ live, desired }).flatMap(({ code, message }) => (code === wanted ? [message] : []));

const waiting = (prepared: Prepared): readonly string[] => messages(prepared, "LGF414");

async function register({ ports }: GovernedLake, isHybrid: boolean): Promise<void> {
  await ports.lakeFormation.registerResource({
    ResourceArn: "arn:aws:s3:::adw-claims",
    RoleArn: roleArn("OtherRegistration"),
    HybridAccessEnabled: isHybrid,
    WithFederation: false,
  });
}

describe("while a table in the bucket stays open", () => {
  test("nothing keeps people off its objects, LGF414 says so, and the plan that enforces adds it", async () => {
    const lake = open();
    const first = await converge(lake, staged);
    expect(await closed(lake)).toEqual([[], []]);
    expect(waiting(first)).toEqual(["nobody is kept off the objects of adw-claims yet: no registered location serves 1 table in it"]);
    expect(await pending(lake, staged)).toEqual([]);
    const second = await converge(lake, enforced);
    expect(await closed(lake)).toEqual(everything);
    expect(waiting(second)).toEqual([]);
    expect(await pending(lake, enforced)).toEqual([]);
  });

  test("below a location that somebody registered, Lake Formation reads for everybody, and the objects are closed", async () => {
    const lake = open();
    await register(lake, false);
    expect(waiting(await converge(lake, staged))).toEqual([]);
    expect(await closed(lake)).toEqual(everything);
  });

  test("below a location in hybrid mode it is read with people's own rights", async () => {
    const lake = open();
    await register(lake, true);
    expect(waiting(await converge(lake, staged))).toHaveLength(1);
    expect(await closed(lake)).toEqual([[], []]);
  });
});

test("on first adoption everything comes in one plan", async () => {
  const lake = open();
  expect(waiting(await prepare(lake, enforced))).toEqual([]);
  await converge(lake, enforced);
  expect(await closed(lake)).toEqual(everything);
});

/** `scratch.notes`, of a database that nobody manages and everyone IAM allows reads, in the governed bucket. */
function addScratch({ sandbox }: GovernedLake): void {
  const tables = [{ name: "notes", columns: [{ name: "a", type: "string" }] }];
  seedCatalog(sandbox, { databases: [{ name: "scratch", location: "s3://adw-claims/scratch", tables }] });
}

/** What LGF414 says, and of which tables. */
const told = ({ live, desired }: Prepared) =>
  assess({ live, desired }).flatMap(({ code, severity, evidence }) => (code === "LGF414" ? [{ severity, of: evidence["examples"] }] : []));

/** Takes the location of the policies away, as nobody's plan does. */
async function deregister({ sandbox }: GovernedLake): Promise<void> {
  const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" };
  const client = new LakeFormationClient({ region, credentials, requestHandler: sandbox.requestHandler });
  await client.send(new DeregisterResourceCommand({ ResourceArn: "arn:aws:s3:::adw-claims/claims" }));
}

const bucketWide = fullPolicies({ locations: '[{path: "s3://adw-claims", role: LakeRegistration}]' });
const nowhere = fullPolicies({ locations: "[]" });
const reported = fullPolicies({ iamAllowedPrincipals: "report" });
const doNothing = (): void => undefined;

describe("nobody is kept off the objects while no registered location serves", () => {
  test.each<readonly [string, PolicySet, (lake: GovernedLake) => unknown, readonly string[]]>([
    ["a table that the policies enforce", nowhere, doNothing, ["claims.patients"]],
    ["a table below nothing but a location in hybrid mode", nowhere, (lake) => register(lake, true), ["claims.patients"]],
    ["a table below a location of its own and one in hybrid mode", enforced, (lake) => register(lake, true), ["claims.patients"]],
    ["a table whose location waits, because nothing open is taken away", reported, doNothing, ["claims.patients"]],
    ["a table that nobody manages", enforced, addScratch, ["scratch.notes"]],
    ["any, because the location waits for a table that nobody manages", bucketWide, addScratch, ["claims.patients", "scratch.notes"]],
  ])("%s", async (_title, set, disturb, tables) => {
    const lake = open();
    await disturb(lake);
    expect(told(await converge(lake, set))).toEqual([{ severity: "high", of: tables }]);
    expect(await closed(lake)).toEqual([[], []]);
    expect(await pending(lake, set)).toEqual([]);
  });
});

test.each([nowhere, bucketWide])("who reads objects with rights of their own goes on reading them while the bucket waits", async (set) => {
  const lake = open();
  addScratch(lake);
  const Statement = [{ Effect: "Allow", Action: ["s3:GetObject", "kms:Decrypt"], Resource: "*" }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  for (const RoleName of ["batch", "exec"]) await lake.ports.iam.putRolePolicy({ RoleName, PolicyName: "own", PolicyDocument });
  const { live, changes } = await prepare(lake, set);
  const after = viewAfter(viewOf(live), changes);
  const reads = ["batch", "exec"].flatMap((role) =>
    ["claims/patients/1", "scratch/notes/1"].map((object) => {
      const who = callerOf(after, roleArn(role));
      if (who === undefined) throw new Error(`no role ${role}`);
      const request = objectRequest(after, who.principal, { bucket: "adw-claims", object }, "s3:GetObject");
      return judge(request, policiesOf(who, after.buckets.get("adw-claims")?.policy)).result;
    }),
  );
  expect(reads).toEqual(["allowed", "allowed", "allowed", "allowed"]);
});

test.each([
  ["table", ["scratch.cities"]],
  ["view", undefined],
  ["resource-link", undefined],
] as const)("of what lies in the bucket, a %s makes it wait for %j", async (type, waitedFor) => {
  const live = await readAs(open().ports, enforced);
  const tables = [{ name: "cities", type, location: "s3://adw-claims/scratch/cities", columns: [], partitionKeys: [] }];
  const databases = [...live.catalog.databases, { name: "scratch", tables }];
  expect(desiredOf(enforced, { ...live, catalog: { databases } }).buckets?.map((bucket) => bucket.staged)).toEqual([waitedFor]);
});

test("a location in hybrid mode that the policies name serves its tables: the plan takes it out of it", async () => {
  const lake = open();
  await register(lake, true);
  expect(told(await converge(lake, bucketWide))).toEqual([]);
  expect(await closed(lake)).toEqual(everything);
});

describe("what is closed stays closed", () => {
  test("when somebody makes a table outside the locations: a finding tells of it", async () => {
    const lake = open();
    await converge(lake, enforced);
    addScratch(lake);
    const prepared = await prepare(lake, enforced);
    expect(prepared.changes).toEqual([]);
    expect(told(prepared)).toEqual([{ severity: "medium", of: ["scratch.notes"] }]);
    expect(waiting(prepared)).toEqual([
      "no registered location serves 1 table in adw-claims, and its policy keeps everybody without direct access off the objects",
    ]);
  });

  test("also where the location is gone, or one of the policies was taken away", async () => {
    const lake = open();
    await converge(lake, enforced);
    addScratch(lake);
    await deregister(lake);
    expect(told(await prepare(lake, nowhere))).toEqual([{ severity: "medium", of: ["claims.patients", "scratch.notes"] }]);
    await lake.ports.s3.deleteBucketPolicy({ Bucket: "adw-claims" });
    await converge(lake, nowhere);
    expect(await closed(lake)).toEqual(everything);
  });

  test("where its policy alone closes it", async () => {
    const lake = open();
    const set = fullPolicies({ groups: allGroups.replaceAll(/^principals:/gm, "guardrail: report\nprincipals:") });
    await converge(lake, set);
    expect((await closed(lake))[1]).toEqual([]);
    addScratch(lake);
    const prepared = await prepare(lake, set);
    expect(prepared.changes).toEqual([]);
    expect(told(prepared)).toEqual([{ severity: "medium", of: ["scratch.notes"] }]);
  });

  test("where guardrails alone close it", async () => {
    const lake = open();
    const buckets = enforced.buckets.map((bucket) => ({
      ...bucket,
      value: { kind: "Bucket" as const, name: "adw-claims", key: "alias/adw" },
    }));
    const set = { ...enforced, buckets };
    await converge(lake, set);
    addScratch(lake);
    const prepared = await prepare(lake, set);
    expect(prepared.changes).toEqual([]);
    expect(waiting(prepared)).toEqual([
      "no registered location serves 1 table in adw-claims, and guardrails keep the groups off the objects",
    ]);
  });

  test("but not because of another lake's denies", async () => {
    const lake = open();
    const Statement = [
      {
        Sid: "LakegradeotherDenyDirectAccess",
        Effect: "Deny",
        Principal: { AWS: roleArn("etl") },
        Action: "s3:*",
        Resource: "arn:aws:s3:::adw-claims/*",
      },
    ];
    await lake.ports.s3.putBucketPolicy({ Bucket: "adw-claims", Policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
    addScratch(lake);
    expect(told(await prepare(lake, nowhere))).toMatchObject([{ severity: "high" }]);
  });
});

describe("findings say who reads a table that no location serves", () => {
  test("LGF401: whoever reads the files while the bucket waits, direct access alone once it is closed", async () => {
    const waits = await prepare(open(), nowhere);
    expect(messages(waits, "LGF401")).toEqual([
      "1 table of claims outside every registered location: whoever can read the files reads them, whatever the grades",
    ]);
    const lake = open();
    await converge(lake, enforced);
    await deregister(lake);
    expect(messages(await prepare(lake, nowhere), "LGF401")).toEqual([
      "1 table of claims outside every registered location: their buckets are closed, so only who has direct access to the files reads them",
    ]);
  });

  test("LGF402 and LGF413: rights of their own while the bucket waits, none once it is closed", async () => {
    const lake = open();
    await register(lake, true);
    const waits = await prepare(lake, nowhere);
    expect(messages(waits, "LGF402")).toEqual([
      "arn:aws:s3:::adw-claims is registered in hybrid access mode above 1 managed table: principals that are not opted in keep their IAM access",
    ]);
    expect(messages(waits, "LGF413")).toEqual([
      `arn:aws:s3:::adw-claims in governed bucket adw-claims is registered and in no policy: what is read there acts as ${roleArn("OtherRegistration")}`,
    ]);
    const late = open();
    await converge(late, enforced);
    await register(late, true);
    const isClosed = await prepare(late, enforced);
    expect(messages(isClosed, "LGF402")).toEqual([
      "arn:aws:s3:::adw-claims is registered in hybrid access mode above 1 managed table: Lake Formation reads nothing for principals that are not opted in, and the bucket's policy keeps them off the objects",
    ]);
    expect(messages(isClosed, "LGF413")).toEqual([
      `arn:aws:s3:::adw-claims in governed bucket adw-claims is registered and in no policy: the bucket's policy spares ${roleArn("OtherRegistration")}`,
    ]);
  });
});
