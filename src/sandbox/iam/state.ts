/** The roles and customer managed policies of one account. */

export interface IamState {
  /** By lower-case name: IAM compares names without regard to case. */
  readonly roles: Map<string, IamRole>;
  /** By ARN. */
  readonly policies: Map<string, IamPolicy>;
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

export function createIamState(): IamState {
  return { roles: new Map(), policies: new Map() };
}
