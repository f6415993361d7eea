/** Seeding of Athena workgroups: with what results of queries are encrypted. */

import type { WorkGroupConfiguration } from "@aws-sdk/client-athena";

import { createWorkGroup } from "./athena/workgroups.ts";
import { seedCall } from "./seed.ts";
import type { Sandbox } from "./sandbox.ts";

/**
 * A workgroup of the home account with this configuration; one that is there, such as `primary`, is made anew.
 * @throws ServiceError as CreateWorkGroup does
 */
export function seedWorkgroup(sandbox: Sandbox, name: string, configuration: WorkGroupConfiguration): void {
  sandbox.account.athena.workgroups.delete(name);
  createWorkGroup(seedCall(sandbox), { Name: name, Configuration: configuration });
}
