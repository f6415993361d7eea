/** The command that `init` names next works as it stands. */

import { expect, test } from "vitest";

import { directoryArgument } from "../../src/cli/init.ts";
import { en } from "../../src/cli/messages/en.ts";

test.each([
  ["policies", "next: `lakegrade validate`, then `lakegrade plan`"],
  ["./policies/", "next: `lakegrade validate`, then `lakegrade plan`"],
  ["envs/prod", "next: `lakegrade validate envs/prod`, then `lakegrade plan envs/prod`"],
  ["my lake's", String.raw`next: \`lakegrade validate 'my lake'\''s'\`, then \`lakegrade plan 'my lake'\''s'\``],
])("after init in %s", (directory, text) => {
  expect(en.nextAfterInit(directoryArgument(directory)).replaceAll("\\`", "`")).toBe(text.replaceAll("\\`", "`"));
});
