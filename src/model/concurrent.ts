/** Bounded concurrency. */

/** Runs `work` over the items, at most `limit` at once, results in the order of the items. The first throw stops new starts. */
export async function mapConcurrent<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  // One iterator for all workers: each takes the next item, nobody takes one twice.
  const remaining = items.entries();
  let stopped = false;
  const worker = async (): Promise<void> => {
    for (const [index, item] of remaining) {
      if (stopped) return;
      try {
        results[index] = await work(item, index);
      } catch (error) {
        stopped = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
