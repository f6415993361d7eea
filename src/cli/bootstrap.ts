/** `lakegrade bootstrap`: makes the reader a read-only administrator and the operator an administrator, and nothing else. */

import type { Command } from "commander";

import { principalDirectory, resolvePrincipal } from "../compiler/principals.ts";
import type { PrincipalReference } from "../compiler/principals.ts";
import { lakeFacts } from "../compiler/lake-facts.ts";
import type { LakePrincipal } from "../compiler/policy.gen.ts";
import { lfSettings } from "../kinds/lf-settings/kind.ts";
import type { LfSettings } from "../kinds/lf-settings/spec.ts";
import { isChangeOf, subjectOf } from "../kinds/specs.ts";
import type { Change } from "../model/change.ts";
import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Range } from "../model/source.ts";
import type { Ports } from "../aws/ports.ts";
import { applyChanges } from "../reconciler/apply.ts";
import { readRoles } from "../reconciler/read/roles.ts";
import { notShown, verify } from "../reconciler/verify.ts";
import { Failure } from "./failure.ts";
import type { Io } from "./io.ts";
import { formatOption, quietOption } from "./options.ts";
import type { Format } from "./options.ts";
import { pause } from "./pause.ts";
import { lakeOf, loadPolicies } from "./policies.ts";
import { applyJson, applyText } from "./render/apply-result.ts";
import { printable } from "./render/terminal-text.ts";

interface BootstrapOptions {
  readonly yes?: boolean;
  readonly format: Format;
  readonly quiet?: boolean;
}

export function addBootstrap(program: Command, run: (command: (io: Io) => Promise<number>, format: Format) => Promise<void>): void {
  program
    .command("bootstrap")
    .argument("[dirs...]", "policy directories (default: policies)")
    .description(
      "make Lake.readOnlyAdmins and Lake.operators (read-only) data lake administrators, so that plan sees everything; touches nothing else",
    )
    .option("--yes", "do not ask")
    .addOption(formatOption())
    .addOption(quietOption())
    .addHelpText(
      "after",
      `
Run it once in a new account, with a role that may call lakeformation:PutDataLakeSettings.

Example:
  lakegrade bootstrap policies`,
    )
    .action((directories: string[], options: BootstrapOptions) => run((io) => bootstrap(io, directories, options), options.format));
}

interface Wanted {
  readonly setting: "admin" | "read-only-admin";
  readonly reference: LakePrincipal;
  readonly range: Range;
}

async function bootstrap(io: Io, directories: readonly string[], options: BootstrapOptions): Promise<number> {
  const loaded = await loadPolicies(directories);
  const document = lakeOf(loaded);
  const { identity, partition } = lakeFacts(document);
  const { readOnlyAdmins = [], operators = [] } = document.value;
  const wanted: readonly Wanted[] = [
    ...readOnlyAdmins.map((reference, index) => ({
      setting: "read-only-admin" as const,
      reference,
      range: document.at(["readOnlyAdmins", index]),
    })),
    ...operators.map((reference, index) => ({ setting: "admin" as const, reference, range: document.at(["operators", index]) })),
  ];
  if (wanted.length === 0) {
    const help = "name the role that plans in `Lake.readOnlyAdmins` and the one that applies in `Lake.operators`";
    throw new Failure(
      [report("LG6006", { message: "the policies name neither a reader nor an operator", help, range: document.at([]) })],
      loaded.source,
    );
  }

  const { connect } = await import("./session.ts");
  const { ports, account } = await connect({ region: identity.region, expected: identity.account });
  const directory = principalDirectory(account, partition, await readRoles(ports));
  const diagnostics: Diagnostic[] = [];
  const specs: LfSettings[] = [];
  for (const { setting, reference, range } of wanted) {
    const resolution = resolvePrincipal(referenceOf(reference), range, directory);
    if ("diagnostic" in resolution) diagnostics.push(resolution.diagnostic);
    else specs.push({ setting, principal: resolution.id });
  }
  if (diagnostics.length > 0) throw new Failure(diagnostics, loaded.source);

  const missing = (): Promise<readonly Change[]> => missingAdmins(ports, account, specs);
  const changes = await missing();
  if (changes.length === 0) {
    io.out(options.format === "json" ? applyJson([]) : `${io.messages.noChanges} ${io.messages.administratorsAlready}\n`);
    return 0;
  }
  if (!(await confirmed(io, changes, options))) return 1;
  const results = await verify(await applyChanges(changes, { ports, account, pause }), {
    readAgain: async () => {
      const left = new Set((await missing()).map(({ address }) => address));
      return { unseen: ({ address }) => (left.has(address) ? notShown : undefined) };
    },
    pause,
  });
  io.out(options.format === "json" ? applyJson(results) : applyText(results, io.style, io.messages));
  return results.every(({ status }) => status === "done") ? 0 : 1;
}

function referenceOf(reference: LakePrincipal): PrincipalReference {
  return typeof reference === "string" ? { role: reference } : reference;
}

/** What is missing of the wanted entries, as changes; read directly, because only an administrator sees the rest. */
async function missingAdmins(ports: Ports, account: string, specs: readonly LfSettings[]): Promise<readonly Change[]> {
  const { specs: live } = await lfSettings.read({
    ports,
    account,
    catalog: { databases: [] },
    tableDefaults: new Map(),
    tags: [],
    tagKeys: [],
    roles: [],
  });
  const present = new Set(live.map(lfSettings.address));
  return specs
    .filter((spec) => !present.has(lfSettings.address(spec)))
    .map((spec) => ({
      address: lfSettings.address(spec),
      kind: lfSettings.name,
      action: "create",
      reason: "declared",
      impact: "widens",
      before: null,
      after: spec,
      origins: [],
      step: 1,
    }));
}

async function confirmed(io: Io, changes: readonly Change[], { yes = false, quiet = false }: BootstrapOptions): Promise<boolean> {
  for (const change of changes) {
    if (!isChangeOf(change, "lf-settings") || (yes && quiet)) continue;
    const [cell] = lfSettings.describe(subjectOf(change));
    io.err(`+ ${io.messages.cellLabel(cell?.label ?? "")}: ${printable(cell?.value ?? "")}\n`);
  }
  if (yes) return true;
  if (!io.interactive) throw new Failure([report("LG5010", { message: "there is no terminal to ask on", help: "say `--yes`" })]);
  const answer = await io.ask(io.messages.askToBootstrap);
  if (answer.trim() === "yes") return true;
  io.err(`${io.messages.nothingChanged}\n`);
  return false;
}
