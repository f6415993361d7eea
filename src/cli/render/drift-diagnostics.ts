/** Drift as diagnostics, so that the formats of build servers and code hosts need one renderer each. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Plan } from "../../model/plan.ts";
import { formatRange } from "../../model/source.ts";
import type { Range } from "../../model/source.ts";
import { en } from "../messages/en.ts";
import { planView } from "./plan-view.ts";
import type { PlanViewOptions } from "./plan-view.ts";

/** In English, whatever the reader's language: for programs. One warning for each line of the plan's view, at its place in the policies where it has one, and one for each finding. */
export function driftDiagnostics(
  { changes, findings, leftOut = [] }: Plan,
  inheriting?: PlanViewOptions["inheriting"],
): readonly Diagnostic[] {
  const places = new Map<string, Range>(changes.flatMap(({ origins }) => origins.map((range) => [formatRange(range), range] as const)));
  const differences = planView(changes, { full: true, messages: en, ...(inheriting === undefined ? {} : { inheriting }) }).flatMap(
    ({ title, blocks }) =>
      blocks.flatMap((block) =>
        block.lines.map(({ symbol, text, impact, origin }) =>
          report("LG5016", {
            message: `${title}, ${block.title}: ${symbol} ${text}`,
            help:
              impact === "neutral" ? "`lakegrade apply` brings it in line" : `\`lakegrade apply\` brings it in line and ${impact} access`,
            range: origin === undefined ? undefined : places.get(origin.split(" and ")[0] ?? ""),
          }),
        ),
      ),
  );
  const seen = findings.map(({ code, message, resource }) =>
    report("LG5017", { message: `${code}: ${message}`, help: `about ${resource}` }),
  );
  return [...leftOut, ...differences, ...seen];
}
