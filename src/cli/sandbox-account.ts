/** A sandbox account as the policies expect to find it: their principals exist, and a catalog where one is given. */

import type { GroupPrincipal, LakePrincipal } from "../compiler/policy.gen.ts";
import { createSandbox } from "../sandbox/sandbox.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { seedAdministrator, seedCatalog, seedPermissionSetRole, seedRole } from "../sandbox/seed.ts";
import { readCatalogFile } from "./catalog-file.ts";
import type { Io } from "./io.ts";
import type { LoadedPolicies } from "./policies.ts";

export interface SandboxAccount {
  readonly account: string;
  readonly region: string;
  readonly loaded?: LoadedPolicies | undefined;
  readonly catalogFile?: string | undefined;
}

/** Creates the account; its administrator is a data lake administrator, as after the console's welcome page. */
export async function openSandbox(io: Io, { account, region, loaded, catalogFile }: SandboxAccount): Promise<Sandbox> {
  const sandbox = createSandbox({ account, region });
  seedAdministrator(sandbox);
  for (const { permissionSet, role } of loaded === undefined ? [] : principalsOf(loaded, account)) {
    if (permissionSet !== undefined) seedPermissionSetRole(sandbox, permissionSet);
    if (role !== undefined) seedRole(sandbox, role.name, { path: role.path });
  }
  if (catalogFile !== undefined) seedCatalog(sandbox, (await readCatalogFile(io, catalogFile)).catalog);
  return sandbox;
}

interface SeededPrincipal {
  readonly permissionSet?: string;
  readonly role?: { readonly name: string; readonly path: string };
}

/** Every role and permission set the policies name, once each. ARNs of other accounts and services need nothing here. */
function principalsOf({ set }: LoadedPolicies, account: string): readonly SeededPrincipal[] {
  const lake = set.lake?.value;
  const named: readonly SeededPrincipal[] = [
    ...[lake?.admins, lake?.readOnlyAdmins, lake?.operators, lake?.breakGlass].flatMap((list) =>
      (list ?? []).map((item) => ofLake(item, account)),
    ),
    ...(lake?.locations ?? []).map(({ role }) => ofText(role, account)),
    ...set.groups.flatMap(({ value }) => value.principals.flatMap((principal) => ofGroup(principal, account))),
  ];
  return [...new Map(named.map((principal) => [JSON.stringify(principal), principal])).values()];
}

function ofLake(principal: LakePrincipal, account: string): SeededPrincipal {
  if (typeof principal === "string") return ofText(principal, account);
  return "arn" in principal ? ofText(principal.arn, account) : { permissionSet: principal.permissionSet };
}

function ofGroup({ permissionSet, role, arn, through = [] }: GroupPrincipal, account: string): readonly SeededPrincipal[] {
  const roles = [...(role === undefined ? [] : [role]), ...(arn === undefined ? [] : [arn]), ...through];
  return [...(permissionSet === undefined ? [] : [{ permissionSet }]), ...roles.map((text) => ofText(text, account))];
}

/** A role name, or a role ARN of this account with its path. */
function ofText(text: string, account: string): SeededPrincipal {
  if (!text.startsWith("arn:")) return { role: { name: text, path: "/" } };
  const match = /^arn:[^:]+:iam::(\d{12}):role(\/(?:.*\/)?)([^/]+)$/.exec(text);
  const [, owner, path = "/", name = ""] = match ?? [];
  return match === null || owner !== account ? {} : { role: { name, path } };
}
