/** One mistake, one diagnostic: also when there are very many of them. */

import { describe, expect, test } from "vitest";

import { parsePolicies } from "../../src/compiler/parse.ts";
import { lakeText, policyFile, textIn } from "./policy-text.ts";

/** Code and underlined text of each problem. */
function problems(text: string): readonly string[] {
  return parsePolicies([policyFile(text)]).diagnostics.map(
    ({ code, range }) => `${code} ${range === undefined ? "" : textIn(text, range)}`,
  );
}

describe("one mistake gives one diagnostic", () => {
  test.each([
    ["a misspelt field that must be there", "name: adw\nregion:", "nam: adw\nregion:", "LG2005 nam"],
    ["a number for an account", '"111122223333"', "111122223333", "LG2011 111122223333"],
    ["an empty text", "name: adw", 'name: ""', 'LG2009 ""'],
    ["a list for a text", "name: adw", "name: [adw]", "LG2007 [adw]"],
    ["a principal that misspells its field", "region:", "admins: [{permisionSet: X}]\nregion:", "LG2005 permisionSet"],
    ["a principal of the wrong form", "region:", "admins: [{arn: x}]\nregion:", "LG2009 x"],
    ["a principal with a field of its own", "region:", "admins: [{permissionSet: X, path: y}]\nregion:", "LG2005 path"],
    ["an engine that is a number", "region:", "externalEngines: [1]\nregion:", "LG2011 1"],
  ])("%s", (_title, good, bad, problem) => {
    const text = 'apiVersion: lakegrade/v1\nkind: Lake\naccount: "111122223333"\nname: adw\nregion: ap-northeast-2\n';
    expect(problems(text)).toEqual([]);
    expect(problems(text.replace(good, bad))).toEqual([problem]);
  });

  test("of thousands, those that are reported are reported as one each", () => {
    const found = problems(`${lakeText}admins: [${"1, ".repeat(5000)}]\n`);
    expect(found.length).toBeGreaterThan(100);
    expect(new Set(found)).toEqual(new Set(["LG2007 1"]));
  });
});
