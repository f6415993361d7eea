/** An account whose storage is read through ports that count, and that may refuse. */

import type { KmsPort, Ports, S3Port } from "../../src/aws/ports.ts";
import { AwsError, categorize } from "../../src/model/aws-error.ts";
import type { Wanted } from "../../src/model/wanted.ts";
import { directPorts } from "../direct-ports.ts";
import { account, openLake, region } from "../governed-lake.ts";

export const place = { account, region };

export function wanting(wanted: Partial<Wanted>): Wanted {
  return { buckets: [], keys: [], permissionSets: [], groups: [], identityCenter: false, ...wanted };
}

export function open() {
  const { sandbox } = openLake({ catalog: { databases: [] } });
  return { sandbox, ports: directPorts(sandbox) };
}

export type Calls = Readonly<Record<string, number>>;

/** Ports that count S3's, KMS's, Glue's and Athena's calls, and answer some of them otherwise. */
export function counting(ports: Ports, instead: { readonly s3?: Partial<S3Port>; readonly kms?: Partial<KmsPort> } = {}) {
  const calls: Record<string, number> = {};
  const count = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, operation: string) {
        calls[operation] = (calls[operation] ?? 0) + 1;
        return Reflect.get(target, operation) as unknown;
      },
    });
  const { s3, kms, glue, athena } = ports;
  const others = { glue: count(glue), athena: count(athena) };
  const counted = { ...ports, ...others, s3: count({ ...s3, ...instead.s3 }), kms: count({ ...kms, ...instead.kms }) };
  return { ports: counted, calls: calls as Calls };
}

/** An operation that the caller may not use. */
export function denying(service: string, operation: string, code = "AccessDenied"): () => Promise<never> {
  return failing(new AwsError(service, operation, code, "no", categorize(code, "no", 403)));
}

export function failing(error: AwsError): () => Promise<never> {
  return () => Promise.reject(error);
}
