/** Laws that every kind obeys, over the registry: a new kind is held to them by being registered. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { kindNamed, kinds } from "../../src/kinds/registry.ts";
import type { AnyKind } from "../../src/kinds/registry.ts";
import type { Outcome } from "../../src/kinds/kind.ts";
import type { Action, Change } from "../../src/model/change.ts";
import type { Resources } from "../../src/model/state.ts";
import { diff } from "../../src/reconciler/diff.ts";
import { readLive } from "../../src/reconciler/read/read.ts";
import { fixtureLake, fixtureWanted, specs } from "../arbitraries.ts";
import { directPorts } from "../direct-ports.ts";
import { account, noPause, region } from "../governed-lake.ts";
import type { GovernedLake } from "../governed-lake.ts";

const names = kinds.map(({ name }) => name);

test("every kind has an arbitrary of its specs, and every arbitrary a kind", () => {
  expect(Object.keys(specs).toSorted()).toEqual([...names].toSorted());
});

function specsOf(name: string): fc.Arbitrary<unknown> {
  const arbitrary = specs[name];
  if (arbitrary === undefined) throw new Error(`no arbitrary for the specs of ${name}`);
  return arbitrary;
}

async function read({ sandbox }: GovernedLake, pageSize?: number): Promise<Resources> {
  const ports = directPorts(sandbox, pageSize === undefined ? {} : { pageSize });
  const { arn: caller } = sandbox.administrator;
  const live = await readLive(ports, { account, region, caller, wanted: fixtureWanted, readAt: "2026-01-01T00:00:00.000Z" });
  expect(live.unread).toEqual([]);
  return live.resources;
}

function changeOf(kind: AnyKind, before: unknown, after: unknown): Change {
  const action: Action = before === null ? "create" : after === null ? "delete" : "update";
  const impact = kind.impact(before, after);
  return {
    address: kind.address(after ?? before),
    kind: kind.name,
    action,
    reason: "declared",
    impact,
    before,
    after,
    origins: [],
    step: 1,
  };
}

/** Applies one change; fails unless it has exactly one outcome, which is good. */
async function apply({ ports }: GovernedLake, kind: AnyKind, change: Change): Promise<void> {
  const outcomes: Outcome[] = [];
  await kind.apply({ ports, account, isInterrupted: () => false, pause: noPause, onOutcome: (outcome) => outcomes.push(outcome) }, [
    change,
  ]);
  expect(outcomes).toEqual([{ address: change.address, status: "done" }]);
}

/** Some kinds have a few specs only: none is tried twice. */
const runs = { numRuns: 40, ignoreEqualValues: true };

describe.each(names)("%s", (name) => {
  const kind = kindNamed(name);

  test("normalize is idempotent and keeps the address", () => {
    fc.assert(
      fc.property(specsOf(name), (spec) => {
        const normal = kind.normalize(spec);
        expect(kind.normalize(normal)).toEqual(normal);
        expect(kind.address(normal)).toBe(kind.address(spec));
        expect(kind.address(spec)).toMatch(new RegExp(`^${name}/[^\\s\\p{C}]+$`, "u"));
      }),
    );
  });

  test("nothing differs from itself, and a change that is not neutral lets somebody read more in one direction", () => {
    fc.assert(
      fc.property(specsOf(name), specsOf(name), (one, other) => {
        const [a, b] = [kind.normalize(one), kind.normalize(other)];
        expect(kind.impact(a, a)).toBe("neutral");
        const state: Resources = new Map([[kind.address(a), { kind: name, spec: a }]]);
        expect(diff(state, new Map(state), () => "foreign")).toEqual([]);
        const pairs = [[null, a], ...(kind.address(a) === kind.address(b) ? [[a, b]] : [])] as const;
        for (const [before, after] of pairs) {
          const impacts = [kind.impact(before, after), kind.impact(after, before)];
          expect(impacts.every((impact) => impact === "neutral") || impacts.includes("widens")).toBe(true);
        }
      }),
    );
  });

  test("what was created is read, once or twice, and at any page size", async () => {
    await fc.assert(
      fc.asyncProperty(specsOf(name), async (spec) => {
        const lake = await fixtureLake();
        const normal = kind.normalize(spec);
        const address = kind.address(spec);
        const create = changeOf(kind, null, normal);
        await apply(lake, kind, create);
        const once = await read(lake);
        expect(once.get(address)).toEqual({ kind: name, spec: normal });
        expect(await read(lake, 1)).toEqual(once);
        await apply(lake, kind, create);
        expect(await read(lake)).toEqual(once);
      }),
      runs,
    );
  });

  test("what was updated is read, and what was deleted is gone", async () => {
    await fc.assert(
      fc.asyncProperty(pairsOf(kind), async ([first, second]) => {
        const lake = await fixtureLake();
        const address = kind.address(first);
        await apply(lake, kind, changeOf(kind, null, first));
        await apply(lake, kind, changeOf(kind, first, second));
        expect((await read(lake)).get(address)).toEqual({ kind: name, spec: second });
        const deletes = isDeletable(kind, second);
        if (deletes) await apply(lake, kind, changeOf(kind, second, null));
        expect((await read(lake)).has(address)).toBe(!deletes);
      }),
      { ...runs, numRuns: 25 },
    );
  });
});

/** Two normalised specs of one address; where chance finds none, a spec twice. */
function pairsOf(kind: AnyKind): fc.Arbitrary<readonly [unknown, unknown]> {
  return fc.array(specsOf(kind.name), { minLength: 30, maxLength: 30, size: "max" }).map((list) => {
    const normal = list.map(kind.normalize);
    for (const [index, first] of normal.entries()) {
      const second = normal.slice(index + 1).find((other) => kind.address(other) === kind.address(first));
      if (second !== undefined) return [first, second];
    }
    return [normal[0], normal[0]];
  });
}

/** Some kinds are never deleted by a plan: fields are set, locations stay registered, a database always has defaults. */
function isDeletable(kind: AnyKind, spec: unknown): boolean {
  const scope = {
    lake: "adw",
    gradeTag: "grade",
    grades: 3,
    domainTag: "domain",
    managed: { claims: { enforce: true, newColumns: "strictest" } },
  } as const;
  return (
    kind.name === "lf-grant" ||
    kind.owns(spec, { ...scope, iamAllowedPrincipals: "databases", foreignGrants: "revoke", adminsExclusive: true })
  );
}
