/** LG3022: a permission set with several roles is there, and so not left out as what is absent: drift ends with it. */

import { expect, test } from "vitest";

import { surroundingsOf } from "../../src/cli/catalog-file.ts";
import { compile } from "../../src/compiler/compile.ts";
import { seedPermissionSetRole } from "../../src/sandbox/seed.ts";
import { account, converge, openLake, readAs, region } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";

const set = policies(
  `apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "${account}"\nregion: ${region}\n`,
  "kind: Classification\ndatabase: claims\ndefault: 3",
  "kind: Group\nname: readers\nclearance: 3\nprincipals: [{permissionSet: Analyst}, {role: batch}]",
);

test("a permission set of which a second role appears is not left out, for one of its roles is in use", async () => {
  const catalog = { databases: [{ name: "claims", tables: [{ name: "patients", columns: [{ name: "id", type: "string" }] }] }] };
  const { sandbox, ports } = openLake({ catalog, roles: ["batch"], permissionSets: ["Analyst"] });
  await converge({ ports }, set);
  const looking = async () => compile(set, surroundingsOf(await readAs(ports, set)), { absent: "report" });
  expect(await looking()).toMatchObject({ absent: [], state: expect.anything() });

  seedPermissionSetRole(sandbox, "Analyst");
  const { state, absent, diagnostics } = await looking();
  expect([state, absent, diagnostics.map(({ code }) => code)]).toEqual([undefined, [], ["LG3022"]]);

  // A role that is gone is left out, but does not hide the other problem.
  sandbox.account.iam.roles.delete("batch");
  const both = await looking();
  expect([both.state, both.absent.map(({ code }) => code), both.diagnostics.map(({ code }) => code)]).toEqual([
    undefined,
    ["LG3020"],
    ["LG3022"],
  ]);
});
