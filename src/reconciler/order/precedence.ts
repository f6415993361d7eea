/** Putting things in order under rules of "this before that": rules that must hold, and rules that should. */

/** Number of a thing to put in order, counted from 0. */
export type Node = number;

export interface Precedence {
  /** By node: where it stands when nothing else decides; the lowest first. */
  readonly places: readonly number[];
  /** `first` before `next`. A rule that `must` hold wins over any number that should. */
  readonly rule: (first: Node, next: Node, must: boolean) => void;
  /**
   * The nodes in layers, all of a layer at one place; undefined where the rules that must hold contradict each other, or
   * more layers than `limit` would be needed.
   */
  readonly layers: (limit: number) => readonly (readonly Node[])[] | undefined;
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
    layers: (limit) => layersOf(places, rules, limit),
  };
}

interface Rules {
  /** By node: what comes before it, and whether it must. */
  readonly before: readonly Map<Node, boolean>[];
  /** By node: what comes after it. */
  readonly after: readonly Set<Node>[];
}

function layersOf(places: readonly number[], rules: Rules, limit: number): readonly (readonly Node[])[] | undefined {
  const left = new Set(places.keys());
  const placeOf = (node: Node): number => places[node] ?? 0;
  // Of those left, how many come before each.
  const waits = rules.before.map(({ size }) => size);
  const waitsOf = (node: Node): number => waits[node] ?? 0;
  const ready = new Set([...left].filter((node) => waitsOf(node) === 0));
  const layers: Node[][] = [];
  while (left.size > 0) {
    if (layers.length === limit) return undefined;
    if (ready.size === 0) {
      const freed = freedOf(circleIn(left, rules), left, rules).toSorted(
        (a, b) => waitsOf(a) - waitsOf(b) || placeOf(a) - placeOf(b) || a - b,
      )[0];
      if (freed === undefined) return undefined;
      ready.add(freed);
    }
    const place = [...ready].reduce((lowest, node) => Math.min(lowest, placeOf(node)), Number.POSITIVE_INFINITY);
    const layer = [...ready].filter((node) => placeOf(node) === place);
    for (const node of layer) {
      left.delete(node);
      ready.delete(node);
    }
    for (const node of layer) {
      for (const next of rules.after[node] ?? []) {
        waits[next] = waitsOf(next) - 1;
        if (waits[next] === 0 && left.has(next)) ready.add(next);
      }
    }
    layers.push(layer);
  }
  return layers;
}

/** Those of a circle that wait for nothing that must come first. */
function freedOf(circle: readonly Node[], left: ReadonlySet<Node>, { before }: Rules): readonly Node[] {
  return circle.filter((node) => ![...(before[node] ?? [])].some(([first, must]) => must && left.has(first)));
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
