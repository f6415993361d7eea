/** Who gets a guardrail: every principal of a group that IAM can hold to one, once, whatever the number of its groups. */

import type { Principal } from "../model/principal.ts";
import type { Range } from "../model/source.ts";
import type { Guardrail } from "./policy.gen.ts";
import { isIamPrincipal } from "./principal-patterns.ts";
import { principalIdentity } from "./principals.ts";
import type { Resolved, ResolvedBucket } from "./resolved.ts";

/** Where the guardrail of a principal is written; absent where we cannot write it. */
export type GuardrailTarget = { readonly role: string } | { readonly permissionSet: string };

export interface Guarded {
  /** In the short form, `role/X` or `permission-set/Y`, for principals of the lake's account. */
  readonly identity: string;
  readonly id: Principal;
  readonly target: GuardrailTarget | undefined;
  /** Of several groups the one that does most. */
  readonly mode: Guardrail;
  /** Where the groups name it. */
  readonly origins: readonly Range[];
  /** Governed buckets whose `directAccess` does not name it or a group of it, without those that wait for tables below no location. */
  readonly closed: readonly ResolvedBucket[];
}

const strength: Readonly<Record<Guardrail, number>> = { report: 0, emit: 1, manage: 2 };

/** By identity, in the order the groups name them. */
export function guardedPrincipals({ lake, groups, buckets }: Pick<Resolved, "lake" | "groups" | "buckets">): readonly Guarded[] {
  const account = lake?.identity.account ?? "";
  const opened = buckets.map((bucket) => new Set((bucket.directAccess ?? []).map(({ id }) => principalIdentity(id, account))));
  const guarded = new Map<string, Guarded>();
  for (const { principals, through, guardrail } of groups) {
    for (const { id, range } of [...principals, ...through]) {
      if (!isIamPrincipal(id) || id.endsWith(":root")) continue;
      const identity = principalIdentity(id, account);
      const before = guarded.get(identity);
      const mode = before === undefined || strength[guardrail] > strength[before.mode] ? guardrail : before.mode;
      guarded.set(identity, {
        identity,
        id,
        target: targetOf(identity, id),
        mode,
        origins: [...(before?.origins ?? []), range],
        closed: buckets.filter(({ unserved }, index) => unserved.staged.length === 0 && opened[index]?.has(identity) !== true),
      });
    }
  }
  return [...guarded.values()];
}

/** IAM changes no roles of AWS services, users have no kind here, and other accounts are not ours. */
function targetOf(identity: string, id: Principal): GuardrailTarget | undefined {
  const permissionSet = /^permission-set\/(.+)$/.exec(identity)?.[1];
  if (permissionSet !== undefined) return { permissionSet };
  const role = /^role\/(.+)$/.exec(identity)?.[1];
  return role === undefined || /:role\/aws-(service-role|reserved)\//.test(id) ? undefined : { role };
}
