/** What those who work with the objects of a bucket ask S3 for, as the requests that policies see. */

import type { AccessRequest, RequestPrincipal } from "../model/iam/request.ts";
import type { AccountView } from "./account-view.ts";
import { bucketRequest, firstReadings, objectRequest, putRequest } from "./write-requests.ts";
import type { WriteHeaders } from "./write-shapes.ts";

/** A bucket as far as its requests depend on it. */
export interface UsedBucket {
  readonly name: string;
  /** ARN of the key that encrypts it; absent without one, and where nobody knows. */
  readonly key: string | undefined;
  /** May the encryption header be left out? */
  readonly isHeaderOptional: boolean;
}

/** One way to ask for an action. */
export interface BucketUse {
  readonly action: string;
  /** What tells this way from others to ask for the same action: ` with encryption header`; empty where there is one way. */
  readonly way: string;
  /** Is it about objects, and not about the bucket itself? */
  readonly isOfObjects: boolean;
  /** What policies may see of it: one request for each reading of AWS's documents. `object` counts for uses of objects alone. */
  readonly requests: (view: AccountView, principal: RequestPrincipal, object: string) => readonly AccessRequest[];
}

/**
 * What reads, and lists, objects. Then what writers need beside PutObject: Iceberg and S3A delete what they have replaced and give up uploads.
 * Sources: Service Authorization Reference, Amazon S3; S3 User Guide, mpuoverview.
 */
export const readingActions = ["s3:GetObject", "s3:ListBucket"] as const;
export const writingActions = ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"] as const;

/** The uses that an action has of a bucket: PutObject in each way that is to work. */
export function usesOf(action: string, bucket: UsedBucket): readonly BucketUse[] {
  if (action === "s3:PutObject") return putUses(bucket);
  const isOfObjects = action.endsWith("Object") || action.endsWith("Upload");
  return [
    {
      action,
      way: "",
      isOfObjects,
      requests: (view, principal, object) => [
        isOfObjects
          ? objectRequest(view, principal, { bucket: bucket.name, object }, action)
          : bucketRequest(view, principal, bucket.name, action),
      ],
    },
  ];
}

function putUses({ name, key, isHeaderOptional }: UsedBucket): readonly BucketUse[] {
  const algorithm = key === undefined ? "AES256" : "aws:kms";
  const named: WriteHeaders = { algorithm, ...(key === undefined ? {} : { key }) };
  const encryption = { algorithm, ...(key === undefined ? {} : { key }) } as const;
  const use = (way: string, headers: WriteHeaders): BucketUse => ({
    action: "s3:PutObject",
    way,
    isOfObjects: true,
    requests: (view, principal, object) =>
      firstReadings(headers, { encryption, bucketKey: true }).map((seen) =>
        putRequest(view, principal, { bucket: name, object }, { creates: true, seen }),
      ),
  });
  const header = use(" with encryption header", named);
  return isHeaderOptional ? [use(" without encryption header", {}), header] : [header];
}
