/** Documents of several owners: the digest of what others hold knows the version that says how their statements are read. */

import { expect, test } from "vitest";

import { othersDigest, parseShared } from "../../../src/model/iam/shared-document.ts";

const prefix = "Lakegradeadw";
const theirs = { Sid: "Theirs", Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::b/${aws:username}/*" };
const ours = { Sid: `${prefix}DenyObjects`, Effect: "Deny", Action: "s3:GetObject", Resource: "*" };

function digestOf(document: object): string {
  const parsed = parseShared(JSON.stringify(document));
  if ("problems" in parsed) throw new Error("the document is not understood");
  return othersDigest(parsed, prefix);
}

test("another version is another document of others, whether it is said or left out", () => {
  const [now, old, none] = [{ Version: "2012-10-17" }, { Version: "2008-10-17" }, {}].map((version) =>
    digestOf({ ...version, Statement: [theirs, ours] }),
  );
  expect(new Set([now, old, none]).size).toBe(3);
  expect(digestOf({ Version: "2012-10-17", Statement: [theirs] })).toBe(now);
});

test("nothing of others in the usual version is the empty digest, in an old one it is not", () => {
  expect(digestOf({ Version: "2012-10-17", Statement: [ours] })).toBe("");
  expect(digestOf({ Version: "2008-10-17", Statement: [ours] })).not.toBe("");
});
