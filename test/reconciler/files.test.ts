/** Plan and snapshot files: what is written is what is read, and whatever else is read is refused. */

import { beforeAll, describe, expect, test } from "vitest";

import resourcesSchema from "../../schemas/resources.schema.json" with { type: "json" };
import { kinds } from "../../src/kinds/registry.ts";
import { digest } from "../../src/model/canonical.ts";
import type { Change } from "../../src/model/change.ts";
import type { Plan } from "../../src/model/plan.ts";
import type { LiveState } from "../../src/model/state.ts";
import { compareWithFresh, formatPlan, parsePlan } from "../../src/reconciler/plan-file.ts";
import { liveDigestOf, planDigest, planOf } from "../../src/reconciler/plan.ts";
import { formatSnapshot, parseSnapshot } from "../../src/reconciler/snapshot-file.ts";
import { account, converge, openLake, prepare, region } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";

const set = policies(
  `apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "${account}"\nregion: ${region}\n`,
  `kind: Classification\ndatabase: claims\ndefault: 3\nrules: [{match: "*.ssn", grade: 1}]`,
  `kind: Group\nname: analysts\nclearance: 2\nprincipals: [{role: analyst}]`,
);
const catalog = {
  databases: [{ name: "claims", tables: [{ name: "환자 a/b", columns: ["ssn", "city 🙂"].map((name) => ({ name, type: "string" })) }] }],
};
const tool = { name: "lakegrade", version: "0.0.0" };
const header = { tool, policies: ["policies"], policyDigest: set.digest, createdAt: "2026-01-01T00:00:00.000Z", today: "2026-01-01" };

let plan: Plan;
let fresh: readonly Change[];
let live: LiveState;
beforeAll(async () => {
  const lake = openLake({ catalog, roles: ["analyst"] });
  const prepared = await prepare(lake, set);
  fresh = prepared.changes;
  plan = planOf(header, prepared.desired, fresh, []);
  await converge(lake, set);
  ({ live } = await prepare(lake, set));
});

/** The text of a plan that somebody edited, with digests that fit the edit. */
function forged(edit: (plan: Plan) => Plan): string {
  const { digest: _digest, ...body } = edit(plan);
  const consistent = { ...body, liveDigest: liveDigestOf(body.changes) };
  return formatPlan({ ...consistent, digest: planDigest(consistent) });
}

function parsed(text: string): Plan {
  const result = parsePlan(text, "plan.json");
  if ("diagnostic" in result) throw new Error(`${result.diagnostic.code} ${result.diagnostic.message}`);
  return result.plan;
}

function refusal(text: string): string | undefined {
  const result = parsePlan(text, "plan.json");
  return "diagnostic" in result ? result.diagnostic.code : undefined;
}

test("the files know every kind, and no other", () => {
  const kindsOf = resourcesSchema.$defs["of-kind"].oneOf.map(({ properties }) => properties.kind.const);
  expect(kindsOf.toSorted()).toEqual(kinds.map(({ name }) => name).toSorted());
});

describe("a plan file", () => {
  test("is read as it was written, and is what a fresh plan says", () => {
    const text = formatPlan(plan);
    expect(formatPlan(parsed(text))).toBe(text);
    expect(compareWithFresh(parsed(text), fresh, set.digest)).toEqual([]);
  });

  test("is refused when the policies have changed", () => {
    expect(compareWithFresh(plan, fresh, digest("other")).map(({ code }) => code)).toEqual(["LG5006"]);
  });

  test("is refused when the file was edited", () => {
    for (const edited of [
      formatPlan(plan).replace('"clearance"', '"x"').replaceAll("role/analyst", "role/intruder"),
      formatPlan({ ...plan, changes: plan.changes.slice(1) }),
      formatPlan({ ...plan, createdAt: "2026-01-02T00:00:00.000Z" }),
    ]) {
      expect(refusal(edited)).toBe("LG5007");
    }
  });

  test("is refused when the account is not what it was made for", () => {
    expect(compareWithFresh(plan, fresh.slice(1), set.digest).map(({ code }) => code)).toEqual(["LG5008"]);
    const [first, ...rest] = fresh;
    const changed = first === undefined ? [] : [{ ...first, before: { something: "else" } }, ...rest];
    expect(compareWithFresh(plan, changed, set.digest).map(({ code }) => code)).toEqual(["LG5008"]);
  });

  test("with forged digests is refused: a change must be one a fresh plan makes, at its own address", () => {
    const elsewhere = forged((original) => ({
      ...original,
      changes: original.changes.map((change) => ({ ...change, address: change.address.replace("analyst", "intruder") })),
    }));
    expect(refusal(elsewhere)).toBe("LG5007");
    const wider = forged((original) => ({
      ...original,
      changes: original.changes.map((change) =>
        change.kind === "lf-tag-assignment" && change.after !== null ? { ...change, after: { ...change.after, value: "3" } } : change,
      ),
    }));
    expect(compareWithFresh(parsed(wider), fresh, set.digest).map(({ code }) => code)).toEqual(["LG5008"]);
  });

  test.each(["", "{", "[]", "null", '{"formatVersion": 2}', '{"formatVersion": 1}'])("that is `%s` is none", (text) => {
    expect(refusal(text)).toBe("LG5009");
  });
});

describe("a snapshot file", () => {
  test("is the live state", () => {
    const result = parseSnapshot(formatSnapshot(live, tool), "snapshot.json");
    expect(result).toEqual({ live });
  });

  test.each<readonly [string, (text: string) => string]>([
    ["cut off", (text) => text.slice(0, -10)],
    ["of another version", (text) => text.replace('"formatVersion": 1', '"formatVersion": 2')],
    [
      "with a resource at an address that is not its own",
      (text) => text.replaceAll('"value": "1"', '"value": "2"').replace("lf-tag/grade/2", "lf-tag/grade/9"),
    ],
    ["with names that are not normal", (text) => text.replaceAll('"database": "claims"', '"database": "Claims"')],
    ["without what could not be read", (text) => text.replace(/,?\s*"unread": \[\]/, "")],
  ])("%s is refused", (_name, edit) => {
    const text = formatSnapshot(live, tool);
    expect(edit(text)).not.toBe(text);
    expect(parseSnapshot(edit(text), "snapshot.json")).toMatchObject({ diagnostic: { code: "LG5009" } });
  });
});
