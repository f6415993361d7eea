/** Laws of the compiler, over many small policy sets. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { classify } from "../../src/compiler/classify.ts";
import { compile } from "../../src/compiler/compile.ts";
import { globMatches, parseGlob } from "../../src/compiler/glob.ts";
import { indexNames } from "../../src/compiler/name-index.ts";
import type { PolicyDocument, PolicySet } from "../../src/compiler/policy.ts";
import type { Classification, Rule } from "../../src/compiler/policy.gen.ts";
import { parsePattern, patternMatches } from "../../src/compiler/selector.ts";
import type { NamePattern } from "../../src/compiler/selector.ts";
import { address } from "../../src/kinds/lf-tag-assignment/spec.ts";
import type { LfTagAssignment } from "../../src/kinds/lf-tag-assignment/spec.ts";
import { canonicalJson } from "../../src/model/canonical.ts";
import { catalogOf, lake, policies } from "../policy-fixture.ts";

const columns = ["a", "ab", "b", "ba", "a/b", "ㄱ b"];
const catalog = catalogOf({
  a: { a: columns, ab: columns, b: ["b", "c"] },
  ab: { a: columns, "b a": ["a"] },
  b: { b: columns },
  default: {},
});

/** Short patterns over a small alphabet, so that they often match and often overlap. */
const pattern = fc.oneof(
  fc.constantFrom("a", "b", "ab", "*", "a*", "*b", "?", "?b", "{a,b}", "{a*,b}"),
  fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), minLength: 1, maxLength: 4 }),
);
const selector = fc.tuple(pattern, pattern).map(([table, column]) => `${table}.${column}`);
const rule = fc.record<Rule, "match" | "grade" | "optional">(
  {
    match: selector,
    grade: fc.integer({ min: 1, max: 3 }),
    except: fc.array(selector, { minLength: 1, maxLength: 2 }),
    optional: fc.constant(true),
  },
  { requiredKeys: ["match", "grade", "optional"] },
);
const rules = fc.array(rule, { maxLength: 6 });
const newColumns = fc.constantFrom("strictest", "inherit");

function classification(database: string, list: readonly Rule[], settings = ""): string {
  return `kind: Classification\ndatabase: "${database}"\n${settings}rules: ${JSON.stringify(list)}`;
}

/** `database.table.column` to grade. */
function grades(set: PolicySet): ReadonlyMap<string, number> {
  return new Map(
    [...classify(set, catalog).values()].flatMap(({ name, tables }) =>
      [...tables.values()].flatMap((table) =>
        table.columns.map((column) => [`${name}.${table.name}.${column.name}`, column.decision.grade] as const),
      ),
    ),
  );
}

function named(set: PolicySet): ReadonlySet<string> {
  return new Set(
    [...classify(set, catalog).values()].flatMap(({ name, tables }) =>
      [...tables.values()].flatMap((table) =>
        table.columns.filter(({ decision }) => decision.rules.length > 0).map((column) => `${name}.${table.name}.${column.name}`),
      ),
    ),
  );
}

/** The documents in the order of the numbers. */
function shuffle<Value>(list: readonly PolicyDocument<Value>[], by: readonly number[]): readonly PolicyDocument<Value>[] {
  const ranked = list.map((document, index) => [document, by[index] ?? 0] as const);
  return ranked.toSorted(([, a], [, b]) => a - b).map(([document]) => document);
}

function assignments(set: PolicySet): readonly (readonly [address: string, spec: LfTagAssignment])[] {
  const resources = [...(compile(set, { catalog }).state?.resources ?? [])];
  return resources.filter(([, { kind }]) => kind === "lf-tag-assignment").map(([key, { spec }]) => [key, spec as LfTagAssignment]);
}

describe("rules", () => {
  test("decide alike in whatever order, and in however many documents, they are written", () => {
    const shuffled = rules.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.nat(list.length)),
    );
    fc.assert(
      fc.property(shuffled, ([list, other, cut]) => {
        const one = policies(lake, classification("*", list, "default: 2\n"));
        const two = policies(lake, classification("{a,ab,b}", other.slice(cut)), classification("*", other.slice(0, cut), "default: 2\n"));
        expect(grades(two)).toEqual(grades(one));
      }),
    );
  });

  test("never loosen, by one more of them, a column that another one names", () => {
    fc.assert(
      fc.property(rules, rule, (list, added) => {
        const before = policies(lake, classification("*", list, "default: 2\n"));
        const after = grades(policies(lake, classification("*", [...list, added], "default: 2\n")));
        const looser = [...named(before)].filter((column) => (after.get(column) ?? 0) > (grades(before).get(column) ?? 0));
        expect(looser).toEqual([]);
      }),
    );
  });

  test("decide as the definition says: the strictest that match and are not excepted, else the default", () => {
    fc.assert(
      fc.property(rules, fc.integer({ min: 1, max: 3 }), (list, byDefault) => {
        const set = policies(lake, classification("*", list, `default: ${byDefault}\n`));
        const found = grades(set);
        const expected = [...found.keys()].map((column) => {
          const [, table = "", name = ""] = column.split(".");
          const selects = (text: string): boolean => {
            const [tablePattern = "", columnPattern = ""] = text.split(".");
            return naive(tablePattern, table) && naive(columnPattern, name);
          };
          const deciding = list.filter(({ match, except = [] }) => selects(match) && !except.some(selects)).map((one) => one.grade);
          return [column, deciding.length === 0 ? byDefault : Math.min(...deciding)];
        });
        expect([...found]).toEqual(expected);
      }),
    );
  });
});

describe("compile", () => {
  const documents = fc
    .tuple(rules, rules, newColumns, fc.integer({ min: 1, max: 3 }))
    .map(([first, second, born, clearance]) => [
      lake,
      classification("*", first),
      classification("a", second, `default: 2\ndomain: one\nnewColumns: ${born}\n`),
      classification("{ab,b}", first, "default: 3\ndomain: two\n"),
      `kind: Group\nname: readers\nclearance: ${clearance}\nprincipals: [{role: one}, {permissionSet: Two}]`,
      "kind: Group\nname: owners\nclearance: 1\naccess: own\ndomains: [one]\nprincipals: [{role: three}]",
      "kind: Group\nname: others\nclearance: 3\ndomains: [two]\nprincipals: [{role: three}]",
    ]);

  test("gives the same bytes whatever order the documents come in", () => {
    fc.assert(
      fc.property(documents, fc.array(fc.nat(9), { minLength: 3, maxLength: 3 }), (texts, order) => {
        const set = policies(...texts);
        const shuffled: PolicySet = {
          ...set,
          classifications: shuffle<Classification>(set.classifications, order),
          groups: shuffle(set.groups, order),
        };
        const one = compile(set, { catalog });
        expect(one.state).toBeDefined();
        const other = compile(shuffled, { catalog: { databases: catalog.databases.toReversed() } });
        expect(canonicalJson(other)).toBe(canonicalJson(one));
        expect([...(other.state?.resources.keys() ?? [])]).toEqual([...(one.state?.resources.keys() ?? [])]);
      }),
    );
  });

  test("sorts resources by address, and gives each assignment the address of its spec", () => {
    fc.assert(
      fc.property(documents, (texts) => {
        const set = policies(...texts);
        const addresses = [...(compile(set, { catalog }).state?.resources.keys() ?? [])];
        expect(addresses.length).toBeGreaterThan(20);
        expect(addresses).toEqual(addresses.toSorted((a, b) => (a < b ? -1 : 1)));
        const tags = assignments(set);
        expect(tags.map(([key]) => key)).toEqual(tags.map(([, spec]) => address(spec)));
      }),
    );
  });

  test("tags every managed column with its grade, by itself or by its table", () => {
    fc.assert(
      fc.property(documents, (texts) => {
        const set = policies(...texts);
        const values = new Map(
          assignments(set)
            .filter(([, { key }]) => key === "grade")
            .map(([, { database, table = "", column = "", value }]) => [`${database}.${table}.${column}`, Number(value)]),
        );
        const found = grades(set);
        const inForce = [...found.keys()].map((column) => [
          column,
          values.get(column) ?? values.get(`${column.slice(0, column.lastIndexOf("."))}.`),
        ]);
        expect(inForce).toEqual([...found]);
      }),
    );
  });
});

describe("matching", () => {
  const name = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 6 });
  const glob = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 6 });

  test("of a glob is what the definition says", () => {
    fc.assert(
      fc.property(glob, name, (text, candidate) => {
        expect(globMatches(parseGlob(text), candidate)).toBe(naive(text, candidate));
      }),
      { numRuns: 3000 },
    );
  });

  test("of many patterns by an index is what each of them says", () => {
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 12 }), fc.array(name, { maxLength: 6 }), (texts, names) => {
        const patterns = texts.map(read).filter(({ any }) => !any);
        const find = indexNames(patterns, (one) => one);
        for (const candidate of [...names, ...names]) {
          expect(new Set(find(candidate))).toEqual(new Set(patterns.filter((one) => patternMatches(one, candidate))));
        }
      }),
      { numRuns: 1000 },
    );
  });
});

function read(text: string): NamePattern {
  const found = parsePattern(text);
  if ("problem" in found) throw new Error(found.message);
  return found;
}

/** The definition of a pattern, one character at a time, with all the backtracking there is. */
function naive(text: string, candidate: string): boolean {
  const [, head = "", inner = "", tail = ""] = /^([^{]*)\{([^}]*)\}(.*)$/s.exec(text) ?? [];
  if (text.includes("{")) return inner.split(",").some((alternative) => naive(head + alternative + tail, candidate));
  if (text === "") return candidate === "";
  const rest = text.slice(1);
  if (text.startsWith("*")) return naive(rest, candidate) || (candidate !== "" && naive(text, candidate.slice(1)));
  return candidate !== "" && (text.startsWith("?") || text[0] === candidate[0]) && naive(rest, candidate.slice(1));
}
