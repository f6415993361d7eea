/** A lake in a member account of an organisation whose Identity Center lives in another account and Region. */

import { createPorts } from "../src/aws/clients.ts";
import type { IdentityCenterHome } from "../src/aws/identity-center-clients.ts";
import type { Ports } from "../src/aws/ports.ts";
import type { Wanted } from "../src/model/wanted.ts";
import { seedGroup, seedInstance } from "../src/sandbox/seed-identity-center.ts";
import type { SeedInstanceOptions } from "../src/sandbox/seed-identity-center.ts";
import type { Sandbox } from "../src/sandbox/sandbox.ts";
import { createSandbox } from "../src/sandbox/sandbox.ts";
import { seedAdministrator, seedRole } from "../src/sandbox/seed.ts";
import { account, region } from "./governed-lake.ts";

export const management = "999900001111";
export const delegated = "444455556666";
export const other = "777788889999";

/** Where the instance lives. */
export const home = "us-east-1";

/** The role of an account by which the lake's account asks Identity Center. */
export function identityRole(id: string): string {
  return `arn:aws:iam::${id}:role/LakegradeIdentity`;
}

/** The organisation with an instance, a group `people`, and a role to call as in the management and in the delegated account. */
export function organizationLake(options: SeedInstanceOptions = {}): Sandbox {
  const organization = { managementAccount: management, delegatedAdministrator: delegated, memberAccounts: [other] };
  const sandbox = createSandbox({ account, region, organization });
  seedAdministrator(sandbox);
  for (const id of [management, delegated, other]) seedRole(sandbox, "LakegradeIdentity", { account: id });
  seedInstance(sandbox, { region: home, ...options });
  seedGroup(sandbox, "people");
  return sandbox;
}

/** Ports of the lake's administrator that reach Identity Center as a role of this account; without one as themselves. */
export function portsThrough(sandbox: Sandbox, id?: string, place: IdentityCenterHome = { region: home }): Ports {
  return createPorts({
    region,
    credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" },
    requestHandler: sandbox.requestHandler,
    retry: { attempts: 6, first: 1, longest: 4 },
    identityCenter: { ...place, ...(id === undefined ? {} : { assumeRole: identityRole(id) }) },
  });
}

/** Everything of Identity Center. */
export const wanted: Wanted = { buckets: [], keys: [], permissionSets: [], groups: [], identityCenter: true };
