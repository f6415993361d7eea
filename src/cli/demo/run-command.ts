/** Running the built command as a user does: a process of its own, and its output without findings that were told before. */

import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

import type { Io } from "../io.ts";

export interface CommandSetting {
  /** The built command line. */
  readonly cli: string;
  readonly cwd: string;
  readonly endpoint: string;
  /** Long paths as a user would have typed them. */
  readonly shown: Readonly<Record<string, string>>;
  /** Lines on findings that were shown already; every command adds to them. */
  readonly told: Set<string>;
}

/** Shows the command line and runs it. Throws when it ends with another exit code than expected: then the story is over. */
export async function runCommand(
  io: Io,
  { cli, cwd, endpoint, shown, told }: CommandSetting,
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
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  let text = Buffer.concat(chunks).toString("utf8");
  for (const [long, short] of Object.entries(shown)) text = text.replaceAll(long, short);
  io.out(withoutTold(text, told));
  if (code !== expected) throw new Error(`\`lakegrade ${words[0]}\` ended with exit code ${code}, not ${expected}`);
  io.out(io.style("dim", `(exit code ${code})\n`));
}

/** A story tells a finding once: of those that were told nothing is left but how many lines they had. */
export function withoutTold(text: string, told: Set<string>): string {
  const lines: string[] = [];
  let within = false;
  let left = 0;
  for (const line of text.split("\n")) {
    const bare = stripVTControlCharacters(line);
    if (/^Findings \(\d+\)$/.test(bare)) within = true;
    else if (within && !bare.startsWith("  ")) {
      if (left > 0) lines.push(`  … and ${left} ${left === 1 ? "line" : "lines"} as above`);
      [within, left] = [false, 0];
    } else if (within && told.has(bare)) {
      left += 1;
      continue;
    } else if (within) told.add(bare);
    lines.push(line);
  }
  return lines.join("\n");
}
