/** LF-Tag assignments: values are written by overwriting, never by removing and adding again. */

import type { Resource } from "@aws-sdk/client-lakeformation";

import { AwsError, categorize, isAwsError, isRetryable } from "../../model/aws-error.ts";
import { groupBy } from "../../model/batches.ts";
import type { Change, Impact } from "../../model/change.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import type { ApplyContext, Kind } from "../kind.ts";
import { attempt } from "../outcome.ts";
import { readAssignments } from "./read.ts";
import { address, normalize, owns } from "./spec.ts";
import type { LfTagAssignment } from "./spec.ts";

/** Tables written at the same time. */
const writers = 8;
/** Tries for one entry of `Failures`, with a pause that doubles. */
const tries = 6;

export const lfTagAssignment: Kind<"lf-tag-assignment", LfTagAssignment> = {
  name: "lf-tag-assignment",
  dependsOn: ["lf-tag"],
  address,
  normalize,
  owns,
  readsEffective: true,

  read: async (context) => ({ specs: await readAssignments(context), unread: [] }),

  // Without the state around it, no more can be said than that a stricter grade narrows; the reconciler looks closer.
  impact(before, after): Impact {
    if (before === null || after === null) return "widens";
    if (before.value === after.value) return "neutral";
    const [was, is] = [Number(before.value), Number(after.value)];
    return is < was ? "narrows" : "widens";
  },

  /** Tables side by side; within a table in the order given, one call per value. */
  async apply(context, changes) {
    const tables = [...groupBy(changes, ({ before, after }) => tableOf(after ?? before)).values()];
    await mapConcurrent(tables, writers, async (ofTable) => {
      // A table is begun and ended, or not begun: its columns and itself belong together.
      if (context.isInterrupted()) return;
      for (const calls of groupBy(ofTable, ({ before, after }) => callOf(before, after)).values()) {
        await attempt(context, calls, () => explained(calls, () => write(context, calls)));
      }
    });
  },

  describe: ({ key, value }) => [{ label: key, value }],
};

function tableOf(spec: LfTagAssignment | null): string {
  return spec === null ? "" : JSON.stringify([spec.database, spec.table ?? null]);
}

/** Changes with one call key go into one call: same resource level, same tag, same direction. */
function callOf(before: LfTagAssignment | null, after: LfTagAssignment | null): string {
  const spec = after ?? before;
  return JSON.stringify([after === null, spec?.column !== undefined, spec?.key, spec?.value]);
}

/** Says what a denial here usually is: an administrator assigns its own tags, but only those (TBAC-assigning-tags). */
async function explained(changes: readonly Change<LfTagAssignment>[], call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!isAwsError(error) || error.category !== "denied") throw error;
    const { key = "" } = changes[0]?.after ?? changes[0]?.before ?? {};
    const hint = `if somebody else created LF-Tag ${key}, the caller needs ASSOCIATE on it`;
    throw new AwsError(error.service, error.operation, error.code, `${error.message}; ${hint}`, error.category);
  }
}

async function write({ ports, account, pause }: ApplyContext, changes: readonly Change<LfTagAssignment>[]): Promise<void> {
  const first = changes[0];
  const spec = first?.after ?? first?.before;
  if (first === undefined || spec === undefined || spec === null) return;
  const columns = changes.flatMap(({ before, after }) => (after ?? before)?.column ?? []);
  const input = {
    CatalogId: account,
    Resource: resourceOf(account, spec, columns),
    LFTags: [{ CatalogId: account, TagKey: spec.key, TagValues: [spec.value] }],
  };
  const operation = first.after === null ? "RemoveLFTagsFromResource" : "AddLFTagsToResource";
  for (let attemptNumber = 1; ; attemptNumber += 1) {
    const { Failures: failures = [] } =
      first.after === null
        ? await ports.lakeFormation.removeLFTagsFromResource(input)
        : await ports.lakeFormation.addLFTagsToResource(input);
    const { ErrorCode: code = "Unknown", ErrorMessage: message = "no message" } = failures[0]?.Error ?? {};
    if (failures.length === 0) return;
    const category = categorize(code, message, 400);
    // Removing what is gone is what was wanted; whether it is gone is seen when the state is read again.
    if (first.after === null && category === "missing") return;
    if (!isRetryable(category) || attemptNumber >= tries) throw new AwsError("Lake Formation", operation, code, message, category);
    await pause(100 * 2 ** attemptNumber);
  }
}

/** Exactly one member, as Lake Formation asks for: an empty sibling is an error (aws/aws-cdk#29756). */
function resourceOf(CatalogId: string, { database, table, column }: LfTagAssignment, columns: readonly string[]): Resource {
  if (table === undefined) return { Database: { CatalogId, Name: database } };
  if (column === undefined) return { Table: { CatalogId, DatabaseName: database, Name: table } };
  return { TableWithColumns: { CatalogId, DatabaseName: database, Name: table, ColumnNames: [...columns] } };
}
