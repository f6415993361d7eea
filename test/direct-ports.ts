/**
 * Ports that call the sandbox's operations directly, for laws over many accounts: nothing is serialised, and a test may look
 * after every write. That the wire says the same is the contract suite's to show.
 */

import { toAwsError } from "../src/aws/retry.ts";
import type { Ports } from "../src/aws/ports.ts";
import type { Call } from "../src/sandbox/call.ts";
import { operations as athena } from "../src/sandbox/athena/operations.ts";
import { operations as glue } from "../src/sandbox/glue/operations.ts";
import { operations as iam } from "../src/sandbox/iam/operations.ts";
import { operations as identityStore } from "../src/sandbox/identity-store/operations.ts";
import { operations as kms } from "../src/sandbox/kms/operations.ts";
import { operations as lakeFormation } from "../src/sandbox/lake-formation/operations.ts";
import { operations as s3 } from "../src/sandbox/s3/operations.ts";
import type { Sandbox } from "../src/sandbox/sandbox.ts";
import { operations as ssoAdmin } from "../src/sandbox/sso-admin/operations.ts";
import { settleRequests } from "../src/sandbox/sso-admin/settle-requests.ts";
import { ServiceError } from "../src/sandbox/service-error.ts";

export interface DirectOptions {
  /** Upper bound for the rows of any page. */
  readonly pageSize?: number;
  /** Called after each writing call that had an effect; what it throws ends the call. */
  readonly onWrite?: (operation: string) => void;
}

/** Ports as the sandbox's administrator, without faults. */
export function directPorts(
  sandbox: Sandbox,
  { pageSize = Number.POSITIVE_INFINITY, onWrite = () => undefined }: DirectOptions = {},
): Ports {
  let calls = 0;
  const call: Call = {
    account: sandbox.account,
    caller: sandbox.administrator,
    faults: { failsEntry: () => false, callNumber: () => calls, readBackDelay: () => 0 },
    now: new Date(0),
    pageSize: (requested, maximum, byDefault = maximum) => Math.min(requested ?? byDefault, maximum, pageSize),
  };
  const port = (service: string, operations: object): object =>
    Object.fromEntries(
      Object.entries(operations).map(([operation, run]: [string, (call: Call, input: object) => object]) => [
        `${operation.slice(0, 1).toLowerCase()}${operation.slice(1)}`,
        async (input: object) => {
          await Promise.resolve();
          calls += 1;
          settleRequests(sandbox.account.organization, calls, call.now);
          const output = perform(service, operation, () => run(call, structuredClone(input)));
          if (!/^(Get|List|Search|Describe)/.test(operation)) onWrite(operation);
          return output;
        },
      ]),
    );
  const sts = { getCallerIdentity: () => Promise.resolve({ Account: sandbox.account.id, Arn: sandbox.administrator.arn }) };
  // The operations are those of AWS by their own names, which is what the ports are too.
  return {
    lakeFormation: port("Lake Formation", lakeFormation),
    glue: port("Glue", glue),
    athena: port("Athena", athena),
    iam: port("IAM", iam),
    sts,
    s3: port("S3", s3),
    kms: port("KMS", kms),
    identityCenter: {
      ssoAdmin: port("Identity Center", ssoAdmin),
      identityStore: port("Identity Store", identityStore),
      sts,
      region: sandbox.account.region,
    },
  } as unknown as Ports;
}

/** Outputs are copied, as a wire copies them; errors become what the real clients make of them. */
function perform(service: string, operation: string, run: () => object): object {
  try {
    return structuredClone(run());
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw toAwsError(service, operation, { name: error.code, message: error.message, $metadata: { httpStatusCode: 400 } });
  }
}
