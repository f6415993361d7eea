/** Lists of names in messages: quoted, and cut where they grow long. */

const shown = 3;

/** `` `a`, `b`, `c` and 4 more ``. */
export function nameList(names: readonly string[]): string {
  const first = names
    .slice(0, shown)
    .map((name) => `\`${name}\``)
    .join(", ");
  return names.length <= shown ? first : `${first} and ${names.length - shown} more`;
}
