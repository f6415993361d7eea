/** Constraints of the Athena API model, 2017-05-18, for what the sandbox has of its operations. */

import { EncryptionOption, S3AclOption } from "@aws-sdk/client-athena";

import { oneOf } from "../wire/constraint.ts";
import type { Constraint, Constraints } from "../wire/constraint.ts";

const workgroup: Constraint = { pattern: /^[a-zA-Z0-9._-]{1,128}$/ };
const key: Constraint = {
  min: 1,
  max: 2048,
  pattern:
    /^(arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key\/?[a-zA-Z_0-9+=,.@_/-]+|arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:alias\/?[a-zA-Z_0-9+=,.@_/-]+|alias\/[a-zA-Z0-9/_-]+|[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12})$/,
};

export const constraints: Constraints = {
  WorkGroup: workgroup,
  "CreateWorkGroupInput.Name": workgroup,
  "CreateWorkGroupInput.Description": { min: 0, max: 1024 },
  MaxResults: { min: 1, max: 50 },
  NextToken: { min: 1, max: 1024 },
  EncryptionOption: oneOf(EncryptionOption),
  // That of results in a bucket has no pattern.
  "EncryptionConfiguration.KmsKey": {},
  KmsKey: key,
  ExpectedBucketOwner: { min: 12, max: 12, pattern: /^[0-9]+$/ },
  S3AclOption: oneOf(S3AclOption),
  BytesScannedCutoffPerQuery: { min: 10_000_000 },
};
