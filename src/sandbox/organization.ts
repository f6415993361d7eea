/** The accounts of one sandbox: an AWS organisation whose accounts have an IAM of their own each. */

import { createIamState } from "./iam/state.ts";
import type { IamState } from "./iam/state.ts";
import { createKmsState } from "./kms/state.ts";
import type { KmsState } from "./kms/state.ts";
import { createIdentityCenter } from "./sso-admin/state.ts";
import type { IdentityCenter } from "./sso-admin/state.ts";

/** Which accounts there are besides the home account, by their 12 digits. */
export interface OrganizationOptions {
  /** Default: the home account. */
  readonly managementAccount?: string;
  /** A member account that administers IAM Identity Center too. */
  readonly delegatedAdministrator?: string;
  readonly memberAccounts?: readonly string[];
}

export interface Organization {
  readonly managementAccount: string;
  readonly delegatedAdministrator: string | undefined;
  /** IAM of every account of the organisation by account id; IAM is global. */
  readonly iam: ReadonlyMap<string, IamState>;
  /** The keys of an account of the organisation in a Region. */
  readonly kms: (account: string, region: string) => KmsState;
  readonly identityCenter: IdentityCenter;
}

/** An organisation of accounts without roles; the home account is one of them. Throws RangeError for what is no account id. */
export function createOrganization(home: string, options: OrganizationOptions = {}, seed = 0): Organization {
  const { managementAccount = home, delegatedAdministrator, memberAccounts = [] } = options;
  const others = [managementAccount, ...(delegatedAdministrator === undefined ? [] : [delegatedAdministrator]), ...memberAccounts];
  const ids = [...new Set([home, ...others])];
  const wrong = ids.find((id) => !/^\d{12}$/.test(id));
  if (wrong !== undefined) throw new RangeError(`an account id has 12 digits, not '${wrong}'`);
  // Seeds a thousand apart, so that no account's ids continue those of another or of the sandbox's other draws.
  const iam = new Map(ids.map((id, index) => [id, createIamState(seed + index * 1000)]));
  return { managementAccount, delegatedAdministrator, iam, kms: keysByPlace(seed + 5), identityCenter: createIdentityCenter(seed + 6) };
}

/** An organisation of a single account whose IAM exists. */
export function standaloneOrganization(account: string, iam: IamState): Organization {
  return {
    managementAccount: account,
    delegatedAdministrator: undefined,
    iam: new Map([[account, iam]]),
    kms: keysByPlace(0),
    identityCenter: createIdentityCenter(0),
  };
}

function keysByPlace(seed: number): Organization["kms"] {
  const states = new Map<string, KmsState>();
  return (account, region) => {
    const place = `${account}/${region}`;
    const state = states.get(place) ?? createKmsState(place, seed);
    states.set(place, state);
    return state;
  };
}

/** The account id in an ARN; empty where it has none. */
export function accountOfArn(arn: string): string {
  return arn.split(":")[4] ?? "";
}
