/** An account as it is once the changes of a plan are done. */

import type { IamRolePolicy } from "../kinds/iam-role-policy/spec.ts";
import type { PermissionSetPolicy, Waiting } from "../kinds/permission-set-policy/spec.ts";
import type { S3BucketEncryption } from "../kinds/s3-bucket-encryption/spec.ts";
import type { S3BucketPolicy } from "../kinds/s3-bucket-policy/spec.ts";
import { subjectOf } from "../kinds/specs.ts";
import type { Change } from "../model/change.ts";
import { meaningOf } from "../model/iam/canonical-policy.ts";
import type { PolicyDocument, PolicyStatement } from "../model/iam/policy-document.ts";
import { isOurSid } from "../model/ours.ts";
import { permissionSetOf } from "../model/principal.ts";
import type { AccountView, BucketView, Identity } from "./account-view.ts";

/** The specs of the kinds that decide who writes. INVARIANT of all plans: what is before and after is of the kind beside it. */
interface WriteSpecs {
  readonly "iam-role-policy": IamRolePolicy;
  readonly "permission-set-policy": PermissionSetPolicy;
  readonly "s3-bucket-encryption": S3BucketEncryption;
  readonly "s3-bucket-policy": S3BucketPolicy;
}

/** What a change makes of a resource, whether its impact and place are known or not. */
type Ends<Spec = unknown> = Pick<Change<Spec>, "kind" | "before" | "after">;

function isOf<Kind extends keyof WriteSpecs>(change: Ends, kind: Kind): change is Ends<WriteSpecs[Kind]> & { readonly kind: Kind } {
  return change.kind === kind;
}

const kinds: ReadonlySet<string> = new Set<keyof WriteSpecs>([
  "iam-role-policy",
  "permission-set-policy",
  "s3-bucket-encryption",
  "s3-bucket-policy",
]);

/** Does a change bear on who may write to a bucket, and how it is encrypted? */
export function concernsWrites({ kind }: Change): boolean {
  return kinds.has(kind);
}

/** The role's inline policy that holds the one of its permission set, as provisioned roles show it. */
const provisionedPolicy = "AwsSSOInlinePolicy";

/** The account with the changes done, in their order. */
export function viewAfter(view: AccountView, changes: readonly Ends[]): AccountView {
  const buckets = new Map(view.buckets);
  const edit = (name: string, change: (bucket: BucketView) => BucketView): void => {
    const bucket = buckets.get(name);
    if (bucket !== undefined) buckets.set(name, change(bucket));
  };
  // By name of role or permission set: each of thousands of roles is asked for, and each may have a change of its own.
  const edits = new Map<string, ((identity: Identity) => Identity)[]>();
  const editRole = (place: string, change: (identity: Identity) => Identity): void => {
    const known = edits.get(place);
    if (known === undefined) edits.set(place, [change]);
    else known.push(change);
  };
  for (const change of changes) {
    if (isOf(change, "s3-bucket-policy")) {
      const { bucket: name, prefix } = change.after ?? change.before ?? { bucket: "", prefix: "" };
      const ours = change.after?.statements ?? [];
      edit(name, (bucket) => ({ ...bucket, policy: replaceOurs(bucket.policy, prefix, ours) }));
    } else if (isOf(change, "s3-bucket-encryption") && change.after !== null) {
      const { bucket: name, algorithm, key, bucketKey, blocked } = change.after;
      edit(name, (bucket) => ({ ...bucket, encryption: { algorithm, ...(key === null ? {} : { key }), bucketKey, blocked } }));
    } else if (isOf(change, "iam-role-policy")) editRole(`role/${subjectOf(change).role}`, (identity) => withRolePolicy(identity, change));
    else if (isOf(change, "permission-set-policy"))
      editRole(`set/${subjectOf(change).permissionSet}`, (identity) => withSetPolicy(identity, change));
  }
  const identities = new Map<string, Identity>();
  return {
    ...view,
    buckets,
    identityOf: (role) => {
      const known = identities.get(role.arn);
      if (known !== undefined) return known;
      const set = permissionSetOf(role);
      const places = [`role/${role.name}`, ...(set === undefined ? [] : [`set/${set}`])];
      const ofRole = places.flatMap((place) => edits.get(place) ?? []);
      const identity = ofRole.reduce((before, change) => change(before), view.identityOf(role));
      identities.set(role.arn, identity);
      return identity;
    },
  };
}

/** The document with the statements of one lake in place of those it had; undefined when nothing is left. */
function replaceOurs(policy: PolicyDocument | undefined, prefix: string, ours: readonly PolicyStatement[]): PolicyDocument | undefined {
  const others = (policy?.statements ?? []).filter(({ sid }) => !isOurSid(sid, prefix));
  const statements = [...others, ...ours];
  return statements.length === 0 ? undefined : { ...(policy ?? { version: "2012-10-17" }), statements };
}

function withRolePolicy(identity: Identity, change: Ends<IamRolePolicy>): Identity {
  const { after } = change;
  return withInline(
    identity,
    subjectOf(change).policy,
    after === null ? undefined : { version: "2012-10-17", statements: after.statements },
  );
}

/** Provisioning takes along what others changed in the set, as far as it is known. */
function withSetPolicy(identity: Identity, change: Ends<PermissionSetPolicy>): Identity {
  const { prefix, waiting: { statements: waiting } = {} } = subjectOf(change);
  const held = identity.inline.find((policy) => policy.name === provisionedPolicy)?.document;
  const current = waiting === undefined ? held : withOthers(held, waiting);
  return withInline(identity, provisionedPolicy, replaceOurs(current, prefix, change.after?.statements ?? []));
}

function withOthers(policy: PolicyDocument | undefined, { come, go }: NonNullable<Waiting["statements"]>): PolicyDocument {
  const replaced = new Set([...come, ...go].map(meaningOf));
  const kept = (policy?.statements ?? []).filter((statement) => !replaced.has(meaningOf(statement)));
  return { ...(policy ?? { version: "2012-10-17" }), statements: [...kept, ...come] };
}

function withInline(identity: Identity, name: string, document: PolicyDocument | undefined): Identity {
  const others = identity.inline.filter((policy) => policy.name !== name);
  return { ...identity, inline: document === undefined ? others : [...others, { name, document }] };
}
