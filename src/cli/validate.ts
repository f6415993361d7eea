/** `lakegrade validate`: are the policies right, as far as can be said without an account? */

import type { Command } from "commander";

import { compile } from "../compiler/compile.ts";
import { lakeFacts } from "../compiler/lake-facts.ts";
import type { Surroundings } from "../compiler/resolve.ts";
import { wantedBy } from "../compiler/wanted.ts";
import { hasErrors } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { readCatalogFile, surroundingsOf } from "./catalog-file.ts";
import type { Io } from "./io.ts";
import { formatOption, liveOption, quietOption } from "./options.ts";
import type { Format } from "./options.ts";
import { loadPolicies } from "./policies.ts";
import type { LoadedPolicies } from "./policies.ts";
import { countDiagnostics, diagnosticsAsJson, renderDiagnostics } from "./render/diagnostics.ts";
import { diagnosticsAsJunit } from "./render/junit.ts";
import { diagnosticsAsSarif } from "./render/sarif.ts";
import { tool } from "./tool.ts";

interface ValidateOptions {
  readonly catalog?: string;
  readonly live?: string;
  readonly format: Format;
  readonly quiet?: boolean;
}

export function addValidate(program: Command, run: (command: (io: Io) => Promise<number>, format: Format) => Promise<void>): void {
  program
    .command("validate")
    .argument("[dirs...]", "policy directories (default: policies)")
    .description("parse the policies and check them, every problem at once; no AWS")
    .option("--catalog <file>", "check rules against this catalog too")
    .addOption(liveOption().conflicts("catalog"))
    .addOption(formatOption("sarif", "junit"))
    .addOption(quietOption())
    .addHelpText(
      "after",
      `
Examples:
  lakegrade validate
  lakegrade validate --catalog examples/insurer-catalog.json
  lakegrade validate --format sarif > lakegrade.sarif`,
    )
    .action((directories: string[], options: ValidateOptions) => run((io) => validate(io, directories, options), options.format));
}

async function validate(io: Io, directories: readonly string[], options: ValidateOptions): Promise<number> {
  const loaded = await loadPolicies(directories);
  const surroundings = await findSurroundings(io, loaded, options);
  const diagnostics: readonly Diagnostic[] = [
    ...loaded.diagnostics,
    ...surroundings.diagnostics,
    ...compile(loaded.set, surroundings).diagnostics,
  ];
  io.out(rendered(io, loaded, diagnostics, options.format));
  if (surroundings.catalog === undefined && options.quiet !== true) {
    io.err(`${io.messages.note}: ${io.messages.notChecked}\n`);
  }
  return hasErrors(diagnostics) ? 1 : 0;
}

interface Found extends Surroundings {
  readonly diagnostics: readonly Diagnostic[];
}

async function findSurroundings(io: Io, { set }: LoadedPolicies, options: ValidateOptions): Promise<Found> {
  if (options.catalog !== undefined) return readCatalogFile(io, options.catalog);
  if (options.live === undefined || set.lake === undefined) return { diagnostics: [] };
  const { identity } = lakeFacts(set.lake);
  // What reads an account takes as long to load as all the rest.
  const { loadLive } = await import("./live.ts");
  const { state } = await loadLive(io, identity, { tagKeys: [], wanted: wantedBy(set) }, options);
  return { ...surroundingsOf(state), diagnostics: [] };
}

function rendered({ style, messages }: Io, { source, files }: LoadedPolicies, diagnostics: readonly Diagnostic[], format: Format): string {
  switch (format) {
    case "json":
      return `${diagnosticsAsJson(diagnostics)}\n`;
    case "sarif":
      return `${diagnosticsAsSarif(diagnostics, tool)}\n`;
    case "junit":
      return `${diagnosticsAsJunit(diagnostics, "lakegrade validate")}\n`;
    default: {
      const count = `${messages.files(files)}, ${countDiagnostics(diagnostics, messages)}`;
      return diagnostics.length === 0 ? `${count}\n` : `${renderDiagnostics(diagnostics, { source, style, messages })}\n\n${count}\n`;
    }
  }
}
