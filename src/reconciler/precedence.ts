/** Putting things in order under rules of "this before that": rules that must hold, and rules that should. */

/** Number of a thing to put in order, counted from 0. */
export type Node = number;

export interface Precedence {
  /** By node: where it stands when nothing else decides; the lowest first. */
  readonly places: readonly number[];
  /** `first` before `next`. A rule that `must` hold wins over any number that should. */
  readonly rule: (first: Node, next: Node, must: boolean) => void;
  /** The nodes in layers, all of a layer at one place; undefined where the rules that must hold contradict each other. */
  readonly layers: () => readonly (readonly Node[])[] | undefined;
}

export function precedence(places: readonly number[]): Precedence {
  const rules: Rules = { before: places.map(() => new Map()), after: places.map(() => new Set()) };
  return {
    places,
    rule(first, next, must) {
      if (first === next) return;
      const before = rules.before[next];
      before?.set(first, must || before.get(first) === true);
      rules.after[first]?.add(next);
    },
    layers: () => layersOf(places, rules),
  };
}

interface Rules {
  /** By node: what comes before it, and whether it must. */
  readonly before: readonly Map<Node, boolean>[];
  /** By node: what comes after it. */
  readonly after: readonly Set<Node>[];
}

function layersOf(places: readonly number[], rules: Rules): readonly (readonly Node[])[] | undefined {
  const left = new Set(places.keys());
  const placeOf = (node: Node): number => places[node] ?? 0;
  const waitsFor = (node: Node): readonly Node[] => [...(rules.before[node]?.keys() ?? [])].filter((first) => left.has(first));
  const layers: Node[][] = [];
  while (left.size > 0) {
    let ready = [...left].filter((node) => waitsFor(node).length === 0);
    if (ready.length === 0) {
      const isFree = (node: Node): boolean => waitsFor(node).every((first) => rules.before[node]?.get(first) !== true);
      const freed = circleIn(left, rules)
        .filter(isFree)
        .toSorted((a, b) => waitsFor(a).length - waitsFor(b).length || placeOf(a) - placeOf(b) || a - b)[0];
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
 * Where every node left waits for another: a circle that waits for nothing else. One of it has to go ahead of what should
 * come first; whatever only waits for the circle need not.
 */
function circleIn(left: ReadonlySet<Node>, { before, after }: Rules): readonly Node[] {
  let [start] = left;
  while (start !== undefined) {
    const earlier = reachOf(start, left, (node) => before[node]?.keys() ?? []);
    const later = reachOf(start, left, (node) => after[node] ?? []);
    const beyond: Node | undefined = [...earlier].find((node) => !later.has(node));
    if (beyond === undefined) return [...earlier];
    start = beyond;
  }
  return [];
}

/** Everything that follows a node, directly or not, among those left; itself only in a circle. */
function reachOf(start: Node, left: ReadonlySet<Node>, next: (node: Node) => Iterable<Node>): ReadonlySet<Node> {
  const reached = new Set<Node>();
  const open = [start];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const following of next(node)) {
      if (!left.has(following) || reached.has(following)) continue;
      reached.add(following);
      open.push(following);
    }
  }
  return reached;
}
