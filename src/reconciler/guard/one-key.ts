/** Lakes that share a bucket share its key: which one the statements of a lake ask for, and how two lakes come to another one. */

import { keyIdCondition } from "../../model/encryption-conditions.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { prefixOfSid } from "../../model/ours.ts";

/** The key that a lake has the bucket's objects encrypted with; undefined where its statements name none. */
export function keyAskedFor(statements: readonly PolicyStatement[]): string | undefined {
  return statements
    .flatMap(({ conditions }) => conditions)
    .find(({ operator, key }) => operator === "ArnNotEquals" && key.toLowerCase() === keyIdCondition.toLowerCase())?.values[0];
}

/** A key that statements of some lake ask for, and that is not this one. */
export function otherKeyAskedFor(statements: readonly PolicyStatement[], key: string): string | undefined {
  const ofLakes = statements.filter(({ sid }) => prefixOfSid(sid) !== undefined);
  return ofLakes.map((statement) => keyAskedFor([statement])).find((asked) => asked !== undefined && asked !== key);
}

/** What to do where another lake asks for a key that is not ours: while both ask, whoever names a key is denied by one of them. */
export function helpToOneKey(theirs: string): string {
  const former = `\`formerKeys: ["${theirs}"]\``;
  return `the lakes ask for different keys: name \`${theirs}\`, that of the other lake, here as well; to change the key, first have one lake take the Bucket out of its policies and apply that, then name the new key in the other one, with ${former}, and apply that, then put the Bucket back into the first with the new key and the same \`formerKeys\``;
}
