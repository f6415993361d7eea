/** IAM Identity Center of one organisation: its instance, permission sets, where they are provisioned, and running requests. */

import type { CustomerManagedPolicyReference, PermissionsBoundary, PrincipalType } from "@aws-sdk/client-sso-admin";

import { partitionOf } from "../../model/principal.ts";
import { createIdentityStore } from "../identity-store/state.ts";
import type { IdentityStore } from "../identity-store/state.ts";
import { createRandom, randomHex } from "../random.ts";
import type { Random } from "../random.ts";

export interface IdentityCenter {
  /** By Region; an organisation has at most one. */
  readonly instances: Map<string, Instance>;
  /** For ids. */
  readonly random: Random;
}

/** An organisation instance; the management account owns it. */
export interface Instance {
  /** `arn:<partition>:sso:::instance/ssoins-<16 hex>`. */
  readonly arn: string;
  /** `ssoins-<16 hex>`. */
  readonly id: string;
  readonly region: string;
  readonly owner: string;
  readonly created: Date;
  /** Where the identity source is hosted; part of the paths of roles, us-east-1 apart. */
  readonly identitySourceRegion: string;
  readonly store: IdentityStore;
  readonly tags: Map<string, string>;
  /** By ARN. */
  readonly permissionSets: Map<string, PermissionSet>;
  /** By request id, finished ones included. */
  readonly requests: Map<string, Request>;
  /** Ids of requests that are not finished. */
  readonly running: Set<string>;
  /** How many further calls, of any kind, find a request in progress. */
  readonly provisioningCalls: number;
  /** The suffix of the SAML provider in each account, by account id. */
  readonly providers: Map<string, string>;
  readonly random: Random;
}

/** Changes replace it in its instance; the maps stay the same. */
export interface PermissionSet {
  readonly arn: string;
  readonly name: string;
  readonly created: Date;
  readonly definition: Definition;
  readonly tags: Map<string, string>;
  /** By account id; an account is here exactly as long as it has an assignment. */
  readonly provisions: Map<string, Provision>;
}

/** What provisioning carries to the accounts. A change makes a new one, so two are the same only when nothing was changed. */
export interface Definition {
  readonly description: string | undefined;
  /** ISO 8601, `PT1H`. */
  readonly sessionDuration: string;
  readonly relayState: string | undefined;
  /** JSON; empty when there is none. */
  readonly inlinePolicy: string;
  /** ARNs of AWS managed policies. */
  readonly managedPolicies: readonly string[];
  readonly customerPolicies: readonly Required<CustomerManagedPolicyReference>[];
  readonly boundary: PermissionsBoundary | undefined;
}

export interface Assignee {
  readonly type: PrincipalType;
  /** Of a user or a group in the identity store. */
  readonly id: string;
}

/** A permission set in one account. */
export interface Provision {
  readonly roleName: string;
  /** As it was when it was carried over. */
  readonly definition: Definition;
  /** By `assigneeKey`. */
  readonly assignments: Map<string, Assignee>;
}

/** Work that is not done when its call is answered. */
export interface Request {
  readonly id: string;
  readonly kind: "provision" | "assign" | "unassign";
  readonly created: Date;
  readonly permissionSet: string;
  /** The accounts it changes. */
  readonly accounts: readonly string[];
  /** The account that was asked for; none when all provisioned ones were. */
  readonly target: string | undefined;
  /** Of assignments. */
  readonly assignee: Assignee | undefined;
  /** The last call that finds it in progress, by its number. */
  readonly lastBusyCall: number;
  /** Decided by a fault: it will fail for no reason of its own. */
  readonly doomed: boolean;
  readonly status: "IN_PROGRESS" | "SUCCEEDED" | "FAILED";
  readonly failure: string | undefined;
}

/** The key of an assignee in a provision. */
export function assigneeKey({ type, id }: Assignee): string {
  return `${type}/${id}`;
}

export function createIdentityCenter(seed: number): IdentityCenter {
  return { instances: new Map(), random: createRandom(seed) };
}

export interface NewInstance {
  readonly region: string;
  readonly owner: string;
  readonly created: Date;
  readonly identitySourceRegion: string;
  readonly provisioningCalls: number;
}

/** Puts an empty instance into its Region. */
export function putInstance({ instances, random }: IdentityCenter, made: NewInstance): Instance {
  const id = `ssoins-${randomHex(random, 16)}`;
  const instance: Instance = {
    ...made,
    id,
    arn: `arn:${partitionOf(made.region)}:sso:::instance/${id}`,
    store: createIdentityStore(random),
    tags: new Map(),
    permissionSets: new Map(),
    requests: new Map(),
    running: new Set(),
    providers: new Map(),
    random,
  };
  instances.set(made.region, instance);
  return instance;
}
