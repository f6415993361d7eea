/** Reading Athena workgroups: the keys they name are known, and what may not be seen is not taken for none. */

import { describe, expect, test } from "vitest";

import type { AthenaPort } from "../../src/aws/ports.ts";
import { AwsError } from "../../src/model/aws-error.ts";
import type { Wanted } from "../../src/model/wanted.ts";
import { readWorkgroups } from "../../src/reconciler/read/workgroups.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { seedWorkgroup } from "../../src/sandbox/seed-workgroup.ts";
import { directPorts } from "../direct-ports.ts";
import { portsOf } from "../governed-lake.ts";
import { testSandbox } from "../sandbox/clients.ts";

const wanted: Wanted = { buckets: [], keys: ["alias/adw"], permissionSets: [], groups: [], identityCenter: false };

function inBucket(option: "SSE_S3" | "SSE_KMS" | "CSE_KMS", KmsKey: string) {
  return { ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: option, KmsKey } } };
}

function kept(Enabled: boolean, KmsKey: string) {
  return { ManagedQueryResultsConfiguration: { Enabled, EncryptionConfiguration: { KmsKey } } };
}

/** As sandboxes answer, except for these operations. */
function athenaOf(sandbox: Sandbox, instead: Partial<AthenaPort> = {}): AthenaPort {
  return { ...directPorts(sandbox).athena, ...instead };
}

function failing(operation: string, code: string, category: AwsError["category"]): () => Promise<never> {
  return () => Promise.reject(new AwsError("Athena", operation, code, "no", category));
}

/** A GetWorkGroup that answers with this. */
function answering(group: { readonly Name: string } | undefined): AthenaPort["getWorkGroup"] {
  return () => Promise.resolve({ WorkGroup: group, $metadata: {} });
}

test("keys of results are known, those that are in use only, whether they are enforced or not", async () => {
  const sandbox = testSandbox();
  expect(await readWorkgroups(athenaOf(sandbox), wanted)).toEqual({ workgroups: [], unread: [] });
  seedWorkgroup(sandbox, "served", { ...inBucket("SSE_KMS", "alias/served"), EnforceWorkGroupConfiguration: false });
  seedWorkgroup(sandbox, "by-client", { ...inBucket("CSE_KMS", "alias/by-client"), ...kept(false, "alias/unused") });
  seedWorkgroup(sandbox, "by-s3", inBucket("SSE_S3", "alias/unused"));
  seedWorkgroup(sandbox, "kept", kept(true, "alias/kept"));
  seedWorkgroup(sandbox, "kept-no-more", kept(false, "alias/unused"));
  seedWorkgroup(sandbox, "primary", inBucket("SSE_KMS", "alias/primary"));
  const workgroups = [
    { name: "by-client", resultKeys: ["alias/by-client"] },
    { name: "kept", resultKeys: ["alias/kept"] },
    { name: "primary", resultKeys: ["alias/primary"] },
    { name: "served", resultKeys: ["alias/served"] },
  ];
  expect(await readWorkgroups(athenaOf(sandbox), wanted)).toEqual({ workgroups, unread: [] });
  expect(await readWorkgroups(directPorts(sandbox, { pageSize: 1 }).athena, undefined)).toEqual({ workgroups, unread: [] });
});

test("a call for 50 and one for each are made, and none where no key is governed", async () => {
  const sandbox = testSandbox();
  for (let index = 0; index < 60; index += 1) seedWorkgroup(sandbox, `g${index}`, {});
  const { athena } = portsOf(sandbox);
  await readWorkgroups(athena, { ...wanted, buckets: ["governed"], keys: [] });
  expect(sandbox.calls()).toEqual(new Map());
  await readWorkgroups(athena, wanted);
  expect(sandbox.calls()).toEqual(
    new Map([
      ["athena:ListWorkGroups", 2],
      ["athena:GetWorkGroup", 61],
    ]),
  );
});

describe("workgroups", () => {
  const one = "1 Athena workgroup: primary";
  test.each<readonly [string, Partial<AthenaPort>, string]>([
    [
      "that may not be listed",
      { listWorkGroups: failing("ListWorkGroups", "AccessDeniedException", "denied") },
      "list of the Athena workgroups",
    ],
    ["that may not be read", { getWorkGroup: failing("GetWorkGroup", "AccessDeniedException", "denied") }, one],
    ["that a denial calls missing", { getWorkGroup: failing("GetWorkGroup", "AccessDeniedException", "missing") }, one],
    ["that are refused", { getWorkGroup: failing("GetWorkGroup", "InvalidRequestException", "invalid") }, one],
    ["of an answer without a configuration", { getWorkGroup: answering({ Name: "primary" }) }, one],
    ["of an empty answer", { getWorkGroup: answering(undefined) }, one],
  ])("%s stop a plan that governs keys, and not a snapshot", async (_case, instead, what) => {
    const athena = athenaOf(testSandbox(), instead);
    const { unread, workgroups } = await readWorkgroups(athena, wanted);
    expect(workgroups).toEqual([]);
    expect(unread).toMatchObject([{ kind: "workgroups", what }]);
    expect(unread[0]).not.toHaveProperty("isolated");
    expect((await readWorkgroups(athena, undefined)).unread).toMatchObject([{ kind: "workgroups", what, isolated: true }]);
  });

  test("that are read keep what they say beside those that are not", async () => {
    const sandbox = testSandbox();
    seedWorkgroup(sandbox, "served", inBucket("SSE_KMS", "alias/served"));
    const { athena } = portsOf(sandbox);
    const denied = failing("GetWorkGroup", "AccessDeniedException", "denied");
    const getWorkGroup: AthenaPort["getWorkGroup"] = (input) => (input.WorkGroup === "primary" ? denied() : athena.getWorkGroup(input));
    const { workgroups, unread } = await readWorkgroups({ ...athena, getWorkGroup }, wanted);
    expect(workgroups).toEqual([{ name: "served", resultKeys: ["alias/served"] }]);
    expect(unread).toMatchObject([{ what: one }]);
  });

  test("that are deleted after they were listed are left out", async () => {
    const { athena } = portsOf(testSandbox());
    const getWorkGroup: AthenaPort["getWorkGroup"] = () => athena.getWorkGroup({ WorkGroup: "gone" });
    expect(await readWorkgroups({ ...athena, getWorkGroup }, wanted)).toEqual({ workgroups: [], unread: [] });
  });

  test("of an Athena that is not reached end the reading", async () => {
    const athena = athenaOf(testSandbox(), { listWorkGroups: failing("ListWorkGroups", "ECONNRESET", "network") });
    await expect(readWorkgroups(athena, wanted)).rejects.toMatchObject({ code: "ECONNRESET" });
  });
});
