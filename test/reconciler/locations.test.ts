/** Locations: not registered while anything below them stays open to everyone, and never taken from whoever registered them. */

import { describe, expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import type { PolicySet } from "../../src/compiler/policy.ts";
import { applyChanges } from "../../src/reconciler/apply.ts";
import { account, converge, noPause, openLake, pending, prepare, readAs, region, roleArn } from "../governed-lake.ts";
import type { GovernedLake, Prepared } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";

const columns = ["id", "x"].map((name) => ({ name, type: "string" }));
const database = (name: string) => ({ name, location: `s3://adw/${name}`, tables: [{ name: "a", columns }] });
const lake = (more = ""): string =>
  `apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "${account}"\nregion: ${region}\nlocations: [{path: "s3://adw", role: LakeRegistration}]\n${more}`;
const claims = (more = ""): string => `kind: Classification\ndatabase: claims\ndefault: 3\n${more}`;
const group = "kind: Group\nname: g\nclearance: 3\nprincipals: [{role: reader}]";

function open(...names: readonly string[]): GovernedLake {
  return openLake({ catalog: { databases: names.map(database) }, roles: ["reader", "LakeRegistration", "Other"] });
}

function deferred({ live, desired }: Pick<Prepared, "live" | "desired">): readonly string[] {
  return assess({ live, desired }).flatMap(({ code, message }) => (code === "LGF405" ? [message] : []));
}

const isRegistered = async ({ ports }: GovernedLake, set: PolicySet): Promise<boolean> =>
  [...(await readAs(ports, set)).resources.keys()].some((address) => address.startsWith("lf-location/"));

describe("a location with open tables below it", () => {
  test.each<readonly [string, readonly string[], PolicySet, PolicySet]>([
    [
      "of a database that is not enforced",
      ["claims"],
      policies(lake(), claims("enforce: false"), group),
      policies(lake(), claims("enforce: true"), group),
    ],
    [
      "that the policies leave open",
      ["claims"],
      policies(lake("iamAllowedPrincipals: report"), claims(), group),
      policies(lake("iamAllowedPrincipals: databases"), claims(), group),
    ],
    [
      "of a database that nobody manages",
      ["claims", "scratch"],
      policies(lake(), claims(), group),
      policies(lake(), claims(), "kind: Classification\ndatabase: scratch\ndefault: 3", group),
    ],
  ])("%s is registered only after they are closed", async (_name, databases, staged, enforced) => {
    const opened = open(...databases);
    const first = await prepare(opened, staged);
    expect(first.refusals).toEqual([]);
    expect(first.changes.length).toBeGreaterThan(0);
    expect(first.changes.map(({ kind }) => kind)).not.toContain("lf-location");
    expect(deferred(first)).toEqual(["arn:aws:s3:::adw is not registered yet: 1 table below it stays open to everyone IAM allows"]);
    await converge(opened, staged);
    expect([await pending(opened, staged), await isRegistered(opened, staged)]).toEqual([[], false]);

    const second = await prepare(opened, enforced);
    const closing = second.changes.filter(({ reason }) => reason === "default-access").map(({ step }) => step);
    const registering = second.changes.filter(({ kind }) => kind === "lf-location").map(({ step }) => step);
    expect([closing.length > 0, registering.length]).toEqual([true, 1]);
    expect(Math.max(...closing)).toBeLessThan(Math.min(...registering));
    expect(deferred(second)).toEqual([]);
    await converge(opened, enforced);
    expect([await pending(opened, enforced), await isRegistered(opened, enforced)]).toEqual([[], true]);
  });
});

async function register({ ports }: GovernedLake, role: string): Promise<void> {
  const RoleArn = roleArn(role);
  const options = { HybridAccessEnabled: false, WithFederation: false };
  await ports.lakeFormation.registerResource({ ResourceArn: "arn:aws:s3:::adw", RoleArn, ...options });
}

/** How the change of the location ended. */
async function outcome(opened: GovernedLake, { changes }: Prepared) {
  const results = await applyChanges(changes, { ports: opened.ports, account, pause: noPause });
  return results.find(({ change }) => change.kind === "lf-location");
}

describe("a location that was registered after the plan was made", () => {
  const set = policies(lake(), claims(), group);

  test("by somebody else in another way is left to them, and the change fails", async () => {
    const opened = open("claims");
    const prepared = await prepare(opened, set);
    await register(opened, "Other");
    const result = await outcome(opened, prepared);
    expect([result?.status, result?.error]).toEqual(["failed", expect.stringContaining("RegisterResource: AlreadyExistsException")]);
    const { ResourceInfoList: infos } = await opened.ports.lakeFormation.listResources({});
    expect(infos?.map(({ RoleArn }) => RoleArn)).toEqual([roleArn("Other")]);
  });

  test("as planned, by a call whose answer was lost, is done", async () => {
    const opened = open("claims");
    const prepared = await prepare(opened, set);
    await register(opened, "LakeRegistration");
    expect(await outcome(opened, prepared)).toMatchObject({ status: "done" });
  });
});
