/** `lakegrade apply`: performs a saved plan, or plans, shows, asks and applies. */

import { stat } from "node:fs/promises";

import type { Command } from "commander";

import { wantedBy } from "../compiler/wanted.ts";
import { readableAddress } from "../model/address.ts";
import { report } from "../model/diagnostic.ts";
import type { Change } from "../model/change.ts";
import type { Outage } from "../model/outage.ts";
import { applyChanges } from "../reconciler/apply.ts";
import type { ChangeResult } from "../reconciler/apply.ts";
import { guardPerformer } from "../reconciler/guard/performer.ts";
import { readAgain } from "../reconciler/read-again.ts";
import { verify } from "../reconciler/verify.ts";
import { Failure } from "./failure.ts";
import type { Io } from "./io.ts";
import { noteWarnings, refuse } from "./notes.ts";
import { formatOption, guardrailsOption, liveOption, quietOption, todayOption } from "./options.ts";
import type { Format } from "./options.ts";
import { pause } from "./pause.ts";
import { makePlan } from "./planning.ts";
import type { Planning } from "./planning.ts";
import { interruptedExitCode } from "./interruption.ts";
import { createProgress } from "./progress.ts";
import { prepareSavedPlan } from "./saved-plan.ts";
import type { PreparedPlan } from "./saved-plan.ts";
import { planReport } from "./plan-report.ts";
import { renderDiagnostics } from "./render/diagnostics.ts";
import { applyJson, applyText } from "./render/apply-result.ts";
import { causeOf } from "./render/failure-causes.ts";
import { outageLines } from "./render/outages-text.ts";
import { planText } from "./render/plan-text.ts";
import { summaryLine } from "./render/plan-summary.ts";
import { printable } from "./render/terminal-text.ts";
import { writeGuardrails } from "./write-guardrails.ts";

interface ApplyOptions {
  readonly policies?: string[];
  readonly live?: string;
  readonly yes?: boolean;
  readonly planDigest?: string;
  readonly format: Format;
  readonly today?: string;
  readonly quiet?: boolean;
  readonly guardrails?: string;
  readonly full?: boolean;
}

export function addApply(program: Command, run: (command: (io: Io) => Promise<number>, format: Format) => Promise<void>): void {
  program
    .command("apply")
    .argument("[plan-or-dirs...]", "a saved plan, or policy directories (default: policies)")
    .description("change the account: a saved plan as it was reviewed, or policies after a look and a confirmation")
    .option("--yes", "do not ask")
    .option("--policies <dirs...>", "where the policies of a saved plan are (default: the directories it was made from)")
    .option("--plan-digest <digest>", "apply a saved plan only if it has this digest, as shown when it was saved")
    .option("--full", "list every change of the plan that is shown, however many there are")
    .addOption(formatOption())
    .addOption(liveOption().hideHelp())
    .addOption(todayOption())
    .addOption(quietOption())
    .addOption(guardrailsOption())
    .addHelpText("after", examples)
    .action((paths: string[], options: ApplyOptions) => run((io) => apply(io, paths, options), options.format));
}

const examples = `
Examples:
  lakegrade apply plan.json   apply exactly what was reviewed, or refuse
  lakegrade apply             plan policies/, show it, ask, apply
  lakegrade apply --yes       the same without asking

A saved plan is refused when the policies, the file or the account are not what was reviewed.`;

async function apply(io: Io, paths: readonly string[], options: ApplyOptions): Promise<number> {
  if (options.live !== undefined) {
    throw new Failure([
      report("LG5012", {
        message: "`apply` takes no `--live`: a snapshot cannot be changed",
        help: "apply against the account, or look with `lakegrade plan --live`",
      }),
    ]);
  }
  const [first] = paths;
  const isFile = paths.length === 1 && first !== undefined && (await isRegularFile(first));
  const prepared = isFile ? await prepareSavedPlan(io, first, options) : await prepareDirectories(io, paths, options);
  if (prepared === undefined) return 1;
  const { planning, changes, unreviewed, elsewhere } = prepared;
  if (isFile) refuse(guardPerformer(planning.live, changes, planning.plan.lake.name));
  if (unreviewed.length > 0) tellUnreviewed(io, planning, unreviewed);
  await writeGuardrails(io, options.guardrails, planning.desired, options.quiet ?? false);
  if (changes.length === 0) {
    io.out(options.format === "json" ? applyJson([], { elsewhere }) : nothingToApply(io, planning, elsewhere));
    return 0;
  }
  const results = await perform(io, planning, changes, options.quiet ?? false);
  io.out(options.format === "json" ? applyJson(results, { unreviewed, elsewhere }) : applyText(results, io.style, io.messages, elsewhere));
  if (results.every(({ status }) => status === "done")) return 0;
  if (io.isInterrupted()) return interruptedExitCode;
  io.err(
    `${renderDiagnostics(
      [
        report("LG6005", {
          message: "the apply is incomplete",
          help: "mend what failed and make a new plan: it goes on from what is live",
        }),
      ],
      { source: () => undefined, style: io.errStyle, messages: io.messages },
    )}\n`,
  );
  return 1;
}

/** A saved plan without changes says nothing of what else the account may need by now. */
function nothingToApply({ style, messages }: Io, { plan }: Planning, elsewhere: number): string {
  if (elsewhere === 0) return `${summaryLine(plan, style, messages)}\n`;
  return `${style("strong", messages.noChanges)}\n${style("warning", messages.differsElsewhere(elsewhere))}\n`;
}

/** Causes of failures that are told as they happen; the result counts all failures. */
const causesTold = 10;

/** Before anything is changed, and however quiet the command is to be: whoever reviewed the plan has not seen them. */
function tellUnreviewed(io: Io, planning: Planning, outages: readonly Outage[]): void {
  const { messages, errStyle: style } = io;
  const lines = outageLines(outages, messages.outages.unreviewed, { ...planReport(planning, messages, true), style });
  io.err(`${lines.join("\n")}\n\n`);
}

async function prepareDirectories(io: Io, directories: readonly string[], options: ApplyOptions): Promise<PreparedPlan | undefined> {
  const stray = options.planDigest !== undefined ? "--plan-digest" : options.policies !== undefined ? "--policies" : undefined;
  if (stray !== undefined) {
    throw new Failure([
      report("LG5012", { message: `\`${stray}\` goes with a saved plan`, help: "name the plan file, or leave the option out" }),
    ]);
  }
  const planning = await makePlan(io, directories, options);
  const { plan, reconciliation, diagnostics, loaded } = planning;
  noteWarnings(io, diagnostics, loaded.source, options.quiet ?? false);
  refuse([...reconciliation.refusals, ...guardPerformer(planning.live, plan.changes, plan.lake.name)]);
  const isSilent = options.yes === true && options.quiet === true;
  if (plan.changes.length > 0 && !isSilent)
    io.err(planText(plan, { style: io.errStyle, ...planReport(planning, io.messages, options.full ?? false) }));
  if (plan.changes.length === 0 || options.yes === true) return { planning, changes: plan.changes, unreviewed: [], elsewhere: 0 };
  if (!io.interactive) {
    throw new Failure([
      report("LG5010", {
        message: "there is no terminal to ask on",
        help: "save a plan with `lakegrade plan -o plan.json` and apply the file, or say `--yes`",
      }),
    ]);
  }
  const answer = await io.ask(`\n${io.messages.askToApply(printable(plan.lake.name), plan.lake.account)}`);
  if (answer.trim() === "yes") return { planning, changes: plan.changes, unreviewed: [], elsewhere: 0 };
  io.err(`${io.messages.nothingChanged}\n`);
  return undefined;
}

async function perform(
  io: Io,
  { ports, live, desired, loaded }: Planning,
  changes: readonly Change[],
  quiet: boolean,
): Promise<readonly ChangeResult[]> {
  if (ports === undefined)
    throw new Failure([report("LG5012", { message: "a snapshot cannot be changed", help: "apply against the account" })]);
  const { messages } = io;
  const progress = createProgress(io, quiet);
  const told = new Set<string>();
  let saidMore = false;
  // Between two steps nothing is half done; in the middle of one an interruption would leave no account of what was.
  io.holdInterruption();
  try {
    const results = await applyChanges(changes, {
      ports,
      account: live.account,
      pause,
      isInterrupted: io.isInterrupted,
      onProgress: progress.tell,
      onOutcome: (change, outcome, done, total) => {
        if (outcome.status === "failed") {
          const error = outcome.error ?? "";
          const cause = causeOf(change.address, error);
          const isNew = !told.has(cause) && told.size < causesTold;
          if (isNew || !saidMore) progress.clear();
          if (isNew)
            io.err(`${messages.failed}: ${printable(readableAddress(change.address))}: ${printable(messages.applyError(error))}\n`);
          else if (!saidMore) io.err(`${messages.furtherFailures}\n`);
          if (isNew) told.add(cause);
          else saidMore = true;
        }
        progress.update(messages.appliedSoFar(done, total));
      },
    });
    const { account, region, caller } = live;
    const question = { tagKeys: [desired.scope.gradeTag, desired.scope.domainTag], wanted: wantedBy(loaded.set) };
    return await verify(results, {
      pause,
      onWait: (left) => progress.update(messages.waiting(left)),
      readAgain: () => {
        progress.update(messages.readingAgain);
        const reading = { account, region, caller, ...question, readAt: io.now().toISOString(), onProgress: progress.tell };
        return readAgain(ports, reading, desired, changes);
      },
    });
  } finally {
    progress.clear();
  }
}

async function isRegularFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return path.endsWith(".json");
  }
}
