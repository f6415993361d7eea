/** IAM users: read with the roles, in a snapshot, and an ARN of the account that names none is refused before anything is written. */

import { describe, expect, test } from "vitest";

import { surroundingsOf } from "../../src/cli/catalog-file.ts";
import { compile } from "../../src/compiler/compile.ts";
import type { PolicySet } from "../../src/compiler/policy.ts";
import { readRoles } from "../../src/reconciler/read/roles.ts";
import { formatSnapshot, parseSnapshot } from "../../src/reconciler/snapshot-file.ts";
import { seedUser } from "../../src/sandbox/seed.ts";
import { account, converge, openLake, readAs, region } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";

const arnOf = (user: string): string => `arn:aws:iam::${account}:user/${user}`;
const tool = { name: "lakegrade", version: "0.0.0" };

/** Policies of one group of users. */
function policiesFor(...users: readonly string[]): PolicySet {
  return policies(
    `apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "${account}"\nregion: ${region}\n`,
    "kind: Classification\ndatabase: claims\ndefault: 3",
    `kind: Group\nname: readers\nclearance: 3\nguardrail: report\nprincipals: ${JSON.stringify(users.map((user) => ({ arn: arnOf(user) })))}`,
  );
}

function lake(): GovernedLake {
  const catalog = { databases: [{ name: "claims", tables: [{ name: "patients", columns: [{ name: "id", type: "string" }] }] }] };
  return openLake({ catalog, roles: ["batch"] });
}

async function problemsOf(opened: GovernedLake, set: PolicySet): Promise<readonly string[]> {
  const { diagnostics } = compile(set, surroundingsOf(await readAs(opened.ports, set)));
  return diagnostics.map(({ code, message, help = "" }) => `${code} ${message}: ${help}`);
}

test("a user of the account that does not exist is refused, with the nearest that does", async () => {
  const opened = lake();
  seedUser(opened.sandbox, "bob", { path: "/team/" });
  expect(await problemsOf(opened, policiesFor("team/bob"))).toEqual([]);
  expect(await problemsOf(opened, policiesFor("bob"))).toEqual([
    expect.stringMatching(`^LG3020 no user \`${arnOf("bob")}\` in this account: did you mean \`${arnOf("team/bob")}\`\\?`),
  ]);
});

test("users whose names differ in case are others", async () => {
  const opened = lake();
  seedUser(opened.sandbox, "bob");
  expect(await problemsOf(opened, policiesFor("Bob"))).toEqual([expect.stringContaining(`did you mean \`${arnOf("bob")}\`?`)]);
});

test("a user that exists is granted what the policies give it", async () => {
  const opened = lake();
  seedUser(opened.sandbox, "bob", { path: "/team/" });
  const set = policiesFor("team/bob");
  await converge(opened, set);
  const { resources } = await readAs(opened.ports, set);
  expect([...resources.keys()].filter((address) => address.includes("user%2Fteam%2Fbob"))).not.toEqual([]);
});

describe("users are read", () => {
  test("with the roles, whatever the size of pages, sorted", async () => {
    const { sandbox, ports } = lake();
    for (const name of ["lee", "Bob"]) seedUser(sandbox, name, { path: "/team/" });
    sandbox.resetCalls();
    const whole = await readRoles(ports);
    expect(sandbox.calls().get("iam:GetAccountAuthorizationDetails")).toBe(1);
    expect(whole.users).toEqual([arnOf("administrator"), arnOf("team/Bob"), arnOf("team/lee")]);
    expect(whole.roles.map(({ name }) => name)).toEqual(["batch"]);
    sandbox.setFaults({ pageSize: 1 });
    expect(await readRoles(ports)).toEqual(whole);
  });

  test("or not at all, as the roles: then none is taken for absent", async () => {
    const opened = lake();
    opened.sandbox.setFaults({ denied: ["iam:GetAccountAuthorizationDetails"] });
    const live = await readAs(opened.ports, policiesFor("bob"));
    expect(live.unread.map(({ kind }) => kind)).toEqual(["roles"]);
    expect(surroundingsOf(live)).not.toHaveProperty("users");
    expect(compile(policiesFor("bob"), surroundingsOf(live)).diagnostics).toEqual([]);
  });

  test("and kept in a snapshot; one without them is refused", async () => {
    const opened = lake();
    const text = formatSnapshot(await readAs(opened.ports, policiesFor("bob")), tool);
    const read = parseSnapshot(text, "snapshot.json");
    expect(read).toMatchObject({ live: { users: [arnOf("administrator")] } });
    const { users: _users, ...older } = JSON.parse(text) as Record<string, unknown>;
    expect(parseSnapshot(JSON.stringify(older), "snapshot.json")).toMatchObject({
      diagnostic: { code: "LG5009", message: expect.stringContaining("users") },
    });
  });
});
