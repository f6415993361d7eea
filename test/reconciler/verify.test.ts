/** Verification, and the account of an apply that meets an error beside its calls: nothing unseen is called done. */

import { describe, expect, test } from "vitest";

import type { Ports } from "../../src/aws/ports.ts";
import { AwsError } from "../../src/model/aws-error.ts";
import type { Change } from "../../src/model/change.ts";
import type { ChangeResult } from "../../src/reconciler/apply.ts";
import { applyChanges } from "../../src/reconciler/apply.ts";
import { readAgain } from "../../src/reconciler/read-again.ts";
import { notShown, verify } from "../../src/reconciler/verify.ts";
import type { Reading } from "../../src/reconciler/verify.ts";
import { mayRead } from "../../src/sandbox/lake-formation/may-read.ts";
import { directPorts } from "../direct-ports.ts";
import { account, converge, noPause, openLake, pending, prepare, readingOf, region, roleArn } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";

const columns = (...names: readonly string[]) => names.map((name) => ({ name, type: "string" }));
const catalog = { databases: [{ name: "claims", tables: [{ name: "patients", columns: columns("ssn", "city") }] }] };
const lake = (more = ""): string => `apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "${account}"\nregion: ${region}\n${more}`;
const claims = "kind: Classification\ndatabase: claims\ndefault: 3";
const group = "kind: Group\nname: a\nclearance: 3\nprincipals: [{role: analyst}]";
const denied = new AwsError("Lake Formation", "ListPermissions", "AccessDeniedException", "not for you", "denied");

function change(address: string): Change {
  return {
    address,
    kind: "lf-tag",
    action: "create",
    reason: "declared",
    impact: "neutral",
    before: null,
    after: {},
    origins: [],
    step: 10,
  };
}

const results: readonly ChangeResult[] = [
  { change: change("a"), status: "done" },
  { change: change("b"), status: "done" },
  { change: change("c"), status: "failed", error: "its own" },
  { change: change("d"), status: "not-attempted" },
];

/** Statuses and waits of a verification that is answered by these readings, the last one again and again. */
async function verified(...readings: readonly (() => Promise<Reading>)[]) {
  let asked = 0;
  const waited: number[] = [];
  const verifiedResults = await verify(results, {
    readAgain: () => {
      const reading = readings[Math.min(asked, readings.length - 1)];
      asked += 1;
      return reading === undefined ? Promise.reject(new Error("no reading")) : reading();
    },
    pause: (milliseconds) => {
      waited.push(milliseconds);
      return Promise.resolve();
    },
  });
  return { statuses: verifiedResults.map(({ status }) => status), errors: verifiedResults.map(({ error }) => error), asked, waited };
}

const shows =
  (...left: readonly string[]) =>
  () =>
    Promise.resolve({ unseen: ({ address }: Change) => (left.includes(address) ? notShown : undefined) });

describe("a change is done", () => {
  test("when the account shows it, at once or after a while", async () => {
    expect(await verified(shows())).toMatchObject({ statuses: ["done", "done", "failed", "not-attempted"], asked: 1, waited: [] });
    const late = await verified(shows("a", "b"), shows("a"), shows("c", "d"));
    expect(late).toMatchObject({ statuses: ["done", "done", "failed", "not-attempted"], asked: 3, waited: [500, 1000] });
  });

  test("when a reading that was refused at first shows it later", async () => {
    const again = await verified(
      () => Promise.reject(denied),
      () => Promise.resolve({ unreadable: "no grants" }),
      shows(),
    );
    expect(again).toMatchObject({ statuses: ["done", "done", "failed", "not-attempted"], asked: 3 });
  });
});

describe("a change is unverified", () => {
  test("when no reading shows it; the others are done", async () => {
    const { statuses, errors, waited } = await verified(shows("b"));
    expect(statuses).toEqual(["done", "unverified", "failed", "not-attempted"]);
    expect(errors).toEqual([undefined, expect.stringContaining("does not show the change"), "its own", undefined]);
    // Half a minute, which eventual consistency rarely takes.
    expect(waited.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(20_000);
  });

  test.each<readonly [string, () => Promise<Reading>, string]>([
    ["is not whole", () => Promise.resolve({ unreadable: "no grants" }), "no grants"],
    ["is refused", () => Promise.reject(denied), "Lake Formation ListPermissions: AccessDeniedException: not for you"],
  ])("when the reading %s, with the reason", async (_name, reading, reason) => {
    const { statuses, errors } = await verified(reading);
    expect(statuses).toEqual(["unverified", "unverified", "failed", "not-attempted"]);
    for (const error of errors.slice(0, 2)) expect(error).toContain(`the account could not be read again: ${reason}`);
    expect(errors.slice(2)).toEqual(["its own", undefined]);
  });

  test("and an error of our own is not taken for one of AWS", async () => {
    await expect(verified(() => Promise.reject(new TypeError("a bug")))).rejects.toThrow("a bug");
  });

  test("when AWS answers a revoke that has no effect and then denies the reading", async () => {
    const { sandbox } = openLake({ catalog, roles: ["analyst"] });
    const ports = directPorts(sandbox);
    await converge({ ports }, policies(lake(), claims, group));
    const set = policies(lake(), claims);
    const { changes, desired } = await prepare({ ports }, set);
    let revoked = false;
    const broken: Ports = {
      ...ports,
      lakeFormation: {
        ...ports.lakeFormation,
        batchRevokePermissions: () => {
          revoked = true;
          return Promise.resolve({ Failures: [], $metadata: {} });
        },
        listPermissions: (input) => (revoked ? Promise.reject(denied) : ports.lakeFormation.listPermissions(input)),
      },
    };
    const answered = await applyChanges(changes, { ports: broken, account, pause: noPause });
    expect(new Set(answered.map(({ status }) => status))).toEqual(new Set(["done"]));
    const seen = await verify(answered, {
      pause: noPause,
      readAgain: async () => readAgain(broken, await readingOf(broken, set), desired, changes),
    });
    expect(new Set(seen.map(({ status }) => status))).toEqual(new Set(["unverified"]));
    expect(mayRead(sandbox.account, roleArn("analyst"), "claims", "patients", "city").allowed).toBe(true);
  });
});

describe("an error beside the calls for single changes", () => {
  test("fails what was asked of that kind, and keeps the account of what was done before", async () => {
    const opened = openLake({ catalog, roles: ["analyst"] });
    await converge(opened, policies(lake(), claims, group));
    const two = policies(
      lake("grades: {1: {en: a}, 2: {en: b}}\n"),
      claims.replace("3", "2"),
      group.replace("clearance: 3", "clearance: 2"),
    );
    const { changes } = await prepare(opened, two);
    opened.sandbox.setFaults({ denied: ["lakeformation:ListLFTags"] });
    const ended = await applyChanges(changes, { ports: opened.ports, account, pause: noPause });
    opened.sandbox.setFaults({ denied: [] });
    const byStatus = (status: string) => ended.filter((one) => one.status === status).map(({ change: { kind } }) => kind);
    expect(byStatus("failed")).toEqual(["lf-tag"]);
    expect(new Set(byStatus("done"))).toEqual(new Set(["lf-tag-assignment", "lf-grant"]));
    expect(byStatus("not-attempted")).toEqual([]);
    expect(ended.at(-1)?.error).toContain("ListLFTags: AccessDenied");
    expect(await pending(opened, two)).toEqual(["delete lf-tag/grade/3"]);
  });

  test("before anything was done leaves the later steps unattempted", async () => {
    const opened = openLake({ catalog, roles: ["analyst"] });
    const set = policies(lake(), claims, group);
    const { changes } = await prepare(opened, set);
    opened.sandbox.setFaults({ denied: ["lakeformation:ListLFTags"] });
    const ended = await applyChanges(changes, { ports: opened.ports, account, pause: noPause });
    expect(ended.map(({ change: { kind }, status }) => [kind === "lf-tag", status])).toEqual(
      changes.map(({ kind }) => (kind === "lf-tag" ? [true, "failed"] : [false, "not-attempted"])),
    );
  });
});
