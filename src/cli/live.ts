/** The live state a command works with: read from the account, or from a snapshot file. */

import type { IdentityCenterHome } from "../aws/identity-center-clients.ts";
import type { Ports } from "../aws/ports.ts";
import { readLive } from "../reconciler/read/read.ts";
import { parseSnapshot } from "../reconciler/snapshot-file.ts";
import { report } from "../model/diagnostic.ts";
import type { LakeIdentity, LiveState } from "../model/state.ts";
import { Failure } from "./failure.ts";
import type { Io } from "./io.ts";
import { createProgress } from "./progress.ts";
import { gapsOf } from "./snapshot-gaps.ts";
import type { Question } from "./snapshot-gaps.ts";

export interface Live {
  readonly state: LiveState;
  /** Absent for a snapshot. */
  readonly ports?: Ports;
}

export interface LiveOptions {
  readonly live?: string;
  readonly quiet?: boolean;
}

/** What is asked about, and where. */
export interface LakeToRead extends LakeIdentity {
  /** Where Identity Center lives, as the Lake says. */
  readonly identityCenter?: IdentityCenterHome | undefined;
}

/** Reads the lake's live state, as far as the question needs it. */
export async function loadLive(io: Io, lake: LakeToRead, question: Question, options: LiveOptions): Promise<Live> {
  return options.live === undefined
    ? loadAccount(io, lake, question, options)
    : { state: await loadSnapshot(io, lake, question, options.live) };
}

async function loadAccount(io: Io, lake: LakeToRead, question: Question, { quiet = false }: LiveOptions): Promise<Live> {
  // The SDK clients take half a second to load; commands without AWS never do.
  const { connect } = await import("./session.ts");
  const progress = createProgress(io, quiet);
  try {
    const { ports, account, region, caller } = await connect({ ...lake, expected: lake.account });
    const state = await readLive(ports, {
      account,
      region,
      caller,
      ...question,
      readAt: io.now().toISOString(),
      onProgress: progress.tell,
    });
    return { state, ports };
  } finally {
    progress.clear();
  }
}

async function loadSnapshot(io: Io, lake: LakeIdentity, question: Question, file: string): Promise<LiveState> {
  const parsed = parseSnapshot(await io.readText(file), file);
  if ("diagnostic" in parsed) throw new Failure([parsed.diagnostic]);
  const { live } = parsed;
  if (live.account !== lake.account || live.region !== lake.region) {
    throw new Failure([
      report("LG5013", {
        message: `\`${file}\` is of account \`${live.account}\` in ${live.region}, the policies are for \`${lake.account}\` in ${lake.region}`,
        help: "take a snapshot of the lake that the policies name",
      }),
    ]);
  }
  const gaps = gapsOf(live, question);
  if (gaps.length > 0) {
    throw new Failure([
      report("LG5014", {
        message: `\`${file}\` does not hold ${gaps.join(" and ")}`,
        help: "take a new snapshot with the directories of these policies, as a caller who may read all of it; without them it lacks keys that have no alias",
      }),
    ]);
  }
  return live;
}
