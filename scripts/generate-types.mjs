// Writes the TypeScript types of the policy language from the JSON Schemas, which are its single source.
// With --check it writes nothing and fails when the file on disk is stale.
import { readFileSync, writeFileSync } from "node:fs";
import { compileFromFile } from "json-schema-to-typescript";

const kinds = ["lake", "classification", "group"];
const target = "src/compiler/policy.gen.ts";

const parts = ["/** Types of the policy language, generated from schemas/ by `npm run generate`. Do not edit. */\n"];
const seen = new Set();
for (const kind of kinds) {
  const text = await compileFromFile(`schemas/${kind}.schema.json`, {
    bannerComment: "",
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    format: false,
    style: { printWidth: 140 },
  });
  // Definitions that several schemas share come out once.
  for (const declaration of text.split(/^(?=(?:\/\*\*[^]*?\*\/\n)?export )/m)) {
    const name = /export (?:type|interface) (\w+)/.exec(declaration)?.[1];
    if (name !== undefined && seen.has(name)) continue;
    if (name !== undefined) seen.add(name);
    if (declaration.trim() !== "") parts.push(declaration);
  }
}
const output = `${parts.join("\n").replace(/\n{3,}/g, "\n\n").trimEnd()}\n`;

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== output) {
    console.error(`${target} is stale: run \`npm run generate\``);
    process.exit(1);
  }
} else {
  writeFileSync(target, output);
}
