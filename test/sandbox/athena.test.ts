/** Athena's workgroups: the one every account has, pages, and what a creation refuses. */

import { CreateWorkGroupCommand, GetWorkGroupCommand, ListWorkGroupsCommand, paginateListWorkGroups } from "@aws-sdk/client-athena";
import type { AthenaClient } from "@aws-sdk/client-athena";
import { describe, expect, test } from "vitest";

import { seedWorkgroup } from "../../src/sandbox/seed-workgroup.ts";
import { clientsAt, clientsOf, errorOf, testSandbox } from "./clients.ts";

const key = "arn:aws:kms:ap-northeast-2:111122223333:key/11111111-2222-4333-8444-555555555555";

async function names(client: AthenaClient): Promise<readonly (string | undefined)[]> {
  const pages: (string | undefined)[] = [];
  for await (const { WorkGroups = [] } of paginateListWorkGroups({ client }, {})) pages.push(...WorkGroups.map(({ Name }) => Name));
  return pages;
}

describe("workgroups", () => {
  test("begin with primary, which enforces nothing and names no key", async () => {
    const sandbox = testSandbox();
    const listener = await sandbox.listen();
    try {
      for (const { athena } of [clientsOf(sandbox), clientsAt(listener.url)]) {
        const { WorkGroup: primary } = await athena.send(new GetWorkGroupCommand({ WorkGroup: "primary" }));
        expect(primary).toMatchObject({ Name: "primary", State: "ENABLED", Configuration: { EnforceWorkGroupConfiguration: false } });
        expect(primary?.Configuration?.ResultConfiguration).toEqual({});
        const { WorkGroups } = await athena.send(new ListWorkGroupsCommand({}));
        expect(WorkGroups).toMatchObject([{ Name: "primary", EngineVersion: { SelectedEngineVersion: "AUTO" } }]);
        expect(WorkGroups?.[0]).not.toHaveProperty("Configuration");
      }
    } finally {
      await listener.close();
    }
  });

  test("are kept as they are created, and enforce their configuration unless they say otherwise", async () => {
    const { athena } = clientsOf(testSandbox({ now: () => new Date(7000) }));
    const ResultConfiguration = {
      OutputLocation: "s3://results/",
      EncryptionConfiguration: { EncryptionOption: "SSE_KMS", KmsKey: key },
    } as const;
    await athena.send(new CreateWorkGroupCommand({ Name: "etl", Description: "nightly", Configuration: { ResultConfiguration } }));
    const { WorkGroup: group } = await athena.send(new GetWorkGroupCommand({ WorkGroup: "etl" }));
    expect(group).toMatchObject({ Description: "nightly", CreationTime: new Date(7000) });
    expect(group?.Configuration).toMatchObject({ ResultConfiguration, EnforceWorkGroupConfiguration: true });
  });

  test("are listed by pages, 50 of them at most", async () => {
    const sandbox = testSandbox();
    for (let index = 0; index < 60; index += 1) seedWorkgroup(sandbox, `g${index}`, {});
    const { athena } = clientsOf(sandbox);
    const { WorkGroups, NextToken } = await athena.send(new ListWorkGroupsCommand({}));
    expect([WorkGroups?.length, NextToken === undefined]).toEqual([50, false]);
    expect(new Set(await names(athena)).size).toBe(61);
    expect((await errorOf(athena.send(new ListWorkGroupsCommand({ MaxResults: 51 })))).name).toBe("ValidationException");
    expect((await errorOf(athena.send(new ListWorkGroupsCommand({ NextToken: "made up" })))).name).toBe("InvalidRequestException");
  });

  test("are one Region's", async () => {
    const sandbox = testSandbox();
    seedWorkgroup(sandbox, "here", {});
    expect(await names(clientsOf(sandbox).athena)).toEqual(["here", "primary"]);
    expect(await names(clientsOf(sandbox, undefined, { region: "eu-west-1" }).athena)).toEqual(["primary"]);
  });

  test("that are not there, or there already, are invalid requests", async () => {
    const { athena } = clientsOf(testSandbox());
    expect(await errorOf(athena.send(new GetWorkGroupCommand({ WorkGroup: "none" })))).toEqual({
      name: "InvalidRequestException",
      message: "WorkGroup is not found.",
      status: 400,
    });
    expect((await errorOf(athena.send(new CreateWorkGroupCommand({ Name: "primary" })))).name).toBe("InvalidRequestException");
  });

  test.each([
    [{ ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: "SSE_KMS" } } }, "InvalidRequestException"],
    [
      { ResultConfiguration: { OutputLocation: "s3://a/" }, ManagedQueryResultsConfiguration: { Enabled: true } },
      "InvalidRequestException",
    ],
    [{ ManagedQueryResultsConfiguration: { Enabled: true, EncryptionConfiguration: { KmsKey: "no key" } } }, "ValidationException"],
    [{ ExecutionRole: "arn:aws:iam::111122223333:role/spark" }, "NotImplementedException"],
  ] as const)("refuse %j", async (Configuration, expected) => {
    const { athena } = clientsOf(testSandbox());
    expect((await errorOf(athena.send(new CreateWorkGroupCommand({ Name: "g", Configuration })))).name).toBe(expected);
    expect(await names(athena)).toEqual(["primary"]);
  });
});

test("Athena has no error for concurrent changes", async () => {
  const { athena } = clientsOf(testSandbox({ faults: { conflicts: 1 } }));
  await athena.send(new CreateWorkGroupCommand({ Name: "g" }));
  expect(await names(athena)).toEqual(["g", "primary"]);
});
