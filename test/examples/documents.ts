/** Reads the Markdown documents of the repository: their links, headings and code. */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { root } from "./policy-set.ts";

export interface Document {
  /** Relative to the root of the repository, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

/** Every `*.md` of the repository, dependencies and build output left out. */
export function documents(): readonly Document[] {
  const top = readdirSync(root).filter((name) => name.endsWith(".md"));
  const below = ["docs", "examples", "policies", "src", "test"].flatMap((directory) =>
    readdirSync(path.join(root, directory), { recursive: true, encoding: "utf8" }).map((name) => `${directory}/${name}`),
  );
  return [...top, ...below.filter((name) => name.endsWith(".md"))].toSorted().map(documentOf);
}

export function documentOf(file: string): Document {
  return { file, text: readFileSync(path.join(root, file), "utf8") };
}

/** The code blocks of one language, in order. */
export function codeBlocks({ text }: Document, language: string): readonly string[] {
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter(([, name]) => name === language).map(([, , code = ""]) => code);
}

/** Shell lines of a document that start with a command: in `sh` blocks, in workflow steps and in inline code. */
export function shellLines(document: Document, command: string): readonly string[] {
  const steps = codeBlocks(document, "yaml").flatMap((code) => [...code.matchAll(/^ *- run: (.*)$/gm)].map(([, line = ""]) => line));
  const blocks = codeBlocks(document, "sh").flatMap((code) => code.split("\n"));
  const prose = document.text.replaceAll(/^```[\s\S]*?^```$/gm, "");
  const inline = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
  return [...blocks, ...steps, ...inline].map((line) => line.trim()).filter((line) => line.startsWith(`${command} `));
}

/** Targets of links within the repository; code does not count. */
export function relativeLinks({ text }: Document): readonly string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, "").replaceAll(/`[^`\n]*`/g, (code) => (code.includes("](") ? "" : code));
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target).filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors of a document's headings, as GitHub makes them. */
export function anchors({ text }: Document): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}
