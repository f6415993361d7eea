/** Reading as it is known for whichever session of a role reads: what its policies, the bucket's and the key's say of one session alone stays open. */

import type { PolicyDocument, PolicyStatement } from "../model/iam/policy-document.ts";
import type { AccountView, BucketView, KeyView } from "./account-view.ts";
import { forAnySession } from "./any-session.ts";
import type { Verdict } from "./judge.ts";
import { everything } from "./policy-reader.ts";
import { forRole, isSessionOf } from "./role-sessions.ts";
import { judgeRead } from "./simulate-write.ts";
import type { Caller } from "./simulate-write.ts";
import { chooseEncryption } from "./write-shapes.ts";

/** May the caller read this object, encrypted by the bucket's default? */
export type ReadJudge = (bucket: BucketView, object: string) => Verdict;

/** Prepares a bucket when it is first asked about. */
export function readJudge(view: AccountView, caller: Caller): ReadJudge {
  const reader = asAnySession(caller);
  const known = new Map<BucketView, { readonly view: AccountView; readonly bucket: BucketView }>();
  return (asked, object) => {
    const { view: seen, bucket } = known.get(asked) ?? placeFor(view, asked, caller);
    known.set(asked, { view: seen, bucket });
    return judgeRead(seen, bucket, object, reader);
  };
}

/** The caller with its own policies as they are known. */
export function asAnySession(caller: Caller): Caller {
  const { identity, boundary } = caller;
  return {
    ...caller,
    identity: identity.map((document) => forWhichever(document, caller)),
    boundary: boundary === undefined ? undefined : forWhichever(boundary, caller),
  };
}

/** The key that the bucket's default names, where it is known. */
export function defaultKey(view: AccountView, bucket: BucketView): KeyView | undefined {
  const choice = chooseEncryption(view, bucket, {}, false);
  return "chosen" in choice ? choice.chosen.key : undefined;
}

/** Services have no sessions. */
function forWhichever(document: PolicyDocument, { principal }: Caller): PolicyDocument {
  return principal.kind === "service" ? document : forAnySession(forRole(document, principal), { principal });
}

function placeFor(view: AccountView, bucket: BucketView, caller: Caller): { readonly view: AccountView; readonly bucket: BucketView } {
  const key = defaultKey(view, bucket);
  const seen = key === undefined ? undefined : keyFor(key, caller);
  return {
    view: key === seen || seen === undefined ? view : { ...view, keys: new Map(view.keys).set(seen.facts.arn, seen) },
    bucket: bucket.policy === undefined ? bucket : { ...bucket, policy: forWhichever(bucket.policy, caller) },
  };
}

function keyFor(key: KeyView, caller: Caller): KeyView {
  const policy = forWhichever(key.policy, caller);
  const open = key.grants.flatMap(({ granteePrincipal, operations }): readonly PolicyStatement[] =>
    isSessionOf(granteePrincipal, caller.principal) ? [openGrant(operations)] : [],
  );
  if (policy === key.policy && open.length === 0) return key;
  return { ...key, policy: { ...policy, statements: [...policy.statements, ...open] } };
}

/** What a grant to one session may be worth to another. */
function openGrant(operations: readonly string[]): PolicyStatement {
  return {
    ...everything("Allow"),
    action: { negated: false, names: operations.map((operation) => `kms:${operation}`) },
    principal: { negated: false, byType: { AWS: ["*"] } },
    notUnderstood: ["which session of a role calls"],
  };
}
