/** A session with one account and Region: ports, and who is calling. */

import { createPorts } from "../aws/clients.ts";
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

/** Connects with standard AWS configuration and asks who is calling; with `expected`, another account is refused. */
export async function connect(region: string, expected?: string): Promise<Session> {
  const ports = createPorts({ region });
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
