/** The roles and customer managed policies of one account. */

import type { Tag } from "@aws-sdk/client-iam";

import { createRandom, randomText } from "../random.ts";

export interface IamState {
  /** By lower-case name: IAM compares names without regard to case. */
  readonly roles: Map<string, IamRole>;
  /** Customer managed policies by ARN. */
  readonly policies: Map<string, IamPolicy>;
  /** A unique id as IAM forms them: a prefix of four letters and seventeen more characters. */
  readonly newId: (prefix: "AROA" | "ANPA") => string;
}

export interface IamRole {
  readonly name: string;
  /** With leading and trailing slash. */
  readonly path: string;
  readonly arn: string;
  /** `AROA…`. */
  readonly id: string;
  readonly created: Date;
  /** The trust policy, JSON. */
  readonly trust: string;
  readonly description: string | undefined;
  /** Seconds. */
  readonly maxSessionDuration: number;
  /** ARN of the managed policy that is the boundary. */
  readonly permissionsBoundary: string | undefined;
  readonly tags: readonly Tag[];
  /** Inline policies, JSON, by name. */
  readonly inline: Map<string, string>;
  /** ARNs of attached managed policies. */
  readonly attached: Set<string>;
}

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

/** An account without roles; ids come from the seed. */
export function createIamState(seed = 0): IamState {
  const random = createRandom(seed);
  return { roles: new Map(), policies: new Map(), newId: (prefix) => prefix + randomText(random, idAlphabet, 17) };
}
