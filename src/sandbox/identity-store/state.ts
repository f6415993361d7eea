/** Users, groups and memberships of one identity store. */

import type { CreateUserRequest } from "@aws-sdk/client-identitystore";

import { randomHex, randomUuid } from "../random.ts";
import type { Random } from "../random.ts";

export interface IdentityStore {
  /** `d-<10 hex>`. */
  readonly id: string;
  /** By id, as all below. */
  readonly groups: Map<string, Group>;
  readonly users: Map<string, User>;
  readonly memberships: Map<string, Membership>;
  readonly newId: () => string;
}

export interface Group {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | undefined;
}

export interface User {
  readonly id: string;
  readonly userName: string;
  /** What else the user was created with. */
  readonly attributes: Omit<CreateUserRequest, "IdentityStoreId" | "UserName">;
}

export interface Membership {
  readonly id: string;
  readonly group: string;
  readonly user: string;
}

export function createIdentityStore(random: Random): IdentityStore {
  return {
    id: `d-${randomHex(random, 10)}`,
    groups: new Map(),
    users: new Map(),
    memberships: new Map(),
    newId: () => randomUuid(random),
  };
}
