/** The room of a comment: how much of it each part of a plan gets when not everything fits. */

/** Characters of a comment that GitHub takes, with room for what stands around it. Source: GitHub REST API, 65,536. */
export const commentRoom = 60_000;

/** Shares room among parts of these sizes, in their order: small parts get all they need, the largest what is left. */
export function shareRoom(room: number, sizes: readonly number[]): readonly number[] {
  const shares = sizes.map(() => 0);
  let left = Math.max(room, 0);
  for (const [index, size] of [...sizes.entries()].toSorted(([, a], [, b]) => a - b)) {
    const share = Math.min(size, left);
    shares[index] = share;
    left -= share;
  }
  return shares;
}

/** As many of the first items as the room takes. */
export function fitting<Item>(items: readonly Item[], sizeOf: (item: Item) => number, room: number): readonly Item[] {
  let left = room;
  const end = items.findIndex((item) => {
    left -= sizeOf(item);
    return left < 0;
  });
  return end === -1 ? items : items.slice(0, end);
}

/** The texts that the room takes, each with a line break behind it; one that is too long does not keep out those behind it. */
export function textsWithin(texts: readonly string[], room: number): readonly string[] {
  let left = room;
  return texts.filter((text) => {
    if (text.length + 1 > left) return false;
    left -= text.length + 1;
    return true;
  });
}

/** The sum of the sizes. */
export function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
