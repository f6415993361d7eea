/** Rotation of keys: switched on, never off. */

import { mapConcurrent } from "../../model/concurrent.ts";
import type { LiveState } from "../../model/state.ts";
import type { ApplyContext, Kind } from "../kind.ts";
import { NotApplied, attempt } from "../outcome.ts";
import { address, normalize, owns } from "./spec.ts";
import type { KmsKeyRotation } from "./spec.ts";

/** Keys written at the same time. */
const writers = 4;

export const kmsKeyRotation: Kind<"kms-key-rotation", KmsKeyRotation> = {
  name: "kms-key-rotation",
  dependsOn: [],
  address,
  normalize,
  owns,

  complete: (spec, live) => withPeriod(spec, live),

  read: ({ facts }) =>
    Promise.resolve({
      specs: (facts?.keys ?? []).flatMap(({ arn, rotation }) =>
        rotation === undefined ? [] : [{ key: arn, enabled: rotation.enabled, periodInDays: rotation.periodInDays ?? null }],
      ),
      unread: [],
    }),

  /** New key material is used by the same people. */
  impact: () => "neutral",

  async apply(context, changes) {
    await mapConcurrent(changes, writers, async (change) => {
      if (!context.isInterrupted()) await attempt(context, [change], () => write(context, change.after));
    });
  },

  describe: ({ enabled, periodInDays }) => [
    { label: "rotation", value: enabled ? `on${periodInDays === null ? "" : `, every ${periodInDays} days`}` : "off", words: "phrase" },
  ],
};

/** The period that somebody chose stays. A key that KMS does not rotate, or whose rotation is not known, is left out. */
function withPeriod(spec: KmsKeyRotation, { facts }: LiveState): KmsKeyRotation | undefined {
  const rotation = facts?.keys.find(({ arn }) => arn === spec.key)?.rotation;
  if (rotation === undefined) return undefined;
  return { ...spec, periodInDays: rotation.enabled ? (rotation.periodInDays ?? null) : null };
}

async function write({ ports: { kms } }: ApplyContext, after: KmsKeyRotation | null): Promise<void> {
  if (after === null) return;
  const { key, enabled, periodInDays } = after;
  if (!enabled) throw new NotApplied(`rotation of key ${key} is never switched off`);
  await kms.enableKeyRotation({ KeyId: key, ...(periodInDays === null ? {} : { RotationPeriodInDays: periodInDays }) });
}
