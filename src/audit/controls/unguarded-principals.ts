/** Principals of groups that no role of the account stands for: what else they may do is not held by a guardrail of ours. */

import { specsOf } from "../../kinds/specs.ts";
import { addressOf } from "../../model/address.ts";
import { principalKind, shortPrincipal } from "../../model/principal.ts";
import type { Principal } from "../../model/principal.ts";
import { sortedOnce } from "../../model/source.ts";
import type { Control, Estate } from "../control.ts";

export const unguardedPrincipals: Control = {
  code: "LGF704",
  title: "principal that carries no guardrail of ours",
  severity: "informational",
  controls: ["ISMS-P 2.5.6"],
  reads: [],
  evaluate: (estate) =>
    grantees(estate)
      .flatMap((principal) => {
        const why = reason(principal, estate);
        return why === undefined ? [] : [{ principal, why }];
      })
      .map(({ principal, why }) => ({
        resource: addressOf("guardrail", principal),
        message: `${shortPrincipal(principal)} may read through Lake Formation, and ${why}`,
        evidence: { principal, kind: principalKind(principal) },
      })),
};

/** Whom the policies give anything. */
function grantees({ desired }: Estate): readonly Principal[] {
  return sortedOnce(specsOf(desired.resources, "lf-grant").map(([, { principal }]) => principal));
}

/** Members of an Identity Center group query through roles, which are principals of their own. */
function reason(principal: Principal, { live }: Estate): string | undefined {
  const [, , service, , account] = principal.split(":");
  if (service === "identitystore") return undefined;
  if (service !== "iam") return "is no principal of IAM: what it reads elsewhere is for its own service to limit";
  if (account !== live.account) return `account ${account ?? ""} decides what else it may do`;
  switch (principalKind(principal)) {
    case "role":
      return undefined;
    case "user":
      return "is an IAM user: neither its own policies nor those of its groups are read, so nobody here sees what else it may do";
    default:
      return "comes through a SAML provider: which role it has meanwhile is not read, so nobody here sees what else it may do";
  }
}
