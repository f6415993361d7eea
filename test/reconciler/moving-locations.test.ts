/** Registration roles that change in a bucket with direct access: what Lake Formation vends gets through before, while and after they do. */

import { expect, test } from "vitest";

import { parseShared } from "../../src/model/iam/shared-document.ts";
import { fullPolicies, fullSandbox } from "../full-lake.ts";
import { converge, pending, perform, portsOf, prepare, roleArn } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";

function open(): GovernedLake {
  const sandbox = fullSandbox();
  return { sandbox, ports: portsOf(sandbox) };
}

/** The registration roles that each of the two denies of direct access spares; undefined where it is not there. */
async function spared({ ports }: GovernedLake): Promise<readonly (string | undefined)[]> {
  const { Policy: text = "" } = await ports.s3.getBucketPolicy({ Bucket: "adw-claims" });
  const document = parseShared(text);
  if ("problems" in document) throw new Error("not understood");
  return ["DenyDirectAccess", "DenyListing"].map((name) =>
    document.statements
      .find(({ statement: { sid = "" } }) => sid.endsWith(name))
      ?.statement.conditions.flatMap(({ key, values }) => (key === "aws:PrincipalArn" ? values : []))
      .map((pattern) => pattern.replace(/^.*\//, ""))
      .filter((role) => role.endsWith("Registration"))
      .join(" "),
  );
}

const moved = fullPolicies({ registration: "OtherRegistration" });

function stepsOf({ changes }: Awaited<ReturnType<typeof prepare>>): readonly string[] {
  return changes
    .filter(({ kind }) => kind === "lf-location" || kind === "s3-bucket-policy")
    .map(({ step, action, kind, impact }) => `${step} ${action} ${kind} ${impact}`);
}

test("the old and the new role are spared before the location changes, and the new one alone at the end", async () => {
  const lake = open();
  await converge(lake, fullPolicies());
  const prepared = await prepare(lake, moved);
  expect(stepsOf(prepared)).toEqual([
    "93 update s3-bucket-policy widens",
    "94 update lf-location widens",
    "99 update s3-bucket-policy narrows",
  ]);
  let interrupted = false;
  await perform(lake, prepared, moved, {
    isInterrupted: () => interrupted,
    onOutcome: ({ step }) => {
      interrupted = step === 94;
    },
  });
  const both = "LakeRegistration OtherRegistration";
  expect(await spared(lake)).toEqual([both, both]);
  await converge(lake, moved);
  expect(await spared(lake)).toEqual(["OtherRegistration", "OtherRegistration"]);
  expect(await pending(lake, moved)).toEqual([]);
});

test("a role that only comes, with a new location, is spared before that is registered", async () => {
  const lake = open();
  await converge(lake, fullPolicies());
  const more = fullPolicies({
    locations: `[{path: "s3://adw-claims/claims", role: LakeRegistration}, {path: "s3://adw-claims/more", role: OtherRegistration}]`,
  });
  const prepared = await converge(lake, more);
  expect(stepsOf(prepared)).toEqual(["93 update s3-bucket-policy widens", "94 create lf-location widens"]);
  expect(await pending(lake, more)).toEqual([]);
});

test("a bucket that is no longer governed spares the new role before the location changes, and loses its denies at the end", async () => {
  const lake = open();
  await converge(lake, fullPolicies());
  const ungoverned = fullPolicies({ buckets: false, registration: "OtherRegistration" });
  expect(stepsOf(await converge(lake, ungoverned))).toEqual([
    "93 update s3-bucket-policy widens",
    "94 update lf-location widens",
    "99 delete s3-bucket-policy widens",
  ]);
  expect(await pending(lake, ungoverned)).toEqual([]);
});

test("who else comes and goes is spared at the end alone where no location of the bucket changes", async () => {
  const lake = open();
  await converge(lake, fullPolicies());
  const { ports } = lake;
  const options = { HybridAccessEnabled: false, WithFederation: false };
  await ports.lakeFormation.registerResource({
    ResourceArn: "arn:aws:s3:::adw-claims/other",
    RoleArn: roleArn("OtherRegistration"),
    ...options,
  });
  expect(stepsOf(await converge(lake, fullPolicies()))).toEqual(["99 update s3-bucket-policy widens"]);
});
