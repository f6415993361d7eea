/** People as principals: permission sets whose roles come, go and are several, and groups of Identity Center with the roles they query through. */

import { describe, expect, test } from "vitest";

import { assess } from "../../src/audit/assess.ts";
import type { Ports } from "../../src/aws/ports.ts";
import type { PolicySet } from "../../src/compiler/policy.ts";
import { permissionSetOfRole } from "../../src/model/principal.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { seedAssignment, seedPermissionSet } from "../../src/sandbox/seed-identity-center.ts";
import { seedCatalog, seedPermissionSetRole, seedRole } from "../../src/sandbox/seed.ts";
import { converge, desiredOf, grantsIn, pending, prepare, readAs } from "../governed-lake.ts";
import { home, management, organizationLake, portsThrough } from "../identity-center-lake.ts";
import { lake, policies } from "../policy-fixture.ts";

const columns = [{ name: "ssn", type: "string" }];
const place = `identityCenter: {region: ${home}, assumeRole: "arn:aws:iam::${management}:role/LakegradeIdentity"}`;
const classification = "kind: Classification\ndatabase: claims\ndomain: claims\ndefault: 3";

function group(...principals: readonly string[]): PolicySet {
  return policies(
    `${lake}${place}`,
    classification,
    `kind: Group\nname: analysts\nclearance: 3\ndomains: [claims]\nprincipals: [${principals.join(", ")}]`,
  );
}

/** The permission set is assigned in the lake's account, by an instance in us-east-1 with its identities there. */
function open(): { readonly sandbox: Sandbox; readonly ports: Ports } {
  const sandbox = organizationLake({ identitySourceRegion: "us-east-1" });
  seedRole(sandbox, "exec");
  seedPermissionSet(sandbox, "Data_Analyst");
  seedAssignment(sandbox, "Data_Analyst", "people");
  seedCatalog(sandbox, { databases: [{ name: "claims", location: "s3://adw/claims", tables: [{ name: "patients", columns }] }] });
  return { sandbox, ports: portsThrough(sandbox, management) };
}

async function problemsOf(ports: Ports, set: PolicySet): Promise<string> {
  const live = await readAs(ports, set);
  try {
    desiredOf(set, live);
    return "";
  } catch (error) {
    return String(error);
  }
}

async function grantees(ports: Ports, set: PolicySet): Promise<readonly string[]> {
  const live = await readAs(ports, set);
  const tagGrants = grantsIn(live).filter(({ securable }) => securable.type === "lf-tag-policy");
  return [...new Set(tagGrants.map(({ principal }) => principal))].toSorted();
}

function roles({ account: { iam } }: Sandbox): readonly string[] {
  return [...iam.roles.values()].filter(({ name }) => permissionSetOfRole(name) !== undefined).map(({ arn }) => arn);
}

/** Takes the last assignment away and assigns again, as somebody did who tidied up. */
function reassign(sandbox: Sandbox): void {
  const [instance] = sandbox.account.organization.identityCenter.instances.values();
  for (const set of instance?.permissionSets.values() ?? []) set.provisions.clear();
  for (const arn of roles(sandbox)) sandbox.account.iam.roles.delete((arn.split("/").at(-1) ?? "").toLowerCase());
  seedAssignment(sandbox, "Data_Analyst", "people");
}

describe("a permission set", () => {
  const set = group("{permissionSet: Data_Analyst}");

  test("is its role in the account, whose path names no Region for identities in us-east-1", async () => {
    const { sandbox, ports } = open();
    await converge({ ports }, set);
    const [role = ""] = roles(sandbox);
    expect(role).toMatch(/^arn:aws:iam::111122223333:role\/aws-reserved\/sso\.amazonaws\.com\/AWSReservedSSO_Data_Analyst_[0-9a-f]{16}$/);
    expect(await grantees(ports, set)).toEqual([role]);
    expect(await pending({ ports }, set)).toEqual([]);
  });

  test("whose role was made anew keeps its access by the new role, and the grants of the old one go", async () => {
    const { sandbox, ports } = open();
    await converge({ ports }, set);
    const [old = ""] = roles(sandbox);
    reassign(sandbox);
    const [now = ""] = roles(sandbox);
    expect(now).not.toBe(old);
    const { changes } = await prepare({ ports }, set);
    const ofGrants = changes.filter(({ kind }) => kind === "lf-grant");
    expect(
      ofGrants
        .filter(({ action }) => action === "delete")
        .every(({ address, reason }) => address.includes(encodeName(old)) && reason === "not-declared"),
    ).toBe(true);
    expect(ofGrants.filter(({ action }) => action === "create").every(({ address }) => address.includes(encodeName(now)))).toBe(true);
    await converge({ ports }, set);
    expect(await grantees(ports, set)).toEqual([now]);
  });

  test("whose old role holds something that no policy gives it is found as an orphan", async () => {
    const { sandbox, ports } = open();
    await converge({ ports }, set);
    const [old = ""] = roles(sandbox);
    await ports.lakeFormation.batchGrantPermissions({
      Entries: [
        {
          Id: "1",
          Principal: { DataLakePrincipalIdentifier: old },
          Resource: { Table: { DatabaseName: "claims", Name: "patients" } },
          Permissions: ["SELECT"],
        },
      ],
    });
    reassign(sandbox);
    await converge({ ports }, set);
    const codes = assess(await prepare({ ports }, set)).flatMap(({ code, resource }) => (resource.includes(encodeName(old)) ? [code] : []));
    expect(codes).toContain("LGF210");
  });

  test("with several roles is not guessed, and without one is told how to get it", async () => {
    const { sandbox, ports } = open();
    seedPermissionSetRole(sandbox, "Data_Analyst");
    expect(await problemsOf(ports, set)).toMatch(/LG3022 .*`Data_Analyst` has several roles/);
    seedPermissionSet(sandbox, "Nobody");
    expect(await problemsOf(ports, group("{permissionSet: Nobody}"))).toMatch(/LG3020 no role of permission set `Nobody` in this account/);
    expect(await problemsOf(ports, group("{permissionSet: Data}"))).toMatch(/LG3020 no role of permission set `Data`/);
  });
});

describe("a group of Identity Center", () => {
  const set = group("{identityCenterGroup: people, through: [exec]}");

  test("is known by its display name; it gets the grants, and the role it queries through the guardrail", async () => {
    const { sandbox, ports } = open();
    await converge({ ports }, set);
    const [instance] = sandbox.account.organization.identityCenter.instances.values();
    const [id] = instance?.store.groups.keys() ?? [];
    expect(await grantees(ports, set)).toEqual([`arn:aws:identitystore:::group/${id}`]);
    expect([...(sandbox.account.iam.roles.get("exec")?.inline.keys() ?? [])]).toEqual(["lakegrade-adw"]);
    expect(await pending({ ports }, set)).toEqual([]);
  });

  test("that is not there, and one that nobody could look for, are different errors", async () => {
    const { sandbox, ports } = open();
    const unknown = await problemsOf(ports, group("{identityCenterGroup: peopel}"));
    sandbox.setFaults({ denied: ["identitystore:*"] });
    const unread = await problemsOf(ports, set);
    expect(unknown).toMatch(/LG3020 .*`peopel`/);
    expect(unread).toMatch(/LG3023 Identity Center was not read, so nobody knows the id of group `people`/);
  });
});

/** As addresses have it. */
function encodeName(arn: string): string {
  return arn.replaceAll("/", "%2F");
}
