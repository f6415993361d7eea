/** Putting things in order under rules of "this before that": rules that must hold, and rules that should. */

/** Number of a thing to put in order, counted from 0. */
export type Node = number;

export interface Precedence {
  /** By node: where it stands when nothing else decides; the lowest first. */
  readonly places: readonly number[];
  /** `first` before `then`. A rule that `must` hold wins over any number that should. */
  readonly rule: (first: Node, then: Node, must: boolean) => void;
  /** The nodes in layers, all of a layer at one place; undefined where the rules that must hold contradict each other. */
  readonly layers: () => readonly (readonly Node[])[] | undefined;
}

export function precedence(places: readonly number[]): Precedence {
  const before = places.map(() => new Map<Node, boolean>());
  return {
    places,
    rule(first, then, must) {
      const rules = before[then];
      if (first !== then && rules !== undefined) rules.set(first, must || rules.get(first) === true);
    },
    layers: () => layersOf(places, before),
  };
}

function layersOf(places: readonly number[], before: readonly ReadonlyMap<Node, boolean>[]): readonly (readonly Node[])[] | undefined {
  const left = new Set(places.keys());
  const placeOf = (node: Node): number => places[node] ?? 0;
  const waitsFor = (node: Node, mustOnly = false): readonly Node[] =>
    [...(before[node] ?? [])].flatMap(([first, must]) => (left.has(first) && (must || !mustOnly) ? [first] : []));
  const layers: Node[][] = [];
  while (left.size > 0) {
    let ready = [...left].filter((node) => waitsFor(node).length === 0);
    if (ready.length === 0) {
      const freed = leastHarm(left, waitsFor, placeOf);
      if (freed === undefined) return undefined;
      ready = [freed];
    }
    const place = Math.min(...ready.map(placeOf));
    const layer = ready.filter((node) => placeOf(node) === place);
    for (const node of layer) left.delete(node);
    layers.push(layer);
  }
  return layers;
}

/**
 * Every node left waits for another. One goes ahead of what should come first: one of a circle, because whatever only waits
 * for a circle need not break a rule; of a circle that waits for no other; and there the one that breaks the fewest rules.
 */
function leastHarm(
  left: ReadonlySet<Node>,
  waitsFor: (node: Node, mustOnly?: boolean) => readonly Node[],
  placeOf: (node: Node) => number,
): Node | undefined {
  const candidates = [...left].flatMap((node) => {
    if (waitsFor(node, true).length > 0) return [];
    const reach = reachOf(node, waitsFor);
    return reach.has(node) ? [{ node, reach: reach.size, broken: waitsFor(node).length, place: placeOf(node) }] : [];
  });
  return candidates.toSorted((a, b) => a.reach - b.reach || a.broken - b.broken || a.place - b.place || a.node - b.node)[0]?.node;
}

/** Everything a node waits for, directly or not. */
function reachOf(start: Node, waitsFor: (node: Node) => readonly Node[]): ReadonlySet<Node> {
  const reached = new Set<Node>();
  const open = [start];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const next of waitsFor(node)) {
      if (reached.has(next)) continue;
      reached.add(next);
      open.push(next);
    }
  }
  return reached;
}
