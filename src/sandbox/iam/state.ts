/** The roles, users and customer managed policies of one account. */

import type { Tag } from "@aws-sdk/client-iam";

import { createRandom, randomText } from "../random.ts";

export interface IamState {
  /** By lower-case name: IAM compares names without regard to case. */
  readonly roles: Map<string, IamRole>;
  /** By lower-case name, as roles. */
  readonly users: Map<string, IamUser>;
  /** Customer managed policies by ARN. */
  readonly policies: Map<string, IamPolicy>;
  /** A unique id as IAM forms them: a prefix of four letters and seventeen more characters. */
  readonly newId: (prefix: "AROA" | "AIDA" | "ANPA") => string;
}

/** What carries policies: a role or a user. Changes replace it, but for its policies. */
export interface IamIdentity {
  readonly name: string;
  /** With leading and trailing slash. */
  readonly path: string;
  readonly arn: string;
  /** `AROA…` of roles, `AIDA…` of users. */
  readonly id: string;
  readonly created: Date;
  /** ARN of the managed policy that is the boundary. */
  readonly permissionsBoundary: string | undefined;
  readonly tags: readonly Tag[];
  /** Inline policies, JSON, by name. */
  readonly inline: Map<string, string>;
  /** ARNs of attached managed policies. */
  readonly attached: Set<string>;
}

export interface IamRole extends IamIdentity {
  /** The trust policy, JSON. */
  readonly trust: string;
  readonly description: string | undefined;
  /** Seconds. */
  readonly maxSessionDuration: number;
}

/** Nobody calls as a user: the sandbox hands out no keys for them. */
export type IamUser = IamIdentity;

export interface IamPolicy {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  /** `ANPA…`. */
  readonly id: string;
  readonly created: Date;
  readonly description: string | undefined;
  /** JSON. */
  readonly document: string;
}

const idAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** An account without roles and users; ids come from the seed. */
export function createIamState(seed = 0): IamState {
  const random = createRandom(seed);
  return { roles: new Map(), users: new Map(), policies: new Map(), newId: (prefix) => prefix + randomText(random, idAlphabet, 17) };
}
