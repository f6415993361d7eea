/** A sandbox account under policies: planned, applied and verified as the command line does it, without waiting. */

import { createPorts } from "../src/aws/clients.ts";
import type { ClientOptions } from "../src/aws/clients.ts";
import type { Ports } from "../src/aws/ports.ts";
import { surroundingsOf } from "../src/cli/catalog-file.ts";
import { compile } from "../src/compiler/compile.ts";
import { lakeFacts } from "../src/compiler/lake-facts.ts";
import type { PolicySet } from "../src/compiler/policy.ts";
import { wantedBy } from "../src/compiler/wanted.ts";
import type { LfGrant } from "../src/kinds/lf-grant/spec.ts";
import { hasErrors } from "../src/model/diagnostic.ts";
import type { DesiredState, LiveState } from "../src/model/state.ts";
import { applyChanges } from "../src/reconciler/apply.ts";
import type { ApplyOptions, ChangeResult } from "../src/reconciler/apply.ts";
import { reconcile } from "../src/reconciler/plan.ts";
import type { Reconciliation } from "../src/reconciler/plan.ts";
import { readAgain } from "../src/reconciler/read-again.ts";
import type { ReadAgainOptions } from "../src/reconciler/read-again.ts";
import { readLive } from "../src/reconciler/read/read.ts";
import { verify } from "../src/reconciler/verify.ts";
import { createSandbox } from "../src/sandbox/sandbox.ts";
import type { Sandbox, SandboxOptions } from "../src/sandbox/sandbox.ts";
import { seedAdministrator, seedCatalog, seedPermissionSetRole, seedRole } from "../src/sandbox/seed.ts";
import type { SeedCatalog } from "../src/sandbox/seed.ts";

export const account = "111122223333";
export const region = "ap-northeast-2";

/** The ARN of a role of the account, without a path. */
export const roleArn = (name: string): string => `arn:aws:iam::${account}:role/${name}`;

export interface GovernedLake {
  readonly sandbox: Sandbox;
  readonly ports: Ports;
}

export interface LakeContents {
  readonly catalog: SeedCatalog;
  readonly roles?: readonly string[];
  readonly permissionSets?: readonly string[];
  readonly options?: Partial<SandboxOptions>;
}

/** Ports as the account's administrator; conflicts and propagation are tried again at once. */
export function portsOf(
  sandbox: Sandbox,
  credentials: NonNullable<ClientOptions["credentials"]> = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" },
): Ports {
  return createPorts({ region, credentials, requestHandler: sandbox.requestHandler, retry: { attempts: 6, first: 1, longest: 4 } });
}

/** A new account with these databases and roles. As in any new account, IAM_ALLOWED_PRINCIPALS holds everything. */
export function openLake({ catalog, roles = [], permissionSets = [], options = {} }: LakeContents): GovernedLake {
  const sandbox = createSandbox({ account, region, ...options });
  seedAdministrator(sandbox);
  for (const role of roles) seedRole(sandbox, role);
  for (const permissionSet of permissionSets) seedPermissionSetRole(sandbox, permissionSet);
  seedCatalog(sandbox, catalog);
  let ports: Ports | undefined;
  return {
    sandbox,
    // Nine SDK clients, which the laws over direct ports never ask for.
    get ports() {
      ports ??= portsOf(sandbox);
      return ports;
    },
  };
}

export interface Prepared extends Reconciliation {
  readonly live: LiveState;
  readonly desired: DesiredState;
}

/** What a plan says. Throws where the policies do not compile. */
export async function prepare({ ports }: Pick<GovernedLake, "ports">, set: PolicySet): Promise<Prepared> {
  const live = await readAs(ports, set);
  const desired = desiredOf(set, live);
  return { live, desired, ...(await reconcile(live, desired, ports)) };
}

/** The live state with the assignments of the policies' keys. */
export async function readAs(ports: Ports, set: PolicySet): Promise<LiveState> {
  return readLive(ports, await readingOf(ports, set));
}

/** What the policies have read of the account. */
export async function readingOf(ports: Ports, set: PolicySet): Promise<ReadAgainOptions> {
  const { lake } = set;
  if (lake === undefined) throw new Error("the policies name no lake");
  const { gradeTag, domainTag } = lakeFacts(lake);
  const { Arn: caller = "" } = await ports.sts.getCallerIdentity({});
  return {
    account,
    region,
    caller,
    tagKeys: [gradeTag, domainTag],
    wanted: wantedBy(set),
    readAt: "2026-01-01T00:00:00.000Z",
  };
}

/** What the policies ask of this account. Throws where they do not compile. */
export function desiredOf(set: PolicySet, live: LiveState): DesiredState {
  const { state, diagnostics } = compile(set, surroundingsOf(live));
  if (state === undefined || hasErrors(diagnostics)) {
    throw new Error(`the policies do not compile: ${diagnostics.map(({ code, message }) => `${code} ${message}`).join("; ")}`);
  }
  return state;
}

/** Applies what was prepared and reads again. */
export async function perform(
  { ports }: Pick<GovernedLake, "ports">,
  { changes, desired }: Prepared,
  set: PolicySet,
  options: Partial<ApplyOptions> = {},
): Promise<readonly ChangeResult[]> {
  const results = await applyChanges(changes, { ports, account, pause: noPause, ...options });
  return verify(results, { pause: noPause, readAgain: async () => readAgain(ports, await readingOf(ports, set), desired, changes) });
}

/** Plans, unless it was done, and applies. Throws for a refusal and for any change that is not done and seen to be done. */
export async function converge(lake: Pick<GovernedLake, "ports">, set: PolicySet, planned?: Prepared): Promise<Prepared> {
  const prepared = planned ?? (await prepare(lake, set));
  if (prepared.refusals.length > 0) throw new Error(prepared.refusals.map(({ code, message }) => `${code} ${message}`).join("; "));
  const open = (await perform(lake, prepared, set)).filter(({ status }) => status !== "done");
  if (open.length > 0) {
    throw new Error(open.map(({ change, status, error = "" }) => `${status} ${change.action} ${change.address} ${error}`).join("\n"));
  }
  return prepared;
}

/** The addresses a plan would change now; empty after an apply. */
export async function pending(lake: Pick<GovernedLake, "ports">, set: PolicySet): Promise<readonly string[]> {
  return (await prepare(lake, set)).changes.map(({ action, address }) => `${action} ${address}`);
}

/** The grants of a live state. */
export function grantsIn({ resources }: Pick<LiveState, "resources">): readonly LfGrant[] {
  return [...resources.values()].flatMap(({ kind, spec }) => (kind === "lf-grant" ? [spec as LfGrant] : []));
}

/** Lets everything that is due run, but does not wait. */
export function noPause(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
