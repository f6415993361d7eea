/** The command tree: a command that is named is loaded alone, and where none is, all of them are there. */

import { expect, test, vi } from "vitest";

import { processIo } from "../../src/cli/io.ts";
import { runProgram } from "../../src/cli/program.ts";

const loaded = vi.hoisted((): string[] => []);
vi.mock("../../src/cli/apply.ts", async (original) => (loaded.push("apply"), original()));
vi.mock("../../src/cli/init.ts", async (original) => (loaded.push("init"), original()));

async function said(...words: readonly string[]): Promise<string> {
  let text = "";
  const interruption = { isInterrupted: () => false, holdInterruption: () => undefined, untilInterrupted: async () => Promise.resolve() };
  await runProgram(words, (messages) => ({
    ...processIo(interruption, messages),
    out: (part) => void (text += part),
    err: (part) => void (text += part),
  }));
  return text;
}

test("a command that is named, also behind options of the program, is loaded without the others", async () => {
  expect(await said("init", "--help")).toContain("Usage: lakegrade init");
  expect(await said("--lang", "ko", "init", "--help")).toContain("Usage: lakegrade init");
  expect(loaded).toEqual(["init"]);
});

test("where no command is named, all are told", async () => {
  for (const words of [["--help"], ["help"], []])
    expect(await said(...words)).toMatch(
      /init[^]*validate[^]*compile[^]*bootstrap[^]*snapshot[^]*plan[^]*apply[^]*drift[^]*iam-policy[^]*sandbox[^]*demo/,
    );
  expect(await said("aply")).toContain("Did you mean apply?");
  expect(loaded).toContain("apply");
});
