/** A staged roll-out in a governed bucket: nobody is kept off the objects while tables are read with people's own rights, and everybody is at its end. */

import { describe, expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import { parseShared } from "../../src/model/iam/shared-document.ts";
import { seedCatalog } from "../../src/sandbox/seed.ts";
import { fullPolicies, fullSandbox } from "../full-lake.ts";
import { converge, pending, portsOf, prepare, roleArn } from "../governed-lake.ts";
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

const waiting = ({ live, desired }: Prepared): readonly string[] =>
  assess({ live, desired }).flatMap(({ code, message }) => (code === "LGF414" ? [message] : []));

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
    expect(waiting(first)).toEqual([
      "nobody is kept off the objects of adw-claims yet: 1 table in it stays open to everyone IAM allows, below no registered location",
    ]);
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

test("tables of databases that nobody manages hold nothing back", async () => {
  const lake = open();
  const tables = [{ name: "notes", columns: [{ name: "a", type: "string" }] }];
  seedCatalog(lake.sandbox, { databases: [{ name: "scratch", location: "s3://adw-claims/scratch", tables }] });
  expect(waiting(await converge(lake, enforced))).toEqual([]);
  expect(await closed(lake)).toEqual(everything);
});
