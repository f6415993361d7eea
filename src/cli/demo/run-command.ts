/** Running the built command as a user does: a process of its own, its output as it comes. */

import { spawn } from "node:child_process";

import type { Io } from "../io.ts";

export interface CommandSetting {
  /** The built command line. */
  readonly cli: string;
  readonly cwd: string;
  readonly endpoint: string;
  /** Long paths as a user would have typed them. */
  readonly shown: Readonly<Record<string, string>>;
}

/** Shows the command line and runs it. Throws when it ends with another exit code than expected: then the story is over. */
export async function runCommand(
  io: Io,
  { cli, cwd, endpoint, shown }: CommandSetting,
  expected: number,
  words: readonly string[],
): Promise<void> {
  io.out(`\n${io.style("dim", "$")} ${io.style("strong", ["lakegrade", ...words.map((word) => shown[word] ?? word)].join(" "))}\n`);
  const child = spawn(process.execPath, [cli, ...words], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: "sandbox",
      AWS_SECRET_ACCESS_KEY: "sandbox",
      AWS_SESSION_TOKEN: "",
      AWS_PROFILE: "",
      ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}),
    },
  });
  const output = (chunk: Buffer): void => {
    let text = chunk.toString("utf8");
    for (const [long, short] of Object.entries(shown)) text = text.replaceAll(long, short);
    io.out(text);
  };
  child.stdout.on("data", output);
  child.stderr.on("data", output);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== expected) throw new Error(`\`lakegrade ${words[0]}\` ended with exit code ${code}, not ${expected}`);
  io.out(io.style("dim", `(exit code ${code})\n`));
}
