/** The documents say what is so: links resolve, policies in them are valid, commands in them exist. */

import { existsSync } from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import manifest from "../../package.json" with { type: "json" };
import { compile } from "../../src/compiler/compile.ts";
import { parsePolicies } from "../../src/compiler/parse.ts";
import { runHosted } from "../cli/command.ts";
import { anchors, codeBlocks, documentOf, documents, relativeLinks, shellLines } from "./documents.ts";
import { exampleCatalog, root } from "./policy-set.ts";

/** What the built command says about itself, or about one of its commands. */
async function help(...args: readonly string[]): Promise<string> {
  const { code, stdout } = await runHosted([...args, "--help"], root, {});
  if (code !== 0) throw new Error(`${args.join(" ")} --help ends with ${code}`);
  return stdout;
}

const lake = 'apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "111122223333"\nregion: ap-northeast-2\n';

function parse(text: string): ReturnType<typeof parsePolicies> {
  return parsePolicies([{ file: "policies.yaml", bytes: Buffer.from(text) }]);
}

const readme = documentOf("README.md");
const language = documentOf("docs/policy-language.md");
const commands = documentOf("docs/commands.md");

describe("links", () => {
  test.each(documents().map((document) => [document.file, document] as const))("of %s resolve", (file, document) => {
    const broken = relativeLinks(document).filter((link) => {
      const [target = "", anchor] = link.split("#");
      const found = target === "" ? file : path.posix.join(path.posix.dirname(file), target);
      if (!existsSync(path.join(root, found))) return true;
      return anchor !== undefined && !anchors(documentOf(found)).has(anchor);
    });
    expect(broken).toEqual([]);
  });
});

describe("policies in the documents", () => {
  test("README's first policy has at most 25 lines and compiles against the example without a diagnostic", () => {
    const first = codeBlocks(readme, "yaml").find((code) => code.includes("kind: Lake")) ?? "";
    expect(first.trimEnd().split("\n").length).toBeLessThanOrEqual(25);
    const { set, diagnostics } = parse(first);
    expect(diagnostics).toEqual([]);
    const { state, diagnostics: compiling } = compile(set, { catalog: exampleCatalog() });
    expect(compiling).toEqual([]);
    expect(state?.resources.size).toBeGreaterThan(20);
  });

  test("every document of the language reference is valid", () => {
    const blocks = codeBlocks(language, "yaml").filter((code) => /^kind: /m.test(code));
    expect(blocks.length).toBeGreaterThanOrEqual(4);
    for (const block of blocks) expect(parse(block.includes("kind: Lake") ? block : `${lake}---\n${block}`).diagnostics).toEqual([]);
  });

  test("every fragment of the language reference is valid in its document", () => {
    const fragments = codeBlocks(language, "yaml").filter((code) => !/^kind: /m.test(code));
    expect(fragments.length).toBeGreaterThanOrEqual(3);
    for (const fragment of fragments) {
      const text = fragment.startsWith("principals:")
        ? `${lake}---\nkind: Group\nname: g\nclearance: 2\n${fragment}`
        : `${lake}${fragment}`;
      expect(parse(text).diagnostics).toEqual([]);
    }
  });
});

describe("commands in the documents", () => {
  /** Commands with the options they are shown with. */
  const used = documents()
    .filter(({ file }) => !file.startsWith("docs/decisions/"))
    .flatMap((document) => shellLines(document, "lakegrade"))
    .flatMap((line) => {
      const [, command, ...rest] = line.replace(/[#>|].*/, "").split(/\s+/);
      return command === undefined || !/^[a-z]/.test(command) ? [] : [{ command, options: rest.filter((word) => /^--?[a-z]/.test(word)) }];
    });

  const listed = help().then((text) => [...text.matchAll(/^ {2}([a-z][a-z-]*)(?= .*\S)/gm)].map(([, name = ""]) => name));

  test("exist, with the options they are shown with", async () => {
    const names = [...new Set(used.map(({ command }) => command))];
    expect(names).toContain("plan");
    const known = await listed;
    expect(names.filter((name) => !known.includes(name))).toEqual([]);
    const wrong: string[] = [];
    for (const name of names) {
      const text = await help(name);
      const options = used.filter(({ command }) => command === name).flatMap((one) => one.options);
      wrong.push(...options.filter((option) => !new RegExp(`(^|[\\s,])${option}\\b`, "m").test(text)));
    }
    expect(wrong).toEqual([]);
  });

  test("are all described in docs/commands.md", async () => {
    const known = (await listed).filter((name) => name !== "help");
    expect(known.length).toBeGreaterThan(5);
    expect(known.filter((name) => !commands.text.includes(`\n## ${name}\n`))).toEqual([]);
  });

  test("README's npm scripts exist", () => {
    const { scripts } = manifest;
    const run = [...readme.text.matchAll(/npm (?:run )?(test|demo|build|check|lint)\b/g)].map(([, name = ""]) => name);
    expect(run).toContain("demo");
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
  });
});
