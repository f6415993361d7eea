/** A saved plan on its way to apply: the file that was reviewed, its policies read again, and nothing that differs. */

import { stat } from "node:fs/promises";
import path from "node:path";

import type { Change } from "../model/change.ts";
import { report } from "../model/diagnostic.ts";
import type { Outage } from "../model/outage.ts";
import type { Plan } from "../model/plan.ts";
import { compareWithFresh, parsePlan, reviewedChanges } from "../reconciler/plan-file.ts";
import { unreviewedOutages } from "../reconciler/order/unreviewed-outages.ts";
import { Failure } from "./failure.ts";
import type { Io } from "./io.ts";
import { refuse } from "./notes.ts";
import { makePlan } from "./planning.ts";
import type { Planning } from "./planning.ts";
import { printable } from "./render/terminal-text.ts";

export interface SavedPlanOptions {
  /** Where the policies are now; the directories that the plan names when left out. */
  readonly policies?: readonly string[];
  /** The digest that was reviewed. */
  readonly planDigest?: string;
  readonly today?: string;
  readonly quiet?: boolean;
}

export interface PreparedPlan {
  readonly planning: Planning;
  /** As reviewed, in the fresh order. */
  readonly changes: readonly Change[];
  /** What these changes interrupt now and did not when the plan was made: none of its reasons to refuse, but nobody has seen it. */
  readonly unreviewed: readonly Outage[];
  /** Resources that differ from the policies as well and that these changes leave as they are. */
  readonly elsewhere: number;
}

/** Plans anew from the policies the saved plan was made from. Fails when the result is not what was reviewed. */
export async function prepareSavedPlan(
  io: Io,
  file: string,
  { policies, planDigest, today, quiet = false }: SavedPlanOptions,
): Promise<PreparedPlan> {
  const parsed = parsePlan(await io.readText(file), file);
  if ("diagnostic" in parsed) throw new Failure([parsed.diagnostic]);
  const { plan: saved } = parsed;
  if (saved.report !== undefined) {
    throw new Failure([
      report("LG5009", {
        message: `\`${file}\` is a drift report, which is no plan`,
        help: "run `lakegrade plan -o plan.json`, have the plan reviewed, and apply that file",
      }),
    ]);
  }
  if (planDigest !== undefined && planDigest !== saved.digest) {
    throw new Failure([
      report("LG5007", {
        message: `\`${file}\` has digest \`${saved.digest}\`, not the one that was reviewed`,
        help: "apply the file that was reviewed, or have this one reviewed",
      }),
    ]);
  }
  if (policies === undefined) await refuseMissing(file, saved);
  // Whatever they are called here: the digest says whether they are the policies that were reviewed.
  const directories = policies ?? saved.policies;
  if (!quiet && policies === undefined) io.err(`${io.messages.policiesOfPlan(list(directories))}\n`);
  const planning = await makePlan(io, directories, { today: today ?? saved.today, quiet });
  refuse(compareWithFresh(saved, planning.plan.changes, planning.plan.policyDigest));
  const { reconciliation } = planning;
  refuse(reconciliation.refusals);
  const changes = reviewedChanges(saved, reconciliation.changes);
  const outages = changes.length === reconciliation.changes.length ? reconciliation.outages : reconciliation.outagesOf(changes);
  const reviewed = new Set(changes);
  const elsewhere = new Set(reconciliation.changes.flatMap((change) => (reviewed.has(change) ? [] : [change.address])));
  return { planning, changes, unreviewed: unreviewedOutages(saved.outages ?? [], outages), elsewhere: elsewhere.size };
}

/** A plan names directories from where it was made: elsewhere they are usually missing, and saying so helps most. */
async function refuseMissing(file: string, { policies }: Plan): Promise<void> {
  const missing: string[] = [];
  for (const directory of policies) {
    const isThere = await stat(directory).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isThere) missing.push(path.resolve(directory));
  }
  if (missing.length === 0) return;
  throw new Failure([
    report("LG1001", {
      message: `\`${file}\` was made from ${list(policies)}, and there is no directory ${list(missing)}`,
      help: "run `apply` in the directory where the plan was made, or say with `--policies` where the policies are",
    }),
  ]);
}

function list(directories: readonly string[]): string {
  return directories.map((directory) => `\`${printable(directory)}\``).join(", ");
}
