/** Notes on standard error: what quiet leaves out, and what it never does. */

import { expect, test } from "vitest";

import { processIo } from "../../src/cli/io.ts";
import type { Io } from "../../src/cli/io.ts";
import { en } from "../../src/cli/messages/en.ts";
import { noteWarnings, toldOf } from "../../src/cli/notes.ts";
import { report } from "../../src/model/diagnostic.ts";

const warning = report("LG3021", { message: "an optional principal is absent" });
const error = report("LG5041", { message: "the registration role stops writing" });

function noted(found: readonly (typeof warning)[], quiet: boolean): string {
  let text = "";
  const interruption = { isInterrupted: () => false, holdInterruption: () => undefined, untilInterrupted: async () => Promise.resolve() };
  const io: Io = { ...processIo(interruption, en), err: (part) => void (text += part), errStyle: (_style, part) => part };
  noteWarnings(io, found, () => undefined, quiet);
  return text;
}

test("quiet leaves out warnings, and never an error such as the refusal of a plan", () => {
  expect(noted([warning, error], false)).toMatch(/LG3021[^]*LG5041|LG5041[^]*LG3021/);
  expect(noted([warning, error], true)).toContain("error[LG5041]: the registration role stops writing");
  expect(noted([warning, error], true)).not.toContain("LG3021");
  expect(noted([warning], true)).toBe("");
});

test("of what ends a command, quiet leaves out warnings beside errors, and never everything", () => {
  expect(toldOf([warning, error], false)).toEqual([warning, error]);
  expect(toldOf([warning, error], true)).toEqual([error]);
  expect(toldOf([warning], true)).toEqual([warning]);
});
