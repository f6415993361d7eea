/** Checks that the key of every bucket can encrypt its objects: S3 takes any name and fails at the first write. */

import type { KeyFacts } from "../../model/account-facts.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { LakeIdentity } from "../../model/state.ts";
import { isServiceAlias, placeOfKey } from "../keys.ts";
import type { Resolved, ResolvedBucket } from "../resolved.ts";
import { remedyOf, stateWords } from "./key-states.ts";

export function* checkBucketKeys({ lake, buckets }: Resolved): Generator<Diagnostic> {
  if (lake === undefined) return;
  for (const bucket of buckets) {
    const range = bucket.document.at(["key"]);
    const { key: written } = bucket.document.value;
    const elsewhere = misplaced(bucket, lake.identity);
    if (isServiceAlias(written) || bucket.keyFacts?.manager === "AWS") {
      const help = "make a key of your own: the policy of a key that AWS manages cannot say who decrypts";
      yield report("LG4024", { message: `\`${written}\` is a key that AWS manages`, help, range });
    } else if (elsewhere !== undefined) {
      yield report("LG4023", { ...elsewhere, range });
      continue;
    } else if (bucket.keyFacts !== undefined) yield* fitness(bucket, bucket.keyFacts);
    if (bucket.keyRotation && bucket.keyFacts !== undefined && bucket.keyFacts.origin !== "AWS_KMS") {
      yield unrotatable(bucket, bucket.keyFacts);
    }
  }
}

/** Keys of other accounts are never taken: who decrypts with one is said in a policy that KMS shows to the key's own account alone. */
function misplaced({ key }: ResolvedBucket, { account, region }: LakeIdentity): { message: string; help: string } | undefined {
  const place = placeOfKey(key);
  if (place === undefined) return undefined;
  if (place.region !== region) {
    return { message: `the key is in ${place.region}, the lake in ${region}`, help: "S3 encrypts with keys of the bucket's Region only" };
  }
  if (place.account === account) return undefined;
  return {
    message: `the key belongs to account \`${place.account}\`, the lake to \`${account}\``,
    help: "use a key of the lake's account: KMS shows the policy of a key to its own account alone, so nobody here can tell who decrypts with another one; put this one into `formerKeys`, and what is under it stays readable to those who read it now",
  };
}

function* fitness({ document }: ResolvedBucket, facts: KeyFacts): Generator<Diagnostic> {
  const { arn, state, usage, spec } = facts;
  const range = document.at(["key"]);
  if (usage !== "ENCRYPT_DECRYPT" || spec !== "SYMMETRIC_DEFAULT") {
    const message = `\`${arn}\` is a key of type ${spec} for ${usage}`;
    yield report("LG4026", { message, help: "S3 encrypts with symmetric keys only: make one", range });
  } else if (state !== "Enabled") {
    const message = `\`${arn}\` ${stateWords(facts)}`;
    yield report("LG4025", { message, help: remedyOf(facts) ?? "wait until it is enabled, or use another key", range });
  }
}

/** Source: KMS API Reference, EnableKeyRotation: not for imported material and custom key stores. */
function unrotatable({ document }: ResolvedBucket, { origin }: KeyFacts): Diagnostic {
  const message = `KMS does not rotate the key: its material comes from ${origin}`;
  const range = document.at([document.value.keyRotation === undefined ? "key" : "keyRotation"]);
  return report("LG4027", { message, help: "write `keyRotation: false` and rotate it where it comes from", range });
}
