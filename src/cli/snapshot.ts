/** `lakegrade snapshot`: the live state as one JSON file. */

import { stat } from "node:fs/promises";

import type { Command } from "commander";

import type { IdentityCenterHome } from "../aws/identity-center-clients.ts";
import { lakeFacts } from "../compiler/lake-facts.ts";
import { wantedBy } from "../compiler/wanted.ts";
import { report } from "../model/diagnostic.ts";
import type { Wanted } from "../model/wanted.ts";
import { readLive } from "../reconciler/read/read.ts";
import { formatSnapshot } from "../reconciler/snapshot-file.ts";
import { Failure } from "./failure.ts";
import type { Io } from "./io.ts";
import { formatOption, outOption, quietOption } from "./options.ts";
import type { Format } from "./options.ts";
import { lakeOf, loadPolicies } from "./policies.ts";
import { defaultPolicyDirectories } from "./policy-files.ts";
import { createProgress } from "./progress.ts";
import { printable } from "./render/terminal-text.ts";
import { tool } from "./tool.ts";

interface SnapshotOptions {
  /** Of problems; the snapshot itself is JSON always. */
  readonly format: Format;
  readonly out?: string;
  readonly region?: string;
  readonly quiet?: boolean;
}

export function addSnapshot(program: Command, run: (command: (io: Io) => Promise<number>, format: Format) => Promise<void>): void {
  program
    .command("snapshot")
    .argument("[dirs...]", "policy directories that name the lake (default: policies, where it exists)")
    .description("read the live state into one JSON file, with what could not be read")
    .addOption(outOption("the snapshot"))
    .option("--region <region>", "Region of the catalog, when no policies name it")
    .addOption(formatOption())
    .addOption(quietOption())
    .addHelpText(
      "after",
      `
Examples:
  lakegrade snapshot -o snapshot.json
  lakegrade plan --live snapshot.json`,
    )
    .action((directories: string[], options: SnapshotOptions) => run((io) => snapshot(io, directories, options), options.format));
}

async function snapshot(io: Io, directories: readonly string[], options: SnapshotOptions): Promise<number> {
  const { region, account: expected, identityCenter, wanted } = await lakeToRead(directories, options.region);
  const { connect } = await import("./session.ts");
  const progress = createProgress(io, options.quiet ?? false);
  try {
    const { ports, account, caller } = await connect({ region, expected, identityCenter });
    const live = await readLive(ports, {
      account,
      region,
      caller,
      ...(wanted === undefined ? {} : { wanted }),
      readAt: io.now().toISOString(),
      onProgress: progress.tell,
    });
    progress.clear();
    for (const { what, reason } of live.unread)
      io.err(`${io.messages.severity.warning}: ${io.messages.notRead(printable(what), printable(reason))}\n`);
    const text = formatSnapshot(live, tool);
    if (options.out === undefined) io.out(text);
    else await io.writeText(options.out, text);
    return 0;
  } finally {
    progress.clear();
  }
}

async function lakeToRead(
  directories: readonly string[],
  region: string | undefined,
): Promise<{
  readonly region: string;
  readonly account?: string;
  readonly identityCenter?: IdentityCenterHome | undefined;
  readonly wanted?: Wanted;
}> {
  if (directories.length > 0 || (region === undefined && (await exists(defaultPolicyDirectories[0])))) {
    const loaded = await loadPolicies(directories);
    const { identity } = lakeFacts(lakeOf(loaded));
    if (region !== undefined && region !== identity.region) {
      throw new Failure([
        report("LG5012", {
          message: `\`--region ${region}\` is not the Region of the lake, ${identity.region}`,
          help: "leave one of them out",
        }),
      ]);
    }
    return {
      region: identity.region,
      account: identity.account,
      identityCenter: loaded.set.lake?.value.identityCenter,
      wanted: wantedBy(loaded.set),
    };
  }
  const { configuredRegion } = await import("../aws/region.ts");
  const named = region ?? (await configuredRegion());
  if (named !== undefined) return { region: named };
  throw new Failure([
    report("LG5012", {
      message: "no Region: there are no policies here and no `--region`",
      help: "say `--region`, set AWS_REGION or the profile's region, or name policy directories",
    }),
  ]);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
