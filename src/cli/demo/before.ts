/** What the demo's account holds before anybody wrote a policy: shortcuts that people took, each for a good reason. Access logs among the data are one. */

import { objectProbe } from "../../aws/object-probe.ts";
import type { ProbeOptions } from "../../aws/object-probe.ts";
import type { Ports } from "../../aws/ports.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { seedRole } from "../../sandbox/seed.ts";

/** The bucket, and an object of the table that the story is about. */
export const file = { bucket: "adw-claims", key: "warehouse/claims/patients/part-0.parquet" } as const;
/** The bucket that a job loads. */
export const loaded = { bucket: "adw-mydata", key: "warehouse/mydata/loans/part-0.parquet" } as const;
/** Roles of the example policies, and one that they do not know. */
export const people = { analyst: "analyst-batch", loader: "mydata-loader", vendor: "vendor-export" } as const;

/** Roles with rights on objects, a bucket policy that others wrote, a grant by hand, and objects to read. */
export async function seedBefore(sandbox: Sandbox, ports: Ports, console: ProbeOptions): Promise<void> {
  const vendor = seedRole(sandbox, people.vendor);
  allow(sandbox, people.analyst, "quick-fix", ["s3:GetObject", "kms:Decrypt"]);
  allow(sandbox, people.loader, "load", ["s3:GetObject", "s3:PutObject", "kms:Decrypt", "kms:GenerateDataKey"]);
  await ports.s3.putBucketPolicy({
    Bucket: file.bucket,
    ExpectedBucketOwner: sandbox.account.id,
    Policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "MonthlyExport",
          Effect: "Allow",
          Principal: { AWS: vendor.arn },
          Action: "s3:GetObject",
          Resource: `arn:aws:s3:::${file.bucket}/warehouse/*`,
        },
        {
          Sid: "AccessLogs",
          Effect: "Allow",
          Principal: { Service: "logging.s3.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: `arn:aws:s3:::${file.bucket}/logs/*`,
        },
      ],
    }),
  });
  const probe = objectProbe(console);
  for (const { bucket, key } of [file, loaded]) await probe.write(bucket, key);
}

function allow(sandbox: Sandbox, name: string, policy: string, actions: readonly string[]): void {
  const role = sandbox.account.iam.roles.get(name);
  if (role === undefined) throw new Error(`the example policies name no role ${name} any more`);
  const statement = { Effect: "Allow", Action: actions, Resource: "*" };
  role.inline.set(policy, JSON.stringify({ Version: "2012-10-17", Statement: [statement] }));
}
