/** LG5014: what a snapshot does not hold is not taken for what is not there. */

import { describe, expect, test } from "vitest";

import { gapsOf } from "../../src/cli/snapshot-gaps.ts";
import type { AccountFacts } from "../../src/model/account-facts.ts";
import type { LiveState } from "../../src/model/state.ts";
import { liveWith } from "../kinds/bucket-policies.ts";
import { claimsKeyFacts } from "../audit/estate.ts";

const wanted = { buckets: ["adw-claims"], keys: ["alias/adw-claims"], permissionSets: [], groups: [], identityCenter: false };
const encryption = { algorithm: "AES256", bucketKey: false, blocked: [] };
const publicAccessBlock = { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true };
const whole: AccountFacts = {
  buckets: [{ name: "adw-claims", encryption, publicAccessBlock }],
  keys: [claimsKeyFacts],
  managedPolicies: [],
  catalogKeys: [],
  workgroups: [],
};

function gaps(more: Partial<LiveState>): readonly string[] {
  return gapsOf({ ...liveWith("adw-claims", undefined), facts: whole, ...more }, { tagKeys: [], wanted });
}

describe("a snapshot", () => {
  test("that holds bucket and key answers, by alias and by ARN", () => {
    expect(gaps({})).toEqual([]);
    const live = { ...liveWith("adw-claims", undefined), facts: whole };
    expect(gapsOf(live, { tagKeys: [], wanted: { ...wanted, keys: [claimsKeyFacts.arn] } })).toEqual([]);
  });

  test("of before buckets were read answers nothing about them", () => {
    const { facts: _facts, ...live } = liveWith("adw-claims", undefined);
    expect(gapsOf(live, { tagKeys: [], wanted })).toEqual(["bucket `adw-claims`", "key `alias/adw-claims`"]);
  });

  test("that holds a part of a bucket does not answer", () => {
    for (const bucket of [
      { name: "adw-claims", encryption },
      { name: "adw-claims", publicAccessBlock },
    ])
      expect(gaps({ facts: { ...whole, buckets: [bucket] } })).toEqual(["bucket `adw-claims`"]);
  });

  test("without a bucket or key answers that there is none, unless it could not read some", () => {
    const facts = { ...whole, buckets: [], keys: [] };
    expect(gaps({ facts })).toEqual([]);
    const unread = ["buckets", "keys"].map((kind) => ({ kind, what: kind, reason: "denied", isolated: true as const }));
    expect(gaps({ facts, unread })).toEqual(["bucket `adw-claims`", "key `alias/adw-claims`"]);
  });
});
