/** S3 and KMS over the loopback endpoint as boto3 sees them. */

import { expect, test } from "vitest";

import { answersTo, hasBoto3 } from "./boto3.ts";
import { region } from "./clients.ts";

test.skipIf(!hasBoto3)("boto3 keeps objects in buckets, encrypted with keys", async () => {
  expect(await answersTo("s3-boto3-client.py")).toEqual({
    location: region,
    rule: true,
    action: "s3:*",
    object: [[0, 255], true, true, { owner: "x" }],
    keys: ["a/b", "a/한글 +&.csv", "c"],
    copy: "AES256",
    big: 9 * 1024 * 1024,
    sealed: "secret",
    rotation: false,
    errors: {
      policy: ["NoSuchBucketPolicy", 404],
      absent: ["404", 404],
      key: ["NotFoundException", 400],
      notEmpty: ["BucketNotEmpty", 409],
      missing: ["NotImplementedException", 400],
    },
  });
});
