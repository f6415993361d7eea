/** How keys of governed buckets are used beside them: by grants, by other buckets, without rotation; and buckets without a key of their own. */

import { address as rotationAddress } from "../../kinds/kms-key-rotation/spec.ts";
import { addressOf } from "../../model/address.ts";
import type { BucketFacts } from "../../model/account-facts.ts";
import type { Control, Estate } from "../control.ts";
import { isKey } from "../../model/key-name.ts";
import { governedKeys } from "../governed-storage.ts";
import { decrypting, selfGranting } from "../key-rights.ts";
import { bucketOfArn, locationsAfter, touchesManaged } from "../managed-locations.ts";
import { counted, sampleOf } from "../sample.ts";

export const keyGrants: Control = {
  code: "LGF609",
  title: "grants on a governed key",
  severity: "low",
  controls: ["ISMS-P 2.7.2"],
  reads: ["keys"],
  evaluate: (estate) =>
    governedKeys(estate).flatMap(({ facts: { arn, grants = [] } }) => {
      const opening = grants.filter(({ operations }) => [...decrypting, ...selfGranting].some((one) => operations.includes(one)));
      if (opening.length === 0) return [];
      const grantees = sampleOf(new Set(opening.map(({ grantee }) => grantee)));
      const message = `${counted(opening.length, "grant")} on key ${arn} let ${grantees.examples.join(", ")} decrypt beside its policy`;
      return [{ resource: addressOf("key", arn), message, evidence: { key: arn, grants: opening.map(({ id }) => id), grantees } }];
    }),
};

export const sharedKeys: Control = {
  code: "LGF610",
  title: "governed key that also encrypts other buckets",
  severity: "low",
  controls: ["ISMS-P 2.7.2"],
  reads: ["buckets"],
  evaluate: (estate) => {
    const governed = new Set((estate.desired.buckets ?? []).map(({ name }) => name));
    return governedKeys(estate).flatMap(({ facts }) => {
      const others = (estate.live.facts?.buckets ?? []).filter(
        ({ name, encryption }) => !governed.has(name) && encryption?.key !== undefined && isKey(encryption.key, facts, estate.live),
      );
      if (others.length === 0) return [];
      const { count, examples } = sampleOf(others.map(({ name }) => name));
      const message = `key ${facts.arn} also encrypts ${counted(count, "bucket")} that no policy governs: whoever reads there may decrypt governed data, too`;
      return [{ resource: addressOf("key", facts.arn), message, evidence: { key: facts.arn, count, examples } }];
    });
  },
};

export const managedKeyBuckets: Control = {
  code: "LGF611",
  title: "managed data in a bucket without a key of its own",
  severity: "low",
  controls: ["ISMS-P 2.7.1"],
  reads: ["buckets", "lf-location", "catalog"],
  evaluate: (estate) => {
    const governed = new Set((estate.desired.buckets ?? []).map(({ name }) => name));
    const arns = [...locationsAfter(estate).keys()].filter((arn) => touchesManaged(estate, arn));
    const names = new Set(arns.map(bucketOfArn));
    return (estate.live.facts?.buckets ?? [])
      .filter((bucket) => names.has(bucket.name) && !governed.has(bucket.name) && isWithoutOwnKey(bucket, estate))
      .map(({ name, encryption }) => ({
        resource: addressOf("bucket", name),
        message: `${name} encrypts managed data with a key that AWS manages: nobody of the account decides who may decrypt`,
        evidence: { bucket: name, algorithm: encryption?.algorithm },
      }));
  },
};

/** Encryption that was not read says nothing. */
function isWithoutOwnKey({ encryption }: BucketFacts, { live }: Estate): boolean {
  if (encryption === undefined) return false;
  const { algorithm, key } = encryption;
  if (algorithm === "AES256" || key === undefined || /(^|:)alias\/aws\//.test(key)) return true;
  return (live.facts?.keys ?? []).some((facts) => facts.manager === "AWS" && isKey(key, facts, live));
}

export const unrotatedKeys: Control = {
  code: "LGF612",
  title: "governed key that KMS does not rotate",
  severity: "low",
  controls: ["ISMS-P 2.7.2"],
  reads: ["keys"],
  evaluate: (estate) =>
    governedKeys(estate)
      .filter(
        ({ facts }) =>
          facts.rotation === undefined &&
          estate.desired.resources.has(rotationAddress({ key: facts.arn, enabled: true, periodInDays: null })) &&
          (facts.spec !== "SYMMETRIC_DEFAULT" || facts.origin !== "AWS_KMS"),
      )
      .map(({ facts: { arn, spec, origin } }) => ({
        resource: addressOf("key", arn),
        message: `KMS does not rotate key ${arn} (${spec}, ${origin}): rotate it by hand, or say \`keyRotation: false\``,
        evidence: { key: arn, spec, origin },
      })),
};
