/** Audiences: those whom an Allow in a bucket's policy lets in, each with the requests that stand for all of them. */

import { accountOf } from "../model/iam/match-principal.ts";
import { principalOf } from "../model/iam/request.ts";
import type { RequestPrincipal } from "../model/iam/request.ts";
import type { Principal } from "../model/principal.ts";
import type { Circle } from "./policy-circle.ts";

export interface Audience {
  /** For people. */
  readonly whom: string;
  /** What is denied to each of these is denied to all of them, whom `spared` names aside; empty: nothing says who asks. */
  readonly asks: readonly RequestPrincipal[];
}

/** They stand for any service, and for any account that no policy names. */
const anyService: RequestPrincipal = { kind: "service", arn: "any.amazonaws.com" };
const anyOutsider: RequestPrincipal = { kind: "root", arn: "arn:aws:iam::000000000000:root", account: "000000000000" };
const anonymous: RequestPrincipal = { kind: "anonymous", arn: "*" };

/**
 * The audiences of a circle, principals of the bucket's own account aside. `spared`: whom denies leave out by name; of these the outsiders are audiences
 * of their own wherever their account, or everyone, is let in, because a Deny that hits the rest does not hit them. `account`: of the bucket.
 */
export function audiencesOf(circle: Circle, spared: readonly Principal[], account: string): readonly Audience[] {
  const foreign = [...new Set(spared)].filter((name) => ownerOf(name) !== account);
  if (circle.everyone) {
    return [
      { whom: "everyone", asks: [anonymous, anyOutsider] },
      { whom: "AWS services", asks: [anyService] },
      ...foreign.map((name) => audienceOf(name, [])),
    ];
  }
  return [
    ...circle.outsiders.flatMap((name) => {
      const whole = accountOf(name);
      const within = whole === undefined ? [] : foreign.filter((one) => (ownerOf(one) ?? whole) === whole);
      return [audienceOf(name, foreign), ...within.map((one) => audienceOf(one, []))];
    }),
    ...circle.services.map((name) => audienceOf(name, foreign)),
  ];
}

function audienceOf(name: string, foreign: readonly Principal[]): Audience {
  const whole = accountOf(name);
  const asking = whole === undefined ? principalOf(name) : { ...anyOutsider, arn: `arn:aws:iam::${whole}:root`, account: whole };
  return { whom: name, asks: asking === undefined || isVague(name, asking, foreign) ? [] : [asking] };
}

/** A pattern, a subject of an identity provider (which role it takes is not said), or a session whose role may be spared under a path that it does not show. */
function isVague(name: string, { kind, account }: RequestPrincipal, foreign: readonly Principal[]): boolean {
  if (/[*?$]/.test(name) || kind === "federated") return true;
  return kind === "role-session" && foreign.some((one) => (ownerOf(one) ?? account) === account);
}

/** The account in an ARN; undefined where it is left open. */
function ownerOf(name: string): string | undefined {
  const [, , , , account = ""] = name.split(":");
  return /^\d{12}$/.test(account) ? account : undefined;
}
