/** `lakegrade sandbox`: a local AWS endpoint to try everything on. */

import type { Command } from "commander";

import { lakeFacts } from "../compiler/lake-facts.ts";
import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { LakeIdentity } from "../model/state.ts";
import { Failure } from "./failure.ts";
import type { Io } from "./io.ts";
import { refuse } from "./notes.ts";
import { parsePort, quietOption } from "./options.ts";
import type { Format } from "./options.ts";
import { lakeOf, loadPolicies } from "./policies.ts";

interface SandboxOptions {
  readonly port: number;
  readonly catalog?: string;
  readonly policies?: string[];
  readonly account?: string;
  readonly region?: string;
  readonly quiet?: boolean;
}

export function addSandbox(program: Command, run: (command: (io: Io) => Promise<number>, format: Format) => Promise<void>): void {
  program
    .command("sandbox")
    .description("a local AWS endpoint to try all of this on; runs until interrupted")
    .option("--port <port>", "port on 127.0.0.1; 0 takes a free one", parsePort, 0)
    .option("--catalog <file>", "create this catalog's databases and tables")
    .option("--policies <dirs...>", "create the account, Region, principals, buckets and keys these policies name")
    .option("--account <id>", "account id, 12 digits (default: the policies', else 111122223333)")
    .option("--region <region>", "Region (default: the policies', else ap-northeast-2)")
    .addOption(quietOption())
    .addHelpText(
      "after",
      `
The first line on standard output is \`ready http://127.0.0.1:<port>\`, then the variables to export.

Example:
  lakegrade sandbox --port 4566 --policies policies --catalog examples/insurer-catalog.json`,
    )
    .action((options: SandboxOptions) => run((io) => sandbox(io, options), "text"));
}

async function sandbox(io: Io, options: SandboxOptions): Promise<number> {
  const loaded = options.policies === undefined ? undefined : await loadPolicies(options.policies);
  const lake = loaded === undefined ? undefined : lakeFacts(lakeOf(loaded)).identity;
  if (lake !== undefined) refuse(misfits(options, lake));
  const account = options.account ?? lake?.account ?? "111122223333";
  const region = options.region ?? lake?.region ?? "ap-northeast-2";
  if (!/^\d{12}$/.test(account))
    throw new Failure([report("LG5012", { message: `\`--account ${account}\` is no account id`, help: "12 digits" })]);
  // The sandbox brings four SDK packages with it; no other command should wait for them.
  const { openSandbox } = await import("./sandbox-account.ts");
  const notes = options.quiet === true ? { ...io, err: () => undefined } : io;
  const opened = await openSandbox(notes, { account, region, loaded, catalogFile: options.catalog });
  let listener: Awaited<ReturnType<typeof opened.listen>>;
  try {
    listener = await opened.listen(options.port);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new Failure([
      report("LG6007", { message: `port ${options.port} cannot be used: ${reason}`, help: "choose another `--port`, or 0 for a free one" }),
    ]);
  }
  // Whoever reads the first line may end the sandbox at once.
  const interrupted = io.untilInterrupted();
  io.out(
    [
      `ready ${listener.url}`,
      `export AWS_ENDPOINT_URL=${listener.url}`,
      `export AWS_REGION=${region}`,
      // boto3 and version 1 of the AWS CLI read this one.
      `export AWS_DEFAULT_REGION=${region}`,
      "export AWS_ACCESS_KEY_ID=sandbox",
      "export AWS_SECRET_ACCESS_KEY=sandbox",
      "",
    ].join("\n"),
  );
  await interrupted;
  await listener.close();
  return 0;
}

/** In another account or Region than its lake's, every command with these policies would refuse. */
function misfits({ account, region }: SandboxOptions, lake: LakeIdentity): readonly Diagnostic[] {
  return [...misfit("--account", account, "account", lake.account), ...misfit("--region", region, "Region", lake.region)];
}

function misfit(option: string, given: string | undefined, what: string, ofLake: string): readonly Diagnostic[] {
  if (given === undefined || given === ofLake) return [];
  return [report("LG5012", { message: `\`${option} ${given}\` is not the ${what} of the lake, ${ofLake}`, help: "leave one of them out" })];
}
