/** A session with one account and Region: ports, and who is calling. */

import { createPorts } from "../aws/clients.ts";
import type { IdentityCenterHome } from "../aws/identity-center-clients.ts";
import type { Ports } from "../aws/ports.ts";
import { report } from "../model/diagnostic.ts";
import { Failure } from "./failure.ts";

export interface Session {
  readonly ports: Ports;
  readonly account: string;
  readonly region: string;
  /** ARN of the caller, as GetCallerIdentity gives it. */
  readonly caller: string;
}

/** What a session is for. */
export interface SessionOptions {
  readonly region: string;
  /** Another account than this is refused. */
  readonly expected?: string | undefined;
  /** Where Identity Center lives, as the Lake says. */
  readonly identityCenter?: IdentityCenterHome | undefined;
}

/** Connects with standard AWS configuration and asks who is calling. */
export async function connect({ region, expected, identityCenter }: SessionOptions): Promise<Session> {
  const ports = createPorts({ region, ...(identityCenter === undefined ? {} : { identityCenter }) });
  const { Account: account = "", Arn: caller = "" } = await ports.sts.getCallerIdentity({});
  if (expected !== undefined && account !== expected) {
    throw new Failure([
      report("LG5001", {
        message: `the credentials belong to account \`${account}\` (\`${caller}\`), the policies are for account \`${expected}\``,
        help: "use a profile of the account that `Lake.account` names",
      }),
    ]);
  }
  return { ports, account, region, caller };
}
