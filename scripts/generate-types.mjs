// Writes what follows from the JSON Schemas of the policy language, which are its single source: the TypeScript types,
// and the schema of any document for editors. With --check it writes nothing and fails when a file on disk is stale.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { compile } from "json-schema-to-typescript";

const schemas = ["lake", "classification", "group", "bucket"].map((kind) =>
  JSON.parse(readFileSync(`schemas/${kind}.schema.json`, "utf8")),
);

const outputs = {
  "src/compiler/policy.gen.ts": await types(),
  "schemas/document.schema.json": JSON.stringify(documentSchema()),
};
let stale = false;
for (const [target, content] of Object.entries(outputs)) {
  const output = format(target, content);
  if (!process.argv.includes("--check")) {
    writeFileSync(target, output);
  } else if (readFileSync(target, "utf8") !== output) {
    console.error(`${target} is stale: run \`npm run generate\``);
    stale = true;
  }
}
process.exitCode = stale ? 1 : 0;

async function types() {
  const named = {};
  // One schema over all kinds, so that a definition two kinds share comes out once.
  const all = { title: "PolicyValue", oneOf: schemas.map((schema) => typed(schema, schema, named)), $defs: named };
  const code = await compile(all, "PolicyValue", {
    bannerComment: "",
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    format: false,
  });
  const tidy = code
    // The union exists only to compile the kinds together.
    .replace(/^export type PolicyValue = .*$/m, "")
    .replace(/^\s*(\w+\??|\[k: string\]): /gm, "readonly $1: ")
    .replace(/: (\w+)\[\]/g, ": readonly $1[]")
    .replace(/\n\s*\* This interface was referenced by [^]*?(?=\n\s*\*\/)/g, "")
    .replace(/\/\*\*\s*\*\/\n/g, "")
    .replace(/\n(?=\/\*\*|export)/g, "\n\n")
    .replace(/(\*\/)\n+(?=export|readonly)/g, "$1\n");
  return `/** Types of the policy language, generated from schemas/ by \`npm run generate\`. Do not edit. */\n\n${tidy}`;
}

/**
 * A part of a schema without what types cannot say. Whatever has a title and is not plain text or a number becomes a type
 * of its own; other references are replaced by what they refer to, with the description of the place.
 */
function typed(schema, node, named) {
  if (Array.isArray(node)) return node.map((item) => typed(schema, item, named));
  if (typeof node !== "object" || node === null) return node;
  const { $ref, ...beside } = node;
  if ($ref !== undefined) {
    const target = typed(schema, schema.$defs[$ref.replace("#/$defs/", "")], named);
    return target.$ref === undefined ? { ...target, title: undefined, ...typed(schema, beside, named) } : target;
  }
  const { $defs, $id, $schema, examples, dependentRequired, minItems, ...kept } = node;
  if (kept.oneOf?.every((branch) => Object.keys(branch).join() === "required")) delete kept.oneOf;
  const result = Object.fromEntries(Object.entries(kept).map(([key, value]) => [key, typed(schema, value, named)]));
  const plain = ["string", "integer", "array", "boolean"].includes(kept.type);
  if (typeof kept.title !== "string" || plain || node === schema) return result;
  named[kept.title] ??= result;
  return { $ref: `#/$defs/${kept.title}` };
}

/** Any document, in one file without references to others, for editors that take one schema for `policies/**`. */
function documentSchema() {
  const own = (title, node) =>
    Array.isArray(node)
      ? node.map((item) => own(title, item))
      : typeof node !== "object" || node === null
        ? node
        : Object.fromEntries(
            Object.entries(node).map(([key, value]) => [
              key,
              key === "$ref" ? value.replace("#/$defs/", `#/$defs/${title}.`) : own(title, value),
            ]),
          );
  const definitions = schemas.flatMap((schema) => {
    const { $defs, $id, $schema, ...body } = schema;
    return [
      [schema.title, own(schema.title, body)],
      ...Object.entries($defs).map(([name, def]) => [`${schema.title}.${name}`, own(schema.title, def)]),
    ];
  });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "https://lakegrade.dev/schemas/v1/document.schema.json",
    title: "Policy document",
    description: "Any document of a policy file; `kind` says which. Generated from the schemas of the kinds by `npm run generate`.",
    type: "object",
    required: ["kind"],
    properties: { kind: { enum: schemas.map((schema) => schema.title), description: "What this document describes." } },
    allOf: schemas.map(({ title }) => ({
      if: { properties: { kind: { const: title } }, required: ["kind"] },
      then: { $ref: `#/$defs/${title}` },
    })),
    $defs: Object.fromEntries(definitions),
  };
}

function format(target, content) {
  return execFileSync("node_modules/.bin/oxfmt", [`--stdin-filepath=${target}`], { input: content, encoding: "utf8" });
}
