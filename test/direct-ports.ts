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

type Run = (call: Call, input: unknown) => unknown;

/** An operation under the port's name for it. */
interface Operation {
  readonly service: string;
  readonly name: string;
  readonly portName: string;
  readonly run: Run;
  readonly writes: boolean;
}

function operationsOf(service: string, operations: object): readonly Operation[] {
  return Object.entries(operations).map(([name, run]: [string, Run]) => ({
    service,
    name,
    portName: `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`,
    run,
    writes: !/^(Get|List|Search|Describe)/.test(name),
  }));
}

/** Put together once: laws open thousands of ports. The operations are those of AWS by their own names, which is what the ports are too. */
const services = {
  lakeFormation: operationsOf("Lake Formation", lakeFormation),
  glue: operationsOf("Glue", glue),
  athena: operationsOf("Athena", athena),
  iam: operationsOf("IAM", iam),
  s3: operationsOf("S3", s3),
  kms: operationsOf("KMS", kms),
  ssoAdmin: operationsOf("Identity Center", ssoAdmin),
  identityStore: operationsOf("Identity Store", identityStore),
} as const;

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
  const port = (operations: readonly Operation[]): object => {
    const functions: Record<string, (input: object) => Promise<unknown>> = {};
    for (const operation of operations) {
      functions[operation.portName] = async (input) => {
        await Promise.resolve();
        calls += 1;
        settleRequests(sandbox.account.organization, calls, call.now);
        const output = perform(operation, call, input);
        if (operation.writes) onWrite(operation.name);
        return output;
      };
    }
    return functions;
  };
  const sts = { getCallerIdentity: () => Promise.resolve({ Account: sandbox.account.id, Arn: sandbox.administrator.arn }) };
  return {
    lakeFormation: port(services.lakeFormation),
    glue: port(services.glue),
    athena: port(services.athena),
    iam: port(services.iam),
    sts,
    s3: port(services.s3),
    kms: port(services.kms),
    identityCenter: {
      ssoAdmin: port(services.ssoAdmin),
      identityStore: port(services.identityStore),
      sts,
      region: sandbox.account.region,
    },
  } as unknown as Ports;
}

/** Input and output are copied, as a wire copies them; errors become what the real clients make of them. */
function perform({ service, name, run }: Operation, call: Call, input: object): unknown {
  try {
    return copied(run(call, copied(input)));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw toAwsError(service, name, { name: error.code, message: error.message, $metadata: { httpStatusCode: 400 } });
  }
}

/** A copy of plain data by hand, several times faster than `structuredClone`, which is left what is not plain. */
function copied(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copied);
  if (value instanceof Date) return new Date(value);
  if (Object.getPrototypeOf(value) !== Object.prototype) return structuredClone(value);
  const copy: Record<string, unknown> = { ...value };
  for (const [name, member] of Object.entries(copy)) if (typeof member === "object") copy[name] = copied(member);
  return copy;
}
