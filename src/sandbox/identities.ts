/** Who a request's credentials stand for: the account's administrator, or a role whose session they are. */

import { partitionOf } from "../model/principal.ts";
import type { Caller } from "./call.ts";
import type { IamRole } from "./iam/state.ts";
import { accountOfArn } from "./organization.ts";
import type { Organization } from "./organization.ts";
import { createRandom, randomText } from "./random.ts";

/** The administrator identity: a user that IAM lists and that cannot be changed. */
export const administratorName = "administrator";
export const administratorId = "AIDALAKEGRADESANDBOX2";

interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expires: Date;
  readonly role: IamRole;
  readonly name: string;
}

export interface Identities {
  readonly administrator: Caller;
  /** Credentials that act as the role until they expire. */
  readonly openSession: (role: IamRole, name: string, expires: Date) => Session;
  /** The session of a caller, `undefined` for the administrator. */
  readonly sessionOf: (caller: Caller) => Session | undefined;
  /** `invalid`: a session's key without its token, or of a role that is gone. Keys never handed out are the administrator's. */
  readonly identify: (accessKeyId: string, sessionToken: string | undefined, now: Date) => Caller | "invalid" | "expired";
}

const keyAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const textAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** No sessions yet. The keys come from the seed: they open nothing but this sandbox. */
export function createIdentities(account: string, region: string, organization: Organization, seed: number): Identities {
  const random = createRandom(seed);
  const byKey = new Map<string, Session>();
  const byCaller = new WeakMap<Caller, Session>();
  const partition = partitionOf(region);
  const user = administratorArn(account, region);
  const administrator: Caller = { arn: user, principal: user, administrator: true };
  const arnOf = ({ role, name }: Session): string => `arn:${partition}:sts::${accountOfArn(role.arn)}:assumed-role/${role.name}/${name}`;
  return {
    administrator,
    openSession: (role, name, expires) => {
      const accessKeyId = `ASIA${randomText(random, keyAlphabet, 16)}`;
      const secretAccessKey = randomText(random, textAlphabet, 40);
      const session: Session = { accessKeyId, secretAccessKey, sessionToken: randomText(random, textAlphabet, 64), expires, role, name };
      byKey.set(accessKeyId, session);
      return session;
    },
    sessionOf: (caller) => byCaller.get(caller),
    identify: (accessKeyId, sessionToken, now) => {
      const session = byKey.get(accessKeyId);
      if (session === undefined) return administrator;
      const iam = organization.iam.get(accountOfArn(session.role.arn));
      const isGone = iam?.roles.get(session.role.name.toLowerCase())?.id !== session.role.id;
      if (isGone || session.sessionToken !== sessionToken) return "invalid";
      if (session.expires <= now) return "expired";
      const caller: Caller = { arn: arnOf(session), principal: session.role.arn, administrator: false };
      byCaller.set(caller, session);
      return caller;
    },
  };
}

/** The ARN of the administrator identity. */
export function administratorArn(account: string, region: string): string {
  return `arn:${partitionOf(region)}:iam::${account}:user/${administratorName}`;
}
