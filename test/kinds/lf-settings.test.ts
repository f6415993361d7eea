/** Data lake settings: read whole or not at all, and never written from an answer that holds none. */

import { expect, test } from "vitest";

import type { Ports } from "../../src/aws/ports.ts";
import { lfSettings } from "../../src/kinds/lf-settings/kind.ts";
import type { LfSettings } from "../../src/kinds/lf-settings/spec.ts";
import type { Change } from "../../src/model/change.ts";
import { applyChanges } from "../../src/reconciler/apply.ts";
import { createSandbox } from "../../src/sandbox/sandbox.ts";
import { directPorts } from "../direct-ports.ts";
import { account, noPause, region, roleArn } from "../governed-lake.ts";

/** Ports whose Lake Formation answers without settings, and what was written through them. */
function emptyAnswers() {
  const ports = directPorts(createSandbox({ account, region }));
  const written: unknown[] = [];
  const lakeFormation: Ports["lakeFormation"] = {
    ...ports.lakeFormation,
    getDataLakeSettings: () => Promise.resolve({ $metadata: {} }),
    putDataLakeSettings: (input) => {
      written.push(input);
      return Promise.resolve({ $metadata: {} });
    },
  };
  return { ports: { ...ports, lakeFormation }, written };
}

const emptyAnswer = "the answer holds no settings";

test("an answer without settings is not taken for settings that let nobody in", async () => {
  const { ports } = emptyAnswers();
  const context = { ports, account, catalog: { databases: [] }, tableDefaults: new Map(), tags: [], tagKeys: [], roles: [] };
  await expect(lfSettings.read(context)).rejects.toThrow(emptyAnswer);
});

test("nothing is written over settings that were not read", async () => {
  const { ports, written } = emptyAnswers();
  const after: LfSettings = { setting: "admin", principal: roleArn("LakeAdmin") };
  const change: Change = {
    address: lfSettings.address(after),
    kind: lfSettings.name,
    action: "create",
    reason: "declared",
    impact: "widens",
    before: null,
    after,
    origins: [],
    step: 96,
  };
  const results = await applyChanges([change], { ports, account, pause: noPause });
  expect(results).toMatchObject([{ status: "failed", error: expect.stringContaining(emptyAnswer) as unknown }]);
  expect(written).toEqual([]);
});
