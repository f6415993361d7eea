/** KMS grants: permissions on a key that are not in its policy. */

import { matchPrincipal } from "./match-principal.ts";
import type { Naming } from "./match-principal.ts";
import type { RequestContext } from "./request-context.ts";
import type { AccessRequest } from "./request.ts";

/** What ListGrants returns of one grant, as far as it decides. */
export interface KeyGrant {
  readonly id: string;
  /** ARN of the grantee, or the name of a service. */
  readonly granteePrincipal: string;
  /** `Decrypt`, `GenerateDataKey`, …: the operations without `kms:`. */
  readonly operations: readonly string[];
  /** The encryption context must be exactly this. */
  readonly encryptionContextEquals?: Readonly<Record<string, string>>;
  /** The encryption context must hold at least this. */
  readonly encryptionContextSubset?: Readonly<Record<string, string>>;
}

/** Operations without encryption context, which constraints do not concern. Source: KMS API Reference, GrantConstraints. */
const unconstrained = new Set(["kms:describekey", "kms:retiregrant"]);

const contextPrefix = "kms:encryptioncontext:";

/** How a grant names the caller for this request, or undefined when it does not allow it. Source: KMS Developer Guide, grants. */
export function grantNaming(grant: KeyGrant, request: AccessRequest, context: RequestContext): Naming | undefined {
  const action = request.action.toLowerCase();
  if (!grant.operations.some((operation) => `kms:${operation.toLowerCase()}` === action)) return undefined;
  if (!unconstrained.has(action) && !fitsConstraints(grant, context)) return undefined;
  // A grant never goes to everyone.
  if (grant.granteePrincipal === "*") return undefined;
  const names = [grant.granteePrincipal];
  const { match } = matchPrincipal({ negated: false, byType: { AWS: names, Service: names } }, request.principal);
  return match === "none" || match === "unknown" ? undefined : match;
}

/** Names of the context are compared without regard to case, because condition keys have none; values are exact. */
function fitsConstraints(grant: KeyGrant, context: RequestContext): boolean {
  const { encryptionContextEquals: exact, encryptionContextSubset: subset } = grant;
  const holdsAll = (wanted: Readonly<Record<string, string>>): boolean =>
    Object.entries(wanted).every(([name, value]) => {
      const values = context.get(contextPrefix + name.toLowerCase())?.values ?? [];
      return values.length === 1 && values[0] === value;
    });
  if (subset !== undefined && !holdsAll(subset)) return false;
  if (exact === undefined) return true;
  const given = [...context.keys()].filter((key) => key.startsWith(contextPrefix));
  return given.length === Object.keys(exact).length && holdsAll(exact);
}
