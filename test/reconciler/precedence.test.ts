/** Order under rules: what must hold always does, what should hold does wherever it can. */

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { precedence } from "../../src/reconciler/order/precedence.ts";

interface Rule {
  readonly first: number;
  readonly next: number;
  readonly must: boolean;
}

/** The position of each node's layer; undefined where there is no order. */
function ordered(places: readonly number[], rules: readonly Rule[], limit = places.length): ReadonlyMap<number, number> | undefined {
  const { rule, layers } = precedence(places);
  for (const { first, next, must } of rules) rule(first, next, must);
  const found = layers(limit);
  return found === undefined ? undefined : new Map(found.flatMap((layer, position) => layer.map((node) => [node, position] as const)));
}

const ruleAmong = (nodes: number): fc.Arbitrary<Rule> =>
  fc
    .tuple(fc.nat(nodes - 1), fc.nat(nodes - 1), fc.boolean())
    .filter(([a, b]) => a !== b)
    .map(([first, next, must]) => ({ first, next, must }));

const cases = fc
  .array(fc.constantFrom(30, 40, 60, 80), { minLength: 2, maxLength: 8 })
  .chain((places) => fc.record({ places: fc.constant(places), rules: fc.array(ruleAmong(places.length), { maxLength: 14 }) }));

const holds = (order: ReadonlyMap<number, number>, { first, next }: Rule): boolean => (order.get(first) ?? 0) < (order.get(next) ?? 0);

describe("an order", () => {
  test("keeps every rule that must hold, and has every node once", () => {
    fc.assert(
      fc.property(cases, ({ places, rules }) => {
        const order = ordered(places, rules);
        fc.pre(order !== undefined);
        expect(order.size).toBe(places.length);
        expect(rules.filter((rule) => rule.must && !holds(order, rule))).toEqual([]);
      }),
    );
  });

  test("keeps every rule where they do not contradict each other", () => {
    fc.assert(
      fc.property(cases, ({ places, rules }) => {
        const forward = rules.filter(({ first, next }) => first < next);
        const order = ordered(places, forward) ?? new Map<number, number>();
        expect(order.size).toBe(places.length);
        expect(forward.filter((rule) => !holds(order, rule))).toEqual([]);
      }),
    );
  });

  test("is none where rules that must hold contradict each other", () => {
    const circle = [
      { first: 0, next: 1, must: true },
      { first: 1, next: 0, must: true },
    ];
    expect(ordered([40, 80], circle)).toBeUndefined();
  });

  test("is none where more layers would be needed than there is room for", () => {
    const chain = [0, 1, 2].map((first) => ({ first, next: first + 1, must: true }));
    expect(ordered([60, 60, 60, 60], chain, 4)?.size).toBe(4);
    expect(ordered([60, 60, 60, 60], chain, 3)).toBeUndefined();
  });

  test("is not looked for beyond the room there is, however many contradict each other", () => {
    const nodes = Array.from({ length: 1000 }, (_, node) => node);
    const { rule, layers } = precedence(nodes.map(() => 60));
    for (const first of nodes) for (const step of [1, 2, 3, 7, 31, 99]) rule(first, (first + step) % nodes.length, false);
    const before = process.cpuUsage();
    expect(layers(31)).toBeUndefined();
    const { user } = process.cpuUsage(before);
    // Microseconds of processor time: every layer of all thousand takes many times as long.
    expect(user).toBeLessThan(2_000_000);
  });

  test("is that of the places where no rule asks for another", () => {
    expect(ordered([80, 40, 40, 60], [])).toEqual(
      new Map([
        [1, 0],
        [2, 0],
        [3, 1],
        [0, 2],
      ]),
    );
  });

  test("breaks a rule of the circle, not of what only waits for it", () => {
    const rules = [
      { first: 0, next: 1, must: false },
      { first: 1, next: 0, must: true },
      { first: 0, next: 2, must: false },
    ];
    expect(ordered([40, 60, 30], rules)).toEqual(
      new Map([
        [1, 0],
        [0, 1],
        [2, 2],
      ]),
    );
  });
});
