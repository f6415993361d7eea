/** The JSON Schemas of the policy language: complete for editors, and in step with what is generated from them. */

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

import { Ajv2020 } from "ajv/dist/2020.js";
import type { ValidateFunction } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";

import { parsePolicies } from "../../src/compiler/parse.ts";
import { lakeText, policyFile } from "../compiler/policy-text.ts";

const kinds = ["lake", "classification", "group", "bucket"];

function schemaOf(kind: string): unknown {
  return JSON.parse(readFileSync(`schemas/${kind}.schema.json`, "utf8"));
}

/** Every schema and part of a schema inside a JSON value. */
function partsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof value !== "object" || value === null) return [];
  return [{ ...value }, ...Object.values(value).flatMap(partsOf)];
}

/** As an editor compiles it: nothing of ours but the words for patterns, and a format it does not know. */
function editorValidator(kind: string): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, strictRequired: false });
  ajv.addKeyword("patternErrorMessage");
  ajv.addFormat("iana-time-zone", true);
  return ajv.compile(Object(schemaOf(kind)));
}

test("every schema is a schema", () => {
  const ajv = new Ajv2020();
  const wrong = readdirSync("schemas").filter((file) => !ajv.validateSchema(Object(JSON.parse(readFileSync(`schemas/${file}`, "utf8")))));
  expect(wrong).toEqual([]);
  expect(ajv.validateSchema({ type: "nothing" })).toBe(false);
});

test("what is generated from the schemas is up to date", () => {
  expect(() => execFileSync(process.execPath, ["scripts/generate-types.mjs", "--check"], { stdio: "pipe" })).not.toThrow();
});

describe.each([...kinds, "document"])("the schema of a %s", (kind) => {
  const parts = partsOf(schemaOf(kind));

  test("says in words what each pattern asks for", () => {
    const wordless = parts.filter((part) => typeof part["pattern"] === "string" && typeof part["patternErrorMessage"] !== "string");
    expect(wordless).toEqual([]);
  });

  test("knows all fields of every mapping it describes", () => {
    const open = parts.filter((part) => part["type"] === "object" && "properties" in part && part["additionalProperties"] !== false);
    expect(open).toHaveLength(kind === "document" ? 1 : 0);
  });

  test("refers to nothing outside its own file", () => {
    const references = parts.map((part) => part["$ref"]).filter((reference) => typeof reference === "string");
    expect(references.filter((reference) => !reference.startsWith("#/$defs/"))).toEqual([]);
  });
});

describe.each(kinds)("the examples of a %s", (kind) => {
  const examples = partsOf(schemaOf(kind)).flatMap(({ examples: found }) => (Array.isArray(found) ? found : []));

  test("are policies without a problem", () => {
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      const lake = kind === "lake" ? "" : `${lakeText}---\n`;
      expect(parsePolicies([policyFile(`${lake}${JSON.stringify(example)}`)]).diagnostics).toEqual([]);
    }
  });
});

describe("the schema of any document", () => {
  const validate = editorValidator("document");
  const files = ["parse", "schema"].flatMap((group) =>
    readdirSync(`test/cases/${group}`).flatMap((name) =>
      readdirSync(`test/cases/${group}/${name}/policies`).map((file) => `test/cases/${group}/${name}/policies/${file}`),
    ),
  );

  test("accepts what the schema of its kind accepts, and nothing else", () => {
    const byKind = new Map(kinds.map((kind) => [kind, editorValidator(kind)]));
    const values = files.flatMap((file) =>
      parseAllDocuments(readFileSync(file, "utf8"), { logLevel: "silent" }).flatMap((document) => valueOf(document)),
    );
    const verdicts = values.map((value) => {
      const kind = typeof value === "object" && value !== null && "kind" in value ? String(value.kind).toLowerCase() : "";
      const exact = typeof value === "object" && value !== null && "kind" in value && /^[A-Z]/.test(String(value.kind));
      return { own: exact && byKind.get(kind)?.(value) === true, any: validate(value), value };
    });
    expect(verdicts.filter(({ own, any }) => own !== any)).toEqual([]);
    expect(verdicts.some(({ any }) => any)).toBe(true);
    expect(verdicts.some(({ any }) => !any)).toBe(true);
  });

  test("rejects kinds that do nothing yet", () => {
    expect(validate(parse("kind: Test\nname: x\n"))).toBe(false);
  });
});

function valueOf(document: {
  readonly errors: readonly unknown[];
  readonly toJS: (options: { maxAliasCount: number }) => unknown;
}): readonly unknown[] {
  if (document.errors.length > 0) return [];
  try {
    return [document.toJS({ maxAliasCount: 100 })];
  } catch {
    return [];
  }
}
