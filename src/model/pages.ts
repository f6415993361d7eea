/** Reading listings to their end. */

import { AwsError } from "./aws-error.ts";

/** One page of a listing; a page may be empty and still name a next one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

/**
 * All items of a listing. Stops only when there is no token, as AWS asks for; a token that repeats is a broken service
 * and ends in an error rather than in a loop.
 */
export async function readPages<Item>(readPage: (token: string | undefined) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const page = await readPage(token);
    for (const item of page.items) items.push(item);
    token = page.next === "" ? undefined : page.next;
    if (token !== undefined) {
      if (seen.has(token)) throw new AwsError("AWS", "listing", "RepeatedPageToken", "the listing gave one page token twice", "transient");
      seen.add(token);
    }
  } while (token !== undefined);
  return items;
}
