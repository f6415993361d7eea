/** `lakegrade compile`: the desired state as JSON, from policies and a catalog file alone. */

import type { Command } from "commander";

import { compile } from "../compiler/compile.ts";
import { canonicalJson } from "../model/canonical.ts";
import { policyJson } from "../model/iam/format-policy.ts";
import { hasErrors, report } from "../model/diagnostic.ts";
import type { DesiredState } from "../model/state.ts";
import { readCatalogFile } from "./catalog-file.ts";
import { Failure } from "./failure.ts";
import type { Io } from "./io.ts";
import { noteWarnings } from "./notes.ts";
import { formatOption, liveOption, outOption, quietOption } from "./options.ts";
import type { Format } from "./options.ts";
import { lakeOf, loadPolicies } from "./policies.ts";

interface CompileOptions {
  readonly catalog?: string;
  readonly live?: string;
  /** Of problems; the state itself is JSON always. */
  readonly format: Format;
  readonly out?: string;
  readonly quiet?: boolean;
}

export function addCompile(program: Command, run: (command: (io: Io) => Promise<number>, format: Format) => Promise<void>): void {
  program
    .command("compile")
    .argument("[dirs...]", "policy directories (default: policies)")
    .description("the desired state as JSON; no AWS")
    .option("--catalog <file>", "the catalog: databases, tables and columns, or a snapshot")
    .addOption(liveOption().conflicts("catalog"))
    .addOption(outOption("the state"))
    .addOption(formatOption())
    .addOption(quietOption())
    .addHelpText(
      "after",
      `
Example:
  lakegrade compile --catalog examples/insurer-catalog.json

Principals stay symbolic (permission-set/X, role/Y) unless the catalog is a snapshot, which holds the account's roles.`,
    )
    .action((directories: string[], options: CompileOptions) => run((io) => compileCommand(io, directories, options), options.format));
}

async function compileCommand(io: Io, directories: readonly string[], options: CompileOptions): Promise<number> {
  const file = options.catalog ?? options.live;
  if (file === undefined) {
    const help = "give the catalog with `--catalog`, or a snapshot with `--live`";
    throw new Failure([report("LG5012", { message: "without a catalog there is nothing to grade", help })]);
  }
  const loaded = await loadPolicies(directories);
  lakeOf(loaded);
  const { diagnostics: reading, ...surroundings } = await readCatalogFile(io, file);
  const { state, diagnostics: compiling } = compile(loaded.set, surroundings);
  const diagnostics = [...loaded.diagnostics, ...reading, ...compiling];
  if (state === undefined || hasErrors(diagnostics)) throw new Failure(diagnostics, loaded.source);
  noteWarnings(io, diagnostics, loaded.source, options.quiet ?? false);
  const text = formatState(state);
  if (options.out === undefined) io.out(text);
  else await io.writeText(options.out, text);
  return 0;
}

/**
 * `{formatVersion, lake, resources}`, with `guardrails` that somebody else has to write where there are any; canonical: the same policies and
 * catalog give the same bytes.
 */
function formatState({ lake, scope, resources, guardrails = [] }: DesiredState): string {
  const sorted = Object.fromEntries([...resources].map(([address, { kind, spec, origins = [] }]) => [address, { kind, spec, origins }]));
  const others = guardrails.map(({ principal, mode, statements, origins }) => {
    return { principal, mode, policy: policyJson({ version: "2012-10-17", statements }), origins };
  });
  const beside = others.length === 0 ? {} : { guardrails: others };
  return `${canonicalJson({ formatVersion: 1, lake: { ...lake, ...scope }, resources: sorted, ...beside }, 2)}\n`;
}
