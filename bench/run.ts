/** `npm run bench`: every stage in a process of its own, its figures as a table; fails when a limit other than a time is exceeded. */

import { fork } from "node:child_process";
import { availableParallelism, cpus } from "node:os";

import type { NewColumns } from "./lake.ts";
import type { Measure } from "./measure.ts";
import { measureApply } from "./stages/apply.ts";
import { measureCompile } from "./stages/compile.ts";
import { measurePlan } from "./stages/plan.ts";

const stages = { compile: measureCompile, plan: measurePlan, apply: measureApply } as const;
type Stage = keyof typeof stages;

const modes: readonly NewColumns[] = ["strictest", "inherit"];

/** Runs one stage in a new process, so that its peak memory is its own. */
function measureApart(stage: Stage, mode: NewColumns): Promise<readonly Measure[]> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, [stage, mode], { serialization: "json" });
    let measures: readonly Measure[] | undefined;
    child.on("message", (message) => {
      measures = message as readonly Measure[];
    });
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0 && measures !== undefined) resolve(measures);
      else reject(new Error(`stage ${stage} (${mode}) ended with ${code ?? "a signal"}`));
    });
  });
}

function line(stage: string, { what, value, unit, limit, busy }: Measure): string {
  const shown = unit === "calls" || unit === "changes" ? value.toLocaleString("en") : value.toFixed(unit === "MiB" ? 0 : 2);
  const verdict = limit === undefined ? "" : value <= limit ? "ok" : unit === "s" ? "slow" : "EXCEEDED";
  return `| ${stage} | ${what} | ${shown}${unit === "ratio" ? "" : ` ${unit}`} | ${busy === undefined ? "" : `${busy.toFixed(2)} s`} | ${limit?.toLocaleString("en") ?? ""} | ${verdict} |`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Runs the stages and modes that are named, all where none is; true when a limit is exceeded. */
async function runAll(wanted: readonly string[]): Promise<boolean> {
  let exceeded = false;
  print(`Node ${process.version}, ${availableParallelism()} × ${cpus()[0]?.model ?? "unknown processor"}, ${process.platform}\n`);
  print("| stage | measure | value | processor | limit | |\n|---|---|---:|---:|---:|---|");
  const chosen = <Name extends string>(names: readonly Name[]): readonly Name[] =>
    names.some((name) => wanted.includes(name)) ? names.filter((name) => wanted.includes(name)) : names;
  for (const stage of chosen(Object.keys(stages) as Stage[])) {
    for (const mode of chosen(modes)) {
      for (const measure of await measureApart(stage, mode)) {
        print(line(`${stage}, ${mode}`, measure));
        exceeded ||= measure.unit !== "s" && measure.limit !== undefined && measure.value > measure.limit;
      }
    }
  }
  return exceeded;
}

function isStage(text: string | undefined): text is Stage {
  return text !== undefined && Object.hasOwn(stages, text);
}

const given = process.argv.slice(2);
const [first, second] = given;
const mode = modes.find((known) => known === second);
if (process.send !== undefined && isStage(first) && mode !== undefined) {
  process.send(await stages[first](mode));
  process.disconnect();
} else {
  const known: readonly string[] = [...Object.keys(stages), ...modes];
  const unknown = given.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`no stage or mode ${unknown.join(", ")}; there are ${known.join(", ")}`);
  process.exitCode = (await runAll(given)) ? 1 : 0;
}
