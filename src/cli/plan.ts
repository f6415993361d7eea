/** `lakegrade plan`: what the policies ask of the account, who gains and who loses. */

import type { Command } from "commander";

import { warnOfProtection } from "../reconciler/guard/performer.ts";
import { formatPlan } from "../reconciler/plan-file.ts";
import { noteWarnings, refuse } from "./notes.ts";
import type { Io } from "./io.ts";
import { formatOption, guardrailsOption, liveOption, outOption, quietOption, todayOption } from "./options.ts";
import type { Format } from "./options.ts";
import { makePlan } from "./planning.ts";
import type { PlanningOptions } from "./planning.ts";
import { planReport } from "./plan-report.ts";
import { planMarkdown } from "./render/plan-markdown.ts";
import { planText } from "./render/plan-text.ts";
import { writeGuardrails } from "./write-guardrails.ts";

interface PlanOptions extends PlanningOptions {
  readonly out?: string;
  readonly format: Format;
  readonly detailedExitcode?: boolean;
  readonly guardrails?: string;
  readonly full?: boolean;
  readonly quiet?: boolean;
}

export function addPlan(program: Command, run: (command: (io: Io) => Promise<number>, format: Format) => Promise<void>): void {
  program
    .command("plan")
    .argument("[dirs...]", "policy directories (default: policies)")
    .description("compare the policies with the account: changes, who gains and who loses access, findings")
    .addOption(outOption("the plan"))
    .addOption(formatOption("markdown"))
    .addOption(liveOption())
    .option("--detailed-exitcode", "exit with 2 when there are changes")
    .option("--full", "list every change, however many there are")
    .addOption(todayOption())
    .addOption(quietOption())
    .addOption(guardrailsOption())
    .addHelpText("after", examples)
    .action((directories: string[], options: PlanOptions) => run((io) => plan(io, directories, options), options.format));
}

const examples = `
Examples:
  lakegrade plan                                compare policies/ with the account
  lakegrade plan policies/common policies/prod  several directories, united
  lakegrade plan -o plan.json                   save the plan, for review and \`lakegrade apply plan.json\`
  lakegrade plan --format markdown              a comment for a pull request
  lakegrade plan --live snapshot.json           compare with a snapshot, without AWS
  lakegrade plan --guardrails guardrails        also write the IAM policies of groups with \`guardrail: emit\``;

async function plan(io: Io, directories: readonly string[], options: PlanOptions): Promise<number> {
  const planning = await makePlan(io, directories, options);
  const { plan: made, reconciliation } = planning;
  // Whoever made a snapshot is not who applies.
  const protectedFrom = planning.ports === undefined ? [] : warnOfProtection(planning.live, made.changes, made.lake.name);
  noteWarnings(io, [...planning.diagnostics, ...protectedFrom], planning.loaded.source, options.quiet ?? false);
  if (reconciliation.unrefined > 0 && options.quiet !== true) {
    io.err(`${io.messages.note}: ${io.messages.unrefined(reconciliation.unrefined)}\n`);
  }
  const report = planReport(planning, io.messages, options.full ?? false);
  // One document on standard output: a plan that must not be applied is told as what is wrong with it.
  if (options.format === "json") refuse(reconciliation.refusals);
  if (options.format === "json") io.out(formatPlan(made));
  else if (options.format === "markdown") io.out(planMarkdown(made, report));
  else io.out(planText(made, { style: io.style, ...report }));
  // A plan that must not be applied is shown, but not saved.
  refuse(reconciliation.refusals);
  await writeGuardrails(io, options.guardrails, planning.desired, options.quiet ?? false);
  if (options.out !== undefined) {
    await io.writeText(options.out, formatPlan(made));
    if (options.quiet !== true) io.err(`${io.messages.saved(options.out, made.digest)}\n`);
  }
  return options.detailedExitcode === true && made.changes.length > 0 ? 2 : 0;
}
