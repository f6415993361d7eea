/** The sandbox: an embedded AWS account, with others around it where asked for, in process or on a loopback port. */

import { createAccount } from "./account.ts";
import type { Account } from "./account.ts";
import type { Frame } from "./answer.ts";
import type { Caller } from "./call.ts";
import { createFaults } from "./faults.ts";
import type { FaultSettings } from "./faults.ts";
import { createIdentities } from "./identities.ts";
import { listen } from "./listen.ts";
import type { Listener } from "./listen.ts";
import { createOrganization } from "./organization.ts";
import type { OrganizationOptions } from "./organization.ts";
import { createRandom } from "./random.ts";
import type { Random } from "./random.ts";
import { createRequestHandler } from "./request-handler.ts";
import type { RequestHandler } from "./request-handler.ts";
import { createS3State } from "./s3/state.ts";
import type { Bucket, KmsKeyIdCondition } from "./s3/state.ts";
import { createServices } from "./services.ts";

export interface SandboxOptions {
  /** 12 digits. */
  readonly account: string;
  /** The home Region: `Sandbox.account` and seeds are there. */
  readonly region: string;
  /** Further accounts; default: the account is its own management account, and there is no other. */
  readonly organization?: OrganizationOptions;
  readonly faults?: FaultSettings;
  /** For faults, ids and access keys; the same seed and the same calls give the same run. Default 1. */
  readonly seed?: number;
  /** Upper bound for every page; the same as the switch in `faults`. */
  readonly pageSize?: number;
  /** What bucket policies see as the key id of a write; see KmsKeyIdCondition. Default `effective`. */
  readonly kmsKeyIdCondition?: KmsKeyIdCondition;
  /** The clock; default: the machine's. */
  readonly now?: () => Date;
  /** Compare every output with its schema and answer InternalServiceException where it differs; for tests. */
  readonly checkResponses?: boolean;
}

export interface Sandbox {
  /** For any AWS SDK client: `new GlueClient({ requestHandler, region, credentials })`. */
  readonly requestHandler: RequestHandler;
  /** The account in its home Region. */
  readonly account: Account;
  /** The identity all unknown credentials have. */
  readonly administrator: Caller;
  /** The clock of the sandbox. */
  readonly now: () => Date;
  /** For what seeding has to invent. */
  readonly random: Random;
  /** Calls since the last reset by `<service>:<Operation>`, refused ones included; only operations AWS has. */
  readonly calls: () => ReadonlyMap<string, number>;
  readonly resetCalls: () => void;
  /** Replaces the switches that are given and leaves the others; `undefined` switches one off. Throws RangeError. */
  readonly setFaults: (settings: FaultSettings) => void;
  /** Opens the loopback endpoint. Rejects when the port is taken. */
  readonly listen: (port?: number) => Promise<Listener>;
}

/** A new, empty account. Throws RangeError for options out of range. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const { account: id, region, seed = 1, now = () => new Date() } = options;
  if (!/^\d{12}$/.test(id)) throw new RangeError(`an account id has 12 digits, not '${id}'`);
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) throw new RangeError(`'${region}' is not a Region`);
  const organization = createOrganization(id, options.organization, seed);
  const identities = createIdentities(id, region, organization, seed + 1);
  const faults = createFaults({ ...options.faults, ...(options.pageSize !== undefined && { pageSize: options.pageSize }) }, seed + 2);
  const accounts = new Map<string, Account>();
  const buckets = new Map<string, Bucket>();
  // Seeds apart as those of IAM, so that accounts are different owners.
  const s3 = [...organization.iam.keys()].map(
    (each, index) => [each, createS3State(seed + 4 + index * 1000, options.kmsKeyIdCondition, buckets)] as const,
  );
  const s3Of = new Map(s3);
  const accountIn = (wantedId: string, wantedRegion = region): Account => {
    const iam = organization.iam.get(wantedId);
    if (iam === undefined) throw new TypeError(`the sandbox has no account ${wantedId}`);
    const key = `${wantedId}/${wantedRegion}`;
    const account = accounts.get(key) ?? createAccount(wantedId, wantedRegion, iam, s3Of.get(wantedId), organization);
    accounts.set(key, account);
    return account;
  };
  const counts = new Map<string, number>();
  const frame: Frame = {
    services: createServices(identities),
    identities,
    faults,
    now,
    accountIn,
    count: (operation) => counts.set(operation, (counts.get(operation) ?? 0) + 1),
    checkResponses: options.checkResponses ?? false,
  };
  return {
    requestHandler: createRequestHandler(frame),
    account: accountIn(id),
    administrator: identities.administrator,
    now,
    random: createRandom(seed + 3),
    calls: () => new Map(counts),
    resetCalls: () => {
      counts.clear();
    },
    setFaults: faults.set,
    listen: (port) => listen(frame, port),
  };
}
