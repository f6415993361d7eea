/** A small random number generator from a seed, so that a run with faults can be repeated. Not for secrets. */

/** Numbers in [0, 1), the same sequence for the same seed (mulberry32). */
export type Random = () => number;

/** `seed`: any integer; its lowest 32 bits count. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** `length` hexadecimal digits. */
export function randomHex(random: Random, length: number): string {
  return randomText(random, "0123456789abcdef", length);
}

/** In the form of a UUID of version 4. */
export function randomUuid(random: Random): string {
  const [first, second, third, fourth, last] = [8, 4, 3, 3, 12].map((length) => randomHex(random, length));
  return `${first}-${second}-4${third}-8${fourth}-${last}`;
}

/** `length` characters of the alphabet. */
export function randomText(random: Random, alphabet: string, length: number): string {
  let text = "";
  for (let index = 0; index < length; index += 1) text += alphabet.charAt(Math.floor(random() * alphabet.length));
  return text;
}
