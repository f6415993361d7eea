/** Sentences that other parts of the command make, in another language by their English form; what they name stays as it is. */

export interface Sentence {
  readonly pattern: RegExp;
  /** Of the groups that the pattern finds; a group that is not there is undefined. */
  readonly korean: (...groups: readonly (string | undefined)[]) => string;
}

/** As the first of these says that fits; a sentence of no known form stays as it is. */
export function inKorean(sentences: readonly Sentence[], text: string): string {
  for (const { pattern, korean } of sentences) {
    const found = pattern.exec(text);
    if (found !== null) return korean(...found.slice(1));
  }
  return text;
}
