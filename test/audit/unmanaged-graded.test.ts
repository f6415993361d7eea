/** Graded data that no Classification manages. */

import { expect, test } from "vitest";

import { estate, etl, grant, tag } from "./estate.ts";
import { assess } from "../../src/audit/assess.ts";
import type { Finding } from "../../src/model/finding.ts";

const carried = tag({ key: "grade", value: "3", database: "raw", table: "people" });

/** The finding about unmanaged data, where a grant of the policies asks for these grades. */
function found(values: readonly string[], live = [carried]): readonly Finding[] {
  const policy = grant(etl, { type: "lf-tag-policy", target: "table", expression: [{ key: "grade", values }] }, ["DESCRIBE", "SELECT"]);
  const { desired, ...rest } = estate({ live });
  const resources = new Map([...desired.resources].filter(([, { kind }]) => kind !== "lf-grant")).set(...policy);
  return assess({ ...rest, desired: { ...desired, resources } }).filter(({ code }) => code === "LGF504");
}

test("data with the grade tag outside every Classification is found, with who may reach it", () => {
  expect(found(["2", "3"])).toMatchObject([
    {
      severity: "high",
      status: "failed",
      resource: "database/raw",
      evidence: { database: "raw", grades: ["3"], principals: 1, examples: ["role/etl"] },
    },
  ]);
});

test("it is found also where no grant asks for its grade: tomorrow one may", () => {
  expect(found(["1"])).toMatchObject([{ evidence: { principals: 0, examples: [] } }]);
});

test("data that a Classification manages, or that carries another key, is not", () => {
  expect(found(["3"], [tag({ key: "grade", value: "3", database: "claims" }), tag({ key: "team", value: "3", database: "raw" })])).toEqual(
    [],
  );
});
