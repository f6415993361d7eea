/** The process that stands in for AWS: a sandbox with the generated account on a loopback port, and what it can tell about it. */

import { createSandbox } from "../src/sandbox/sandbox.ts";
import type { Sandbox } from "../src/sandbox/sandbox.ts";
import { seedAssignment, seedGroup, seedInstance, seedPermissionSet } from "../src/sandbox/seed-identity-center.ts";
import { seedAdministrator, seedCatalog, seedRole } from "../src/sandbox/seed.ts";
import { account, generateCatalog, groupPrincipals, lakeRoles, region, size } from "./lake.ts";
import { peakMemory } from "./measure.ts";
import { pagesNeeded } from "./pages.ts";

/** What a stage asks; `BenchAccount` says what the answers are. */
export type Question =
  | { readonly name: "calls" }
  | { readonly name: "pages"; readonly tagKeys: readonly string[] }
  | { readonly name: "memory" };

/** The account with its roles and catalog; nothing is tagged, everything is open to IAM_ALLOWED_PRINCIPALS. */
function createAccount(): Sandbox {
  const sandbox = createSandbox({ account, region });
  seedAdministrator(sandbox);
  for (const name of lakeRoles) seedRole(sandbox, name);
  seedInstance(sandbox);
  seedGroup(sandbox, "people");
  for (const { kind, name } of groupPrincipals()) {
    if (kind === "role") seedRole(sandbox, name);
    else {
      seedPermissionSet(sandbox, name);
      seedAssignment(sandbox, name, "people");
    }
  }
  for (let index = 0; index < size.otherRoles; index += 1) seedRole(sandbox, `service-${index}`);
  seedCatalog(sandbox, { databases: generateCatalog() });
  return sandbox;
}

function answer(sandbox: Sandbox, question: Question): unknown {
  switch (question.name) {
    case "calls": {
      const calls = sandbox.calls();
      sandbox.resetCalls();
      return calls;
    }
    case "pages":
      return pagesNeeded(sandbox.account, question.tagKeys);
    case "memory":
      return peakMemory();
  }
}

const sandbox = createAccount();
const listener = await sandbox.listen();
process.on("message", (question) => process.send?.(answer(sandbox, question as Question)));
process.on("disconnect", () => void listener.close());
process.send?.(listener.url);
