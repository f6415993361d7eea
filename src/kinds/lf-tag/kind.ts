/** LF-Tag keys and their values: read, created and extended; deletion of a value is guarded by the plan. */

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

async function writeKey(
  { ports: { lakeFormation }, account: CatalogId }: ApplyContext,
  TagKey: string,
  exists: boolean,
  changes: readonly Change<LfTag>[],
): Promise<void> {
  const added = chunks(
    changes.flatMap(({ after }) => (after === null ? [] : [after.value])),
    valuesPerCall,
  );
  const removed = chunks(
    changes.flatMap(({ before, after }) => (before !== null && after === null ? [before.value] : [])),
    valuesPerCall,
  );
  if (!exists) {
    const first = added.shift();
    if (first !== undefined) await lakeFormation.createLFTag({ CatalogId, TagKey, TagValues: first });
  }
  for (const values of added) await lakeFormation.updateLFTag({ CatalogId, TagKey, TagValuesToAdd: values });
  for (const values of removed) await lakeFormation.updateLFTag({ CatalogId, TagKey, TagValuesToDelete: values });
}
