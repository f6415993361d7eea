/** Checks that the key of every bucket can encrypt its objects: S3 takes any name and fails at the first write. */

import type { KeyFacts } from "../../model/account-facts.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { LakeIdentity } from "../../model/state.ts";
import { isServiceAlias, placeOfKey } from "../keys.ts";
import type { Resolved, ResolvedBucket } from "../resolved.ts";

export function* checkBucketKeys({ lake, buckets }: Resolved): Generator<Diagnostic> {
  if (lake === undefined) return;
  for (const bucket of buckets) {
    const range = bucket.document.at(["key"]);
    const { key: written } = bucket.document.value;
    const elsewhere = misplaced(bucket, lake.identity);
    if (isServiceAlias(written) || bucket.keyFacts?.manager === "AWS") {
      const help = "make a key of your own: the policy of a key that AWS manages cannot say who decrypts";
      yield report("LG4024", { message: `\`${written}\` is a key that AWS manages`, help, range });
    } else if (elsewhere !== undefined) yield report("LG4023", { ...elsewhere, range });
    else if (bucket.keyFacts !== undefined) yield* fitness(bucket, bucket.keyFacts);
    if (bucket.keyRotation && !isRotatable(bucket, lake.identity)) yield unrotatable(bucket);
  }
}

/** A key of another account is taken where its policy is known, and it hardly ever is: KMS shows no policies across accounts. */
function misplaced({ key, keyFacts }: ResolvedBucket, { account, region }: LakeIdentity): { message: string; help: string } | undefined {
  const place = placeOfKey(key);
  if (place === undefined) return undefined;
  if (place.region !== region) {
    return { message: `the key is in ${place.region}, the lake in ${region}`, help: "S3 encrypts with keys of the bucket's Region only" };
  }
  if (place.account === account || keyFacts?.policy !== undefined) return undefined;
  return {
    message: `the key belongs to account \`${place.account}\`, and its policy is not known`,
    help: "use a key of the lake's account: nobody can tell who decrypts with another one",
  };
}

function* fitness({ document }: ResolvedBucket, { arn, state, usage, spec }: KeyFacts): Generator<Diagnostic> {
  const range = document.at(["key"]);
  if (usage !== "ENCRYPT_DECRYPT" || spec !== "SYMMETRIC_DEFAULT") {
    const message = `\`${arn}\` is a key of type ${spec} for ${usage}`;
    yield report("LG4026", { message, help: "S3 encrypts with symmetric keys only: make one", range });
  } else if (state !== "Enabled") {
    const message = `\`${arn}\` is not enabled, its state is ${state}`;
    yield report("LG4025", { message, help: remedies[state] ?? "wait until it is enabled, or use another key", range });
  }
}

const remedies: Readonly<Record<string, string>> = {
  Disabled: "enable it: `aws kms enable-key`",
  PendingDeletion: "cancel its deletion, then enable it: `aws kms cancel-key-deletion`; what is encrypted with it is lost otherwise",
  PendingImport: "import its key material",
};

/** Source: KMS API Reference, EnableKeyRotation: not for imported material, custom key stores, keys of other accounts. */
function isRotatable({ key, keyFacts }: ResolvedBucket, { account }: LakeIdentity): boolean {
  const owner = placeOfKey(key)?.account ?? account;
  return owner === account && (keyFacts === undefined || keyFacts.origin === "AWS_KMS");
}

function unrotatable({ document, keyFacts }: ResolvedBucket): Diagnostic {
  const message =
    keyFacts === undefined || keyFacts.origin === "AWS_KMS"
      ? "a key of another account cannot be rotated from here"
      : `KMS does not rotate the key: its material comes from ${keyFacts.origin}`;
  const range = document.at([document.value.keyRotation === undefined ? "key" : "keyRotation"]);
  return report("LG4027", { message, help: "write `keyRotation: false` and rotate it where it comes from", range });
}
