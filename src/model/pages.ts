/** Reading listings to their end. */

import { setImmediate } from "node:timers/promises";

import { AwsError } from "./aws-error.ts";

/** One page of a listing; a page may be empty and still name a next one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

type ReadPage<Item> = (token: string | undefined) => Promise<Page<Item>>;

/**
 * All items of a listing. Stops only when there is no token, as AWS asks for; a token that repeats is a broken service
 * and ends in an error rather than in a loop.
 */
export async function readPages<Item>(readPage: ReadPage<Item>): Promise<Item[]> {
  const items: Item[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const page = await readPage(token);
    for (const item of page.items) items.push(item);
    token = nextToken(page, seen);
  } while (token !== undefined);
  return items;
}

/** The same, each page handed over while the next one is on its way: for pages whose items take as long as an answer does. */
export async function takePages<Item>(readPage: ReadPage<Item>, take: (items: readonly Item[]) => void): Promise<void> {
  const seen = new Set<string>();
  let reading: Promise<Page<Item>> | undefined = readPage(undefined);
  while (reading !== undefined) {
    const page: Page<Item> = await reading;
    const token = nextToken(page, seen);
    reading = token === undefined ? undefined : readPage(token);
    // A failure is thrown where the page is awaited; until then nobody listens, which must not end the process.
    reading?.catch(() => undefined);
    // The request leaves before the work begins.
    if (reading !== undefined) await setImmediate();
    take(page.items);
  }
}

/** The token of the next page where a listing says apart whether it goes on: one that does and names no page cannot be read to its end. */
export function nextIfTruncated(isTruncated: boolean | undefined, token: string | undefined): string | undefined {
  if (isTruncated !== true) return undefined;
  if (token !== undefined && token !== "") return token;
  throw new AwsError("AWS", "listing", "MissingPageToken", "the listing goes on, but does not say where", "transient");
}

function nextToken({ next }: Page<unknown>, seen: Set<string>): string | undefined {
  if (next === undefined || next === "") return undefined;
  if (seen.has(next)) throw new AwsError("AWS", "listing", "RepeatedPageToken", "the listing gave one page token twice", "transient");
  seen.add(next);
  return next;
}
