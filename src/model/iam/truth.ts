/** Three-valued logic: what is not understood stays unknown until something certain decides. */

/** `unknown` counts against the request, whatever a statement does with it. */
export type Truth = true | false | "unknown";

/** True when any is true; otherwise unknown when any is unknown. */
export function some<Item>(items: readonly Item[], test: (item: Item) => Truth): Truth {
  let result: Truth = false;
  for (const item of items) {
    const truth = test(item);
    if (truth === true) return true;
    if (truth === "unknown") result = "unknown";
  }
  return result;
}

/** False when any is false; otherwise unknown when any is unknown. */
export function every<Item>(items: readonly Item[], test: (item: Item) => Truth): Truth {
  return not(some(items, (item) => not(test(item))));
}

export function not(truth: Truth): Truth {
  return truth === "unknown" ? truth : !truth;
}
