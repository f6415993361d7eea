/** The account of the generated lake: a sandbox in this process, as first adoption finds it. */

import { createPorts } from "../src/aws/clients.ts";
import type { Ports } from "../src/aws/ports.ts";
import { createSandbox } from "../src/sandbox/sandbox.ts";
import type { Sandbox } from "../src/sandbox/sandbox.ts";
import { seedAdministrator, seedCatalog, seedPermissionSetRole, seedRole } from "../src/sandbox/seed.ts";
import { account, generateCatalog, groupPrincipals, lakeRoles, region, size } from "./lake.ts";

export interface BenchAccount {
  readonly sandbox: Sandbox;
  readonly ports: Ports;
}

/** Creates the account with its roles and catalog; nothing is tagged, everything is open to IAM_ALLOWED_PRINCIPALS. */
export function openAccount(): BenchAccount {
  const sandbox = createSandbox({ account, region });
  seedAdministrator(sandbox);
  for (const name of lakeRoles) seedRole(sandbox, name);
  for (const { kind, name } of groupPrincipals()) {
    if (kind === "permissionSet") seedPermissionSetRole(sandbox, name);
    else seedRole(sandbox, name);
  }
  for (let index = 0; index < size.otherRoles; index += 1) seedRole(sandbox, `service-${index}`);
  seedCatalog(sandbox, { databases: generateCatalog() });
  const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
  return { sandbox, ports: createPorts({ region, requestHandler: sandbox.requestHandler, credentials }) };
}
