/** IpAddress and NotIpAddress: CIDR blocks. Source: IAM User Guide, Conditions_IPAddress. */

import { literalText } from "../variables.ts";
import { isInside, parseAddress, parseBlock } from "./ip-address.ts";
import { operatorPair } from "./operator.ts";
import type { Operator } from "./operator.ts";

/** A value of the request that is no address (services put their name there) is in no block. */
export const ipOperators: Readonly<Record<string, Operator>> = operatorPair("IpAddress", "NotIpAddress", false, (policy, value) => {
  const block = parseBlock(literalText(policy));
  if (block === undefined) return "unknown";
  const address = parseAddress(value);
  return address !== undefined && isInside(address, block);
});
