/** A sandbox account as the policies expect to find it: what they name exists, and a catalog where one is given. */

import type { PolicySet } from "../compiler/policy.ts";
import type { Catalog } from "../model/catalog.ts";
import { report } from "../model/diagnostic.ts";
import { createSandbox } from "../sandbox/sandbox.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { seedAdministrator, seedBucket, seedCatalog, seedRole, seedUser } from "../sandbox/seed.ts";
import { seedDataKey, seedRegistrationRole } from "../sandbox/seed-storage.ts";
import { ServiceError } from "../sandbox/service-error.ts";
import { readCatalogFile } from "./catalog-file.ts";
import { Failure } from "./failure.ts";
import type { Io } from "./io.ts";
import type { LoadedPolicies } from "./policies.ts";
import { printable } from "./render/terminal-text.ts";
import { identityHomeOf, seedIdentityCenter } from "./sandbox/identity-center.ts";
import { namedPrincipals } from "./sandbox/named-roles.ts";
import { namedBuckets, namedRegistrations } from "./sandbox/named-storage.ts";
import type { NamedBucket } from "./sandbox/named-storage.ts";

export interface SandboxAccount {
  readonly account: string;
  readonly region: string;
  readonly loaded?: LoadedPolicies | undefined;
  readonly catalogFile?: string | undefined;
}

/**
 * Creates the account; its administrator is a data lake administrator, as after the console's welcome page.
 * @throws Failure for a catalog that cannot be read, and for what AWS would not let be
 */
export async function openSandbox(io: Io, { account, region, loaded, catalogFile }: SandboxAccount): Promise<Sandbox> {
  const catalog = catalogFile === undefined ? undefined : withoutLinks(io, (await readCatalogFile(io, catalogFile)).catalog);
  try {
    const sandbox = loaded === undefined ? createSandbox({ account, region }) : openFor(loaded.set, account, region);
    seedAdministrator(sandbox);
    if (catalog !== undefined) seedCatalog(sandbox, catalog);
    return sandbox;
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof ServiceError)) throw error;
    const help = "correct what the policies, the catalog or the options name";
    throw new Failure([report("LG6007", { message: `the sandbox's account cannot be made: ${error.message}`, help })]);
  }
}

/** The catalog without links to other catalogs, of which the sandbox has none; says which were left out. */
function withoutLinks(io: Io, catalog: Catalog): Catalog {
  const links = catalog.databases.flatMap(({ name, resourceLink, tables }) =>
    resourceLink === true ? [name] : tables.flatMap((table) => (table.type === "resource-link" ? [`${name}.${table.name}`] : [])),
  );
  if (links.length === 0) return catalog;
  for (const link of links) io.err(`${io.messages.note}: ${printable(link)} is a resource link, and the sandbox leaves it out\n`);
  const databases = catalog.databases
    .filter(({ resourceLink }) => resourceLink !== true)
    .map((database) => ({ ...database, tables: database.tables.filter(({ type }) => type !== "resource-link") }));
  return { ...catalog, databases };
}

function openFor(set: PolicySet, account: string, region: string): Sandbox {
  const buckets = namedBuckets(set);
  const home = identityHomeOf(set, account, region);
  const memberAccounts = buckets.flatMap(({ keys }) => keys.flatMap((key) => /^arn:[^:]+:kms:[^:]+:(\d{12}):/.exec(key)?.[1] ?? []));
  const sandbox = createSandbox({ account, region, organization: { managementAccount: home.account, memberAccounts } });
  const principals = namedPrincipals(set, buckets, account);
  seedStorage(sandbox, set, buckets);
  const { roles, users } = sandbox.account.iam;
  for (const { name, path } of principals.roles) if (!roles.has(name.toLowerCase())) seedRole(sandbox, name, { path });
  for (const { name, path } of principals.users) if (!users.has(name.toLowerCase())) seedUser(sandbox, name, { path });
  const needsIdentities =
    principals.permissionSets.length > 0 || principals.groups.length > 0 || set.lake?.value.identityCenter !== undefined;
  if (needsIdentities) seedIdentityCenter(sandbox, home, principals);
  return sandbox;
}

/** Roles first, as key policies name them; then keys, which the roles' own policies name. */
function seedStorage(sandbox: Sandbox, set: PolicySet, buckets: readonly NamedBucket[]): void {
  const registrations = namedRegistrations(set, sandbox.account.id);
  const roles = registrations.map((role) => ({ ...role, arn: seedRegistrationRole(sandbox, role.name, { ...role, keys: [] }).arn }));
  for (const { name } of buckets) seedBucket(sandbox, name);
  const keysOf = new Map<string, readonly string[]>(buckets.map(({ name }) => [name, []]));
  for (const key of new Set(buckets.flatMap(({ keys }) => keys))) {
    const encrypted = new Set(buckets.filter(({ keys }) => keys.includes(key)).map(({ name }) => name));
    const users = roles.filter(({ locations }) => locations.some(({ bucket }) => encrypted.has(bucket))).map(({ arn }) => arn);
    const arn = seedDataKey(sandbox, key, users);
    for (const name of encrypted) keysOf.set(name, [...(keysOf.get(name) ?? []), arn]);
  }
  for (const role of roles) {
    const keys = [...new Set(role.locations.flatMap(({ bucket }) => keysOf.get(bucket) ?? []))];
    seedRegistrationRole(sandbox, role.name, { ...role, keys });
  }
}
