/** Folders of policies, a catalog and perhaps roles, and what they compile to: test/cases/compile/<case>. */

import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";

import { describe, expect, test } from "vitest";

import { readPolicyFiles } from "../../src/cli/policy-files.ts";
import { renderDiagnostics, sourcesOf } from "../../src/cli/render/diagnostics.ts";
import { parseCatalog } from "../../src/compiler/catalog.ts";
import { compile } from "../../src/compiler/compile.ts";
import { parsePolicies } from "../../src/compiler/parse.ts";
import type { AccountFacts } from "../../src/model/account-facts.ts";
import { canonicalJson } from "../../src/model/canonical.ts";
import type { Catalog } from "../../src/model/catalog.ts";
import { hasErrors, sortDiagnostics } from "../../src/model/diagnostic.ts";
import { diagnosticCodes } from "../../src/model/diagnostic-codes.ts";
import { statementJson } from "../../src/model/iam/format-policy.ts";
import type { PolicyStatement } from "../../src/model/iam/policy-document.ts";
import { formatRange } from "../../src/model/source.ts";
import type { DesiredState, Role, Unread } from "../../src/model/state.ts";
import { keyFacts } from "../key-facts.ts";
import type { GivenKey } from "../key-facts.ts";

const root = "test/cases/compile";

describe("compile", () => {
  test.each(readdirSync(root))("%s", async (name) => {
    const folder = `${root}/${name}`;
    const { files, diagnostics } = await readPolicyFiles([`${folder}/policies`]);
    expect(diagnostics).toEqual([]);
    const shown = files.map(({ file, bytes }) => ({ file: path.posix.relative(folder, file), bytes }));
    const { set, diagnostics: parsing } = parsePolicies(shown);
    const { state, diagnostics: found } = compile(set, {
      ...catalogOf(folder),
      ...rolesOf(folder),
      ...usersOf(folder),
      ...factsOf(folder),
    });

    const outcome = state === undefined || hasErrors(parsing) ? "no desired state" : `${state.resources.size} resources`;
    const text = [renderDiagnostics(sortDiagnostics([...parsing, ...found]), { source: sourcesOf(shown) }), outcome]
      .filter((part) => part !== "")
      .join("\n\n");
    await expect(`${text}\n`).toMatchFileSnapshot(path.resolve(folder, "expected.txt"));
    // The cases about lowering look at every resource, the others only at what is reported.
    const desired = path.resolve(folder, name.startsWith("lower-") ? "desired.json" : "expected.txt");
    await expect(`${name.startsWith("lower-") ? shownState(state) : text}\n`).toMatchFileSnapshot(desired);
  });

  test("no case has a desired state that nothing looks at", () => {
    const idle = readdirSync(root).filter((name) => !name.startsWith("lower-") && existsSync(path.resolve(root, name, "desired.json")));
    expect(idle).toEqual([]);
  });
});

describe("the codes of the compiler", () => {
  for (const [code, { title }] of Object.entries(diagnosticCodes)) {
    // LG3001 is found in parsing, LG303x in catalog files: they have tests of their own.
    if (!/^LG[34]/.test(code)) continue;
    test(`${code} has a page`, () => {
      expect(readFileSync(`docs/diagnostics/${code}.md`, "utf8").split("\n")[0]).toBe(`# ${code}: ${title}`);
    });
    // LG4019 told of fields that had no effect yet; all have one now, and codes are never used again.
    if (/^LG(3001|303[01]|4019)$/.test(code)) continue;
    test(`${code} has a case`, () => {
      expect(isExpected(code)).toBe(true);
    });
  }
});

function isExpected(code: string): boolean {
  return readdirSync(root).some((name) => readFileSync(path.resolve(root, name, "expected.txt"), "utf8").includes(`[${code}]`));
}

function catalogOf(folder: string): { readonly catalog?: Catalog } {
  const file = path.resolve(folder, "catalog.json");
  if (!existsSync(file)) return {};
  const { catalog, diagnostics } = parseCatalog(JSON.parse(readFileSync(file, "utf8")), "catalog.json");
  expect(diagnostics).toEqual([]);
  return catalog === undefined ? {} : { catalog };
}

/** `roles.json` lists ARNs, and roles whose inline policies matter as `{arn, inline}`. */
function rolesOf(folder: string): { readonly roles?: readonly Role[] } {
  const file = path.resolve(folder, "roles.json");
  if (!existsSync(file)) return {};
  const listed: readonly (string | RoleFile)[] = JSON.parse(readFileSync(file, "utf8"));
  return { roles: listed.map((role) => roleOf(typeof role === "string" ? { arn: role } : role)) };
}

/** `users.json` lists ARNs. */
function usersOf(folder: string): { readonly users?: readonly string[] } {
  const file = path.resolve(folder, "users.json");
  if (!existsSync(file)) return {};
  const users: readonly string[] = JSON.parse(readFileSync(file, "utf8"));
  return { users };
}

interface RoleFile {
  readonly arn: string;
  readonly inline?: readonly { readonly name: string; readonly document: unknown }[];
}

function roleOf({ arn, inline = [] }: RoleFile): Role {
  const [, roleName = ""] = /([^/]+)$/.exec(arn) ?? [];
  const policies = inline.map(({ name, document }) => ({ name, document: JSON.stringify(document) }));
  return {
    arn,
    name: roleName,
    path: arn.slice(arn.indexOf(":role/") + ":role".length, -roleName.length),
    policies: { id: "AROA0123456789ABCDEF0", trust: "{}", inline: policies, attached: [] },
  };
}

/** `facts.json` holds what matters of the account's surroundings. Keys are as KMS makes them unless it says otherwise. */
function factsOf(folder: string): { readonly facts?: AccountFacts; readonly unread?: readonly Unread[] } {
  const file = path.resolve(folder, "facts.json");
  if (!existsSync(file)) return {};
  const { unread = [], ...given }: FactsFile = JSON.parse(readFileSync(file, "utf8"));
  const keys = (given.keys ?? []).map(keyFacts);
  return { facts: { buckets: [], managedPolicies: [], catalogKeys: [], workgroups: [], ...given, keys }, unread };
}

/** `unread`: what of it could not be read. */
type FactsFile = Partial<Omit<AccountFacts, "keys">> & { readonly keys?: readonly GivenKey[]; readonly unread?: readonly Unread[] };

/** One line a resource: its address, its spec and where it comes from; statements below it, as AWS writes them. */
function shownState(state: DesiredState | undefined): string {
  if (state === undefined) return "null";
  const resources = [...state.resources].map(([address, { spec, origins = [] }]) => {
    const from = origins.map(formatRange).join(" ");
    return `    ${JSON.stringify(address)}: ${shownSpec({ spec, from })}`;
  });
  const { buckets = [], guardrails = [] } = state;
  const beside = [
    ...buckets.map(({ origin, ...bucket }) => `  "governed ${bucket.name}": ${canonicalJson({ ...bucket, from: formatRange(origin) })}`),
    ...guardrails.map(({ principal, mode, origins, statements }) => {
      const from = origins.map(formatRange).join(" ");
      return `  "${mode} ${principal}": ${shownSpec({ spec: { statements }, from })}`;
    }),
  ].map((line) => `${line},\n`);
  return `{\n  "lake": ${canonicalJson(state.lake)},\n  "scope": ${canonicalJson(state.scope)},\n${beside.join("")}  "resources": {\n${resources.join(",\n")}\n  }\n}`;
}

function shownSpec({ spec, from }: { readonly spec: unknown; readonly from: string }): string {
  if (!hasStatements(spec)) return canonicalJson({ spec, from });
  const { statements, ...rest } = spec;
  const lines = statements.map((statement) => `      ${JSON.stringify(statementJson(statement))}`);
  return `{ "from": "${from}", "spec": ${canonicalJson(rest)}, "statements": [\n${lines.join(",\n")}\n    ]}`;
}

function hasStatements(spec: unknown): spec is { readonly statements: readonly PolicyStatement[] } {
  return typeof spec === "object" && spec !== null && "statements" in spec;
}
