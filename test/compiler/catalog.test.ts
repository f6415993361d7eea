/** Catalog files: what is read, and what is refused. */

import { describe, expect, test } from "vitest";

import { parseCatalog } from "../../src/compiler/catalog.ts";

const table = {
  name: "Patients",
  columns: [{ name: "SSN", type: "string", comment: "number" }],
  partitionKeys: [{ name: "dt", type: "date" }],
};

function refusals(json: unknown): readonly string[] {
  const { catalog, diagnostics } = parseCatalog(json, "catalog.json");
  expect(catalog).toBeUndefined();
  return diagnostics.map(({ code, message }) => `${code} ${message}`);
}

describe("a catalog file", () => {
  test("has its names in lower case and other members ignored", () => {
    const json = {
      madeBy: "hand",
      databases: [{ name: "Claims", location: "s3://adw/Claims", owner: 7, tables: [{ ...table, location: null }] }],
    };
    expect(parseCatalog(json, "catalog.json")).toEqual({
      catalog: {
        databases: [
          {
            name: "claims",
            location: "s3://adw/Claims",
            tables: [
              {
                name: "patients",
                type: "table",
                columns: [{ name: "ssn", type: "string", comment: "number" }],
                partitionKeys: [{ name: "dt", type: "date" }],
              },
            ],
          },
        ],
      },
      diagnostics: [],
    });
  });

  test("may be a snapshot, with views, links and creators", () => {
    const tables = [{ ...table, type: "view", createdBy: "arn:aws:iam::111122223333:role/x" }];
    const json = { formatVersion: 1, account: "111122223333", catalog: { databases: [{ name: "claims", resourceLink: true, tables }] } };
    const { catalog, diagnostics } = parseCatalog(json, "snapshot.json");
    expect(diagnostics).toEqual([]);
    expect(catalog?.databases[0]).toMatchObject({
      resourceLink: true,
      tables: [{ type: "view", createdBy: "arn:aws:iam::111122223333:role/x" }],
    });
  });

  test("is refused where a member that is missing stands under a misspelt name", () => {
    const json = {
      databases: [
        { name: "claims", tabels: [] },
        { name: "hr", tables: [{ name: "people", colums: [], Partitionkeys: [], notes: 1 }] },
      ],
    };
    expect(refusals(json)).toEqual([
      "LG3030 `databases[0].tabels` is no known member: did you mean `tables`?",
      "LG3030 `databases[1].tables[0].colums` is no known member: did you mean `columns`?",
      "LG3030 `databases[1].tables[0].Partitionkeys` is no known member: did you mean `partitionKeys`?",
    ]);
    expect(refusals({ database: [] })[0]).toBe("LG3030 `database` is no known member: did you mean `databases`?");
  });

  test("may have members beside the known ones that look like them", () => {
    const tables = [{ ...table, names: ["a"], column: 1 }];
    expect(parseCatalog({ databases: [{ name: "claims", tables }], generatedBy: "hand" }, "catalog.json").diagnostics).toEqual([]);
  });

  test.each<[string, unknown, readonly unknown[]]>([
    ["null", null, [expect.stringMatching(/^LG3030 the file must be an object/), expect.stringContaining("`databases`")]],
    ["a list", [], [expect.stringContaining("the file"), expect.stringContaining("`databases`")]],
    ["without databases", {}, [expect.stringContaining("`databases` must be a list")]],
    [
      "with a database that is a text",
      { databases: ["claims"] },
      [expect.stringContaining("`databases[0]`"), expect.stringContaining("name")],
    ],
    ["with a numeric name", { databases: [{ name: 7, tables: [] }] }, [expect.stringContaining("`databases[0].name`")]],
    ["with an empty name", { databases: [{ name: "" }] }, [expect.stringContaining("`databases[0].name`")]],
    ["with a name that clears the terminal", { databases: [{ name: "a\u001b[2J" }] }, [expect.stringContaining("`databases[0].name`")]],
    ["with a name that is too long", { databases: [{ name: "a".repeat(256) }] }, [expect.stringContaining("255")]],
    [
      "with an unknown type of table",
      { databases: [{ name: "a", tables: [{ name: "t", type: "stream" }] }] },
      [expect.stringContaining(".type`")],
    ],
    [
      "with columns that are no list",
      { databases: [{ name: "a", tables: [{ name: "t", columns: {} }] }] },
      [expect.stringContaining(".columns`")],
    ],
    [
      "with two databases of one name",
      { databases: [{ name: "a" }, { name: "A" }] },
      [expect.stringMatching(/^LG3031 .*databases\[1\]\.name/)],
    ],
    [
      "with a column that is a partition key too",
      { databases: [{ name: "a", tables: [{ name: "t", columns: [{ name: "dt" }], partitionKeys: [{ name: "DT" }] }] }] },
      [expect.stringMatching(/^LG3031 .*partitionKeys\[0\]/)],
    ],
    ["a snapshot of another format", { formatVersion: 2, catalog: { databases: [] } }, [expect.stringContaining("`formatVersion`")]],
  ])("is refused when it is %s", (_what, json, expected) => {
    expect(refusals(json)).toEqual(expected);
  });

  test("shows where in the file the problem is", () => {
    const text = `{
  "databases": [
    {"name": "claims", "tables": [
      {"name": "patients", "columns": [{"name": "ssn \\"]}", "type": "string"}, {"name": "id", "type": 7}]},
      {"name": "visits", "columns": {}, "name": "x", "name": "visits"},
      {"name": "Patients"},
      true
    ]}
  ]
}`;
    const { diagnostics } = parseCatalog(JSON.parse(text), "catalog.json", text);
    const lines = text.split("\n");
    const shown = diagnostics.map(({ message, range }) => {
      const { line = 0, column = 0, end } = range ?? {};
      return [message.split(" ")[0], line, lines[line - 1]?.slice(column - 1, (end?.column ?? 0) - 1)];
    });
    expect(shown).toEqual([
      ["`databases[0].tables[0].columns[1].type`", 4, "7"],
      ["`databases[0].tables[1].columns`", 5, "{"],
      ["`databases[0].tables[2].name`", 6, '"Patients"'],
      ["`databases[0].tables[3]`", 7, "true"],
      // What is missing is missing from the value around it.
      ["`databases[0].tables[3].name`", 7, "true"],
    ]);
  });

  test("reports a bounded number of problems", () => {
    expect(refusals({ databases: Array.from({ length: 1000 }, () => 7) })).toHaveLength(20);
  });

  test("may have any name that an object has", () => {
    const json: unknown = JSON.parse(
      '{"databases":[{"name":"__proto__","tables":[{"name":"constructor","columns":[{"name":"__proto__"}]}]}]}',
    );
    expect(parseCatalog(json, "catalog.json").catalog?.databases[0]?.tables[0]?.columns[0]?.name).toBe("__proto__");
  });
});
