/** `lakegrade drift`: what of the account is not as the policies say, foreign things included. */

import type { Command } from "commander";

import { formatPlan } from "../reconciler/plan-file.ts";
import type { Io } from "./io.ts";
import { noteWarnings } from "./notes.ts";
import { formatOption, liveOption, outOption, quietOption, todayOption } from "./options.ts";
import type { Format } from "./options.ts";
import { makePlan } from "./planning.ts";
import type { Planning, PlanningOptions } from "./planning.ts";
import { planReport } from "./plan-report.ts";
import { driftResults, isDrift } from "./render/drift-results.ts";
import { renderDiagnostics } from "./render/diagnostics.ts";
import { resultsAsJunit } from "./render/junit.ts";
import { resultsAsSarif } from "./render/sarif.ts";
import type { PlanViewOptions } from "./render/plan-view.ts";
import { planText } from "./render/plan-text.ts";
import { tool } from "./tool.ts";

interface DriftOptions extends PlanningOptions {
  readonly out?: string;
  readonly format: Format;
  readonly full?: boolean;
  readonly quiet?: boolean;
}

export function addDrift(program: Command, run: (command: (io: Io) => Promise<number>, format: Format) => Promise<void>): void {
  program
    .command("drift")
    .argument("[dirs...]", "policy directories (default: policies)")
    .description("what differs from the policies, foreign grants and open locations included; exit code 2 when anything does")
    .addOption(outOption("the result, in the plan's shape,"))
    .addOption(formatOption("sarif", "junit"))
    .addOption(liveOption())
    .option("--full", "list everything, however much there is")
    .addOption(todayOption())
    .addOption(quietOption())
    .addHelpText(
      "after",
      `
Examples:
  lakegrade drift                        after a change in the console: what is it?
  lakegrade drift --format sarif         for a code-scanning upload
  lakegrade drift --live snapshot.json   a snapshot against the policies, without AWS`,
    )
    .action((directories: string[], options: DriftOptions) => run((io) => drift(io, directories, options), options.format));
}

async function drift(io: Io, directories: readonly string[], options: DriftOptions): Promise<number> {
  const planning = await makePlan(io, directories, { ...options, absent: "report" });
  const { plan, diagnostics, loaded } = planning;
  const report = planReport(planning, io.messages, options.full ?? false);
  // A report for people has them in it; beside one for programs they are told to whoever runs the command.
  const aside = options.format === "text" ? [] : (plan.refusals ?? []);
  noteWarnings(io, [...diagnostics, ...aside], loaded.source, options.quiet ?? false);
  if (options.format === "json") io.out(formatPlan(plan));
  else if (options.format === "sarif") io.out(`${resultsAsSarif(driftResults(plan, report.inheriting), tool, loaded.set.lake?.at([]))}\n`);
  else if (options.format === "junit") io.out(`${resultsAsJunit(driftResults(plan, report.inheriting), "lakegrade drift")}\n`);
  else io.out(driftText(io, planning, report));
  if (options.out !== undefined) await io.writeText(options.out, formatPlan(plan));
  const counted = plan.findings.filter(isDrift);
  const { changes, leftOut = [], refusals = [] } = plan;
  return changes.length + counted.length + leftOut.length + refusals.length > 0 ? 2 : 0;
}

/** What was left out comes first, for without it the rest is not the whole, and with it what stands in the way of bringing the rest in line. */
function driftText({ style, messages }: Io, { plan, loaded: { source } }: Planning, report: PlanViewOptions): string {
  const { leftOut = [], refusals = [] } = plan;
  const problems = [...leftOut, ...refusals];
  const first = problems.length === 0 ? "" : `${renderDiagnostics(problems, { source, style, messages })}\n\n`;
  return `${first}${planText(plan, { style, ...report })}`;
}
