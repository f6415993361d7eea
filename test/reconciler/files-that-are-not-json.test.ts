/** Files that are not JSON are refused at the place where they break off. */

import { expect, test } from "vitest";

import { parsePlan } from "../../src/reconciler/plan-file.ts";
import { parseSnapshot } from "../../src/reconciler/snapshot-file.ts";

test.each([
  ["plan", parsePlan],
  ["snapshot", parseSnapshot],
] as const)("a %s with a comma too many", (_, parse) => {
  const parsed = parse('{\n  "formatVersion": 1,\n}\n', "file.json");
  expect("diagnostic" in parsed ? parsed.diagnostic : undefined).toMatchObject({
    code: "LG5009",
    message: "`file.json` is not JSON",
    range: { file: "file.json", line: 3, column: 1 },
  });
});
