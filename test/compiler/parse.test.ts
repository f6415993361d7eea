/** Policy files into a policy set: values, digests, and what is left out. */

import { describe, expect, test } from "vitest";

import { parsePolicies } from "../../src/compiler/parse.ts";
import { lakeText, policyFile } from "./policy-text.ts";

const group = "kind: Group\nname: analysts\nclearance: 2\nprincipals: [{role: analyst}]\n";
const classification = "kind: Classification\ndatabase: claims\ndefault: 3\n";

describe("a policy set", () => {
  test("holds the documents of all files in their order", () => {
    const { set, diagnostics } = parsePolicies([
      policyFile(`${lakeText}---\n${group}`, "a.yaml"),
      policyFile(`${classification}---\nkind: Classification\ndatabase: bills\n`, "b.yaml"),
    ]);
    expect(diagnostics).toEqual([]);
    expect(set.lake?.value.name).toBe("adw");
    expect(set.groups.map(({ value }) => value)).toEqual([
      { kind: "Group", name: "analysts", clearance: 2, principals: [{ role: "analyst" }] },
    ]);
    expect(set.classifications.map(({ value }) => value.database)).toEqual(["claims", "bills"]);
  });

  test("takes a byte order mark, CRLF, comments and empty documents for what they are: nothing", () => {
    const { set, diagnostics } = parsePolicies([
      policyFile(`\ufeff# policies\r\n---\r\n---\r\n${lakeText.replaceAll("\n", "\r\n")}...\r\n# end\r\n`),
    ]);
    expect(diagnostics).toEqual([]);
    expect(set.lake?.value.region).toBe("ap-northeast-2");
    expect(set.lake?.at(["region"])).toMatchObject({ line: 8, column: 9, end: { line: 8, column: 23 } });
  });

  test("keeps dates and YAML 1.1 words as text", () => {
    const { set } = parsePolicies([policyFile(`${lakeText}tag: 2026-01-01\ndomainTag: no\n`)]);
    expect(set.lake?.value).toMatchObject({ tag: "2026-01-01", domainTag: "no" });
  });

  test("expands aliases, also to a value given again under the same name", () => {
    const text = `kind: Group\nname: &n first\nclearance: 2\ndomains: [*n, &n second, *n]\nprincipals: [&p {role: a}, *p]\n`;
    const { set } = parsePolicies([policyFile(lakeText), policyFile(text, "b.yaml")]);
    expect(set.groups[0]?.value).toMatchObject({ domains: ["first", "second", "second"], principals: [{ role: "a" }, { role: "a" }] });
  });

  test("leaves out a document with problems, and keeps the others", () => {
    const { set, diagnostics } = parsePolicies([policyFile(`${lakeText}---\nkind: Group\nname: x\n---\n${group}---\nkind: [\n`)]);
    expect(set.groups.map(({ value }) => value.name)).toEqual(["analysts"]);
    expect(diagnostics.map(({ code }) => code)).toEqual(["LG2006", "LG2006", "LG1006"]);
  });

  test("has no lake when there are two", () => {
    const { set, diagnostics } = parsePolicies([policyFile(lakeText, "a.yaml"), policyFile(lakeText, "b.yaml")]);
    expect(set.lake).toBeUndefined();
    expect(diagnostics.map(({ code, range }) => [code, range?.file])).toEqual([["LG3001", "b.yaml"]]);
  });

  test("says that there is no lake only when none can hide behind another problem", () => {
    expect(codesOf(group)).toEqual(["LG3001"]);
    expect(codesOf("kind: Group\nname: x\nclearance: 1\n")).toContain("LG3001");
    expect(codesOf("kind: Lake\n")).not.toContain("LG3001");
    expect(codesOf("kind: lake\n")).not.toContain("LG3001");
    expect(codesOf("kind: [\n")).not.toContain("LG3001");
  });
});

describe("the digest of a policy set", () => {
  const whole = digestOf(lakeText, group, classification);

  test("does not change with comments, file names, files, the order of documents or of members", () => {
    const turned = "# people\nprincipals:\n  - role: 'analyst'\nclearance: 0x2\nname: analysts\nkind: Group\n";
    expect(digestOf(`${classification}--- # next\n${turned}`, lakeText)).toBe(whole);
  });

  test("changes with every value, with a document more and a document less", () => {
    const others = [
      digestOf(lakeText, group.replace("2", "1"), classification),
      digestOf(lakeText, group.replace("analyst}", "analyst2}"), classification),
      digestOf(lakeText, group),
      digestOf(lakeText, group, classification, classification),
      digestOf(lakeText, group, classification.replace("3", '"3"')),
    ];
    expect(new Set([whole, ...others]).size).toBe(6);
  });
});

function codesOf(text: string): readonly string[] {
  return parsePolicies([policyFile(text)]).diagnostics.map(({ code }) => code);
}

function digestOf(...texts: readonly string[]): string {
  return parsePolicies(texts.map((text, index) => policyFile(text, `${index}.yaml`))).set.digest;
}
