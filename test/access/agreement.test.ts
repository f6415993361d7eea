/** What the simulation says of writes is what the sandbox's S3, which is another implementation, does for requests of the SDK. */

import * as fc from "fast-check";
import { expect, test } from "vitest";

import { viewOf } from "../../src/access/account-view.ts";
import { callerOf } from "../../src/access/bucket-writers.ts";
import { writeSimulator } from "../../src/access/simulate-write.ts";
import { writeShapes } from "../../src/access/write-shapes.ts";
import { readLive } from "../../src/reconciler/read/read.ts";
import { portsOf } from "../governed-lake.ts";
import { clientsOf } from "../sandbox/clients.ts";
import { sessionOf } from "../sandbox/role-session.ts";
import { account, bucket, region, roleArn } from "./scene.ts";
import { setStage, shown, write } from "./write-on-sandbox.ts";
import type { Result } from "./write-on-sandbox.ts";
import { scenarios, writers } from "./write-scenarios.ts";
import type { Scenario } from "./write-scenarios.ts";

interface Play {
  readonly simulated: ReadonlyMap<string, Result>;
  readonly real: ReadonlyMap<string, Result>;
}

/** Plays a scenario: what is simulated on the account as it is read, and what comes of real requests. */
async function play(scenario: Scenario, kmsKeyIdCondition: "effective" | "header"): Promise<Play> {
  const { sandbox, key, other } = await setStage(scenario, kmsKeyIdCondition);
  const { s3 } = clientsOf(sandbox);
  const ports = portsOf(sandbox);
  const { Arn: caller = "" } = await ports.sts.getCallerIdentity({});
  const live = await readLive(ports, { account, region, caller, readAt: "2026-01-01T00:00:00.000Z" });
  expect(live.unread).toEqual([]);
  const view = viewOf(live);
  const simulated = new Map<string, Result>();
  const real = new Map<string, Result>();
  for (const name of writers) {
    const found = view.buckets.get(bucket);
    const who = callerOf(view, roleArn(name));
    if (found === undefined || who === undefined) throw new Error("the account was not read");
    const simulate = writeSimulator(view, found, "claims/part-0", who);
    const own = clientsOf(sandbox, await sessionOf(sandbox, roleArn(name)));
    for (const shape of writeShapes(view.keys.get(key), key, region)) {
      const title = `${name}: ${shape.title}`;
      const outcome = simulate(shape);
      simulated.set(
        title,
        outcome.result === "allowed" ? { result: "allowed", encryption: shown(outcome.encryption, key) } : { result: outcome.result },
      );
      real.set(title, await write(own.s3, s3, shape, key, other));
    }
  }
  return { simulated, real };
}

/** Every answer is the sandbox's under both of its readings; a single request is unknown exactly where they differ. */
async function disagreements(scenario: Scenario, seen: string[] = []): Promise<readonly object[]> {
  const [effective, header] = [await play(scenario, "effective"), await play(scenario, "header")];
  seen.push(...[...effective.simulated.values()].map(({ result }) => result));
  return [...effective.simulated].flatMap(([title, outcome]) => {
    const results = [effective.real.get(title), header.real.get(title)];
    const differ = JSON.stringify(results[0]) !== JSON.stringify(results[1]);
    const isUnknown = outcome.result === "unknown";
    // Of another key nothing is known: the simulation lets everybody use it, whatever a writer's own policies deny.
    const isAssumed = title.includes("another key") && JSON.stringify(scenario).includes('"never"');
    const agrees = isUnknown
      ? differ || title.endsWith("multipart")
      : results.every((result) => JSON.stringify(result) === JSON.stringify(outcome) || (isAssumed && result?.result === "denied"));
    return agrees ? [] : [{ title, outcome, results, scenario }];
  });
}

const runs = Number(process.env["AGREEMENT_RUNS"] ?? 2);

test("whatever the policies, the simulation and the sandbox agree", async () => {
  const results: string[] = [];
  for (const scenario of fc.sample(scenarios, { numRuns: runs, seed: Number(process.env["AGREEMENT_SEED"] ?? 20_260_101) })) {
    expect(await disagreements(scenario, results)).toEqual([]);
  }
  // The scenarios show something: each answer is given.
  for (const result of ["allowed", "denied", "unknown"]) expect(results.filter((each) => each === result).length).toBeGreaterThan(0);
}, 600_000);

test.each([
  ["the recommended statements", ["wrongAlgorithm", "wrongKey", "noKey", "customerKeys", "insecure"]],
  ["a required header", ["wrongAlgorithm", "wrongKey", "noKey", "customerKeys", "headerRequired"]],
  ["a header required where an object is made", ["wrongKey", "headerToCreate"]],
])(
  "they agree on %s, for writers who may write",
  async (_what, bucketPolicy) => {
    const identities = [
      ["write", "useKeys"],
      ["write", "useThroughS3"],
      ["write", "onlyGenerate"],
    ];
    const rest = { boundary: ["write", "useKeys"], keyPolicy: "byIam", byDefault: "arn", bucketKey: true, blocked: "SSE-C" } as const;
    expect(await disagreements({ bucketPolicy, identities, ...rest })).toEqual([]);
  },
  60_000,
);
