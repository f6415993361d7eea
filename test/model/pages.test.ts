/** Listings: read to their end, in order, and never in a loop. */

import { setImmediate } from "node:timers/promises";

import { describe, expect, test } from "vitest";

import { nextIfTruncated, readPages, takePages } from "../../src/model/pages.ts";
import type { Page } from "../../src/model/pages.ts";

type ReadPage = (token: string | undefined) => Promise<Page<number>>;

async function taken(readPage: ReadPage): Promise<number[]> {
  const items: number[] = [];
  await takePages(readPage, (page) => items.push(...page));
  return items;
}

const pages = new Map<string | undefined, Page<number>>([
  [undefined, { items: [1, 2], next: "a" }],
  ["a", { items: [], next: "b" }],
  ["b", { items: [3], next: "" }],
]);

function pageAt(token: string | undefined): Page<number> {
  const page = pages.get(token);
  if (page === undefined) throw new Error(`no page ${String(token)}`);
  return page;
}

const failingLast: ReadPage = (token) => (token === "b" ? Promise.reject(new Error("gone")) : Promise.resolve(pageAt(token)));

describe.each([
  ["read", readPages<number>],
  ["taken", taken],
])("a listing that is %s", (_, read) => {
  test("ends where there is no token, and not at an empty page", async () => {
    expect(await read((token) => Promise.resolve(pageAt(token)))).toEqual([1, 2, 3]);
  });

  test("does not turn in a circle", async () => {
    await expect(read(() => Promise.resolve({ items: [1], next: "again" }))).rejects.toMatchObject({ code: "RepeatedPageToken" });
  });

  test("fails as its pages fail", async () => {
    await expect(read(failingLast)).rejects.toThrow("gone");
  });
});

test("a page is worked on while the next one is asked for, and its failure is still told", async () => {
  const log: string[] = [];
  const reading = takePages<number>(
    async (token) => {
      log.push(`ask ${String(token)}`);
      await setImmediate();
      if (token === "b") throw new Error("gone");
      return pageAt(token);
    },
    (items) => log.push(`work on ${items.join(",")}`),
  );
  await expect(reading).rejects.toThrow("gone");
  expect(log).toEqual(["ask undefined", "ask a", "work on 1,2", "ask b", "work on "]);
});

test("work that fails ends the listing, whatever becomes of the page on its way", async () => {
  const reading = takePages<number>(
    (token) => (token === undefined ? Promise.resolve(pageAt(token)) : Promise.reject(new Error("too late"))),
    () => {
      throw new Error("no use");
    },
  );
  await expect(reading).rejects.toThrow("no use");
});

test("a listing that goes on and does not say where is not read as if it had ended", () => {
  expect([nextIfTruncated(true, "a"), nextIfTruncated(false, "a"), nextIfTruncated(undefined, undefined)]).toEqual([
    "a",
    undefined,
    undefined,
  ]);
  for (const token of [undefined, ""]) expect(() => nextIfTruncated(true, token)).toThrow("does not say where");
});
