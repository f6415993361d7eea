/** LF-Tag keys and their values: read, created and extended; deletion of a value is guarded by the plan. */

import { isAwsError } from "../../model/aws-error.ts";
import type { Change } from "../../model/change.ts";
import { chunks, groupBy } from "../../model/batches.ts";
import type { ApplyContext, Kind } from "../kind.ts";
import { attempt } from "../outcome.ts";
import { listTags } from "./list-tags.ts";
import { address, normalize, owns } from "./spec.ts";
import type { LfTag } from "./spec.ts";

/** Values a create or update call takes. Source: Lake Formation API, TagValueList. */
const valuesPerCall = 50;

export const lfTag: Kind<"lf-tag", LfTag> = {
  name: "lf-tag",
  dependsOn: [],
  address,
  normalize,
  owns,

  // The keys were read before the kinds, because assignments are searched for by their values.
  read: ({ tags }) => Promise.resolve({ specs: tags.flatMap(({ key, values }) => values.map((value) => ({ key, value }))), unread: [] }),

  // A value that nothing carries lets nobody read; what carries it is an assignment.
  impact: () => "neutral",

  async apply(context, changes) {
    const existing = new Set((await listTags(context.ports, context.account)).map(({ key }) => key));
    for (const [key, ofKey] of groupBy(changes, ({ before, after }) => (after ?? before)?.key ?? "")) {
      await attempt(context, ofKey, () => writeKey(context, key, existing.has(key), ofKey));
    }
  },

  describe: ({ key, value }) => [{ label: `LF-Tag ${key}`, value }],
};

async function writeKey(context: ApplyContext, TagKey: string, exists: boolean, changes: readonly Change<LfTag>[]): Promise<void> {
  const {
    ports: { lakeFormation },
    account: CatalogId,
  } = context;
  const wanted = changes.flatMap(({ after }) => (after === null ? [] : [after.value]));
  const removed = chunks(
    changes.flatMap(({ before, after }) => (before !== null && after === null ? [before.value] : [])),
    valuesPerCall,
  );
  const left = exists || wanted.length === 0 ? wanted : await createKey(context, TagKey, wanted);
  for (const values of chunks(left, valuesPerCall)) await lakeFormation.updateLFTag({ CatalogId, TagKey, TagValuesToAdd: values });
  for (const values of removed) await lakeFormation.updateLFTag({ CatalogId, TagKey, TagValuesToDelete: values });
}

/** Creates a key with as many of the values as a call takes; the others are left to be added. */
async function createKey({ ports, account }: ApplyContext, TagKey: string, values: readonly string[]): Promise<readonly string[]> {
  try {
    await ports.lakeFormation.createLFTag({ CatalogId: account, TagKey, TagValues: values.slice(0, valuesPerCall) });
    return values.slice(valuesPerCall);
  } catch (error) {
    if (!isAwsError(error) || error.category !== "exists") throw error;
    // Made in the meantime, or by a call whose answer was lost.
    const known = (await listTags(ports, account)).find(({ key }) => key === TagKey)?.values ?? [];
    return values.filter((value) => !known.includes(value));
  }
}
