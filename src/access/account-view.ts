/** An account as its policies decide: buckets, keys and roles with their policies read. */

import type { BucketEncryptionFacts, KeyFacts } from "../model/account-facts.ts";
import type { KeyGrant } from "../model/iam/key-grant.ts";
import type { PolicyDocument } from "../model/iam/policy-document.ts";
import { isKey } from "../model/key-name.ts";
import { compareText } from "../model/source.ts";
import type { LiveState, Role } from "../model/state.ts";
import { createPolicyReader, everything, unreadablePolicy } from "./policy-reader.ts";
import type { PolicyReader } from "./policy-reader.ts";

export interface BucketView {
  readonly name: string;
  /** Absent: the bucket has none. */
  readonly policy: PolicyDocument | undefined;
  /** Absent: it could not be read. */
  readonly encryption: BucketEncryptionFacts | undefined;
}

export interface KeyView {
  readonly facts: KeyFacts;
  readonly policy: PolicyDocument;
  readonly grants: readonly KeyGrant[];
}

/** The policies a role carries. */
export interface Identity {
  /** `AROA…`; absent where the role's policies could not be read. */
  readonly id: string | undefined;
  readonly inline: readonly { readonly name: string; readonly document: PolicyDocument }[];
  readonly attached: readonly PolicyDocument[];
  readonly boundary: PolicyDocument | undefined;
}

export interface AccountView {
  readonly account: string;
  readonly region: string;
  readonly buckets: ReadonlyMap<string, BucketView>;
  /** By ARN. */
  readonly keys: ReadonlyMap<string, KeyView>;
  /** By ARN. */
  readonly roles: ReadonlyMap<string, Role>;
  /** The policies of a role, read when somebody asks. */
  readonly identityOf: (role: Role) => Identity;
}

/** The account as it was read. */
export function viewOf({ account, region, facts, roles }: Pick<LiveState, "account" | "region" | "facts" | "roles">): AccountView {
  const read = createPolicyReader();
  const { buckets = [], keys = [], managedPolicies = [] } = facts ?? {};
  const managed = new Map(managedPolicies.map(({ arn, document }) => [arn, document]));
  const identities = new Map<Role, Identity>();
  return {
    account,
    region,
    buckets: new Map(
      buckets.map(({ name, policy, encryption }) => [name, { name, policy: policy === undefined ? undefined : read(policy), encryption }]),
    ),
    keys: new Map(keys.map((key) => [key.arn, keyView(key, read)])),
    roles: new Map(roles.toSorted((a, b) => compareText(a.arn, b.arn)).map((role) => [role.arn, role])),
    identityOf: (role) => {
      const known = identities.get(role) ?? readIdentity(role, managed, read);
      identities.set(role, known);
      return known;
    },
  };
}

/** A key whose policy or grants could not be read may still allow somebody. */
function keyView(facts: KeyFacts, read: PolicyReader): KeyView {
  const policy = facts.manager === "AWS" && facts.policy === undefined ? managedKeyPolicy(facts.arn) : read(facts.policy);
  const grants = (facts.grants ?? []).map(({ id, grantee, operations, contextEquals, contextSubset }) => ({
    id,
    granteePrincipal: grantee,
    operations,
    ...(contextEquals === undefined ? {} : { encryptionContextEquals: contextEquals }),
    ...(contextSubset === undefined ? {} : { encryptionContextSubset: contextSubset }),
  }));
  const hasUnreadGrants = facts.grants === undefined && facts.manager === "CUSTOMER";
  return { facts, grants, policy: hasUnreadGrants ? withUnreadGrants(policy) : policy };
}

function withUnreadGrants(policy: PolicyDocument): PolicyDocument {
  const unread = {
    ...everything("Allow"),
    principal: { negated: false, byType: { AWS: ["*"] } },
    notUnderstood: ["grants that could not be read"],
  };
  return { ...policy, statements: [...policy.statements, unread] };
}

/** Everybody in the key's account whom S3 lets in may use the key through S3. Source: KMS Developer Guide, AWS managed keys. */
export function managedKeyPolicy(arn: string): PolicyDocument {
  const [, , , region = "", account = ""] = arn.split(":");
  return {
    version: "2012-10-17",
    statements: [
      {
        ...everything("Allow"),
        principal: { negated: false, byType: { AWS: ["*"] } },
        conditions: [
          { operator: "StringEquals", key: "kms:CallerAccount", values: [account] },
          { operator: "StringEquals", key: "kms:ViaService", values: [`s3.${region}.amazonaws.com`] },
        ],
      },
    ],
  };
}

function readIdentity({ policies }: Role, managed: ReadonlyMap<string, string>, read: PolicyReader): Identity {
  if (policies === undefined) return { id: undefined, inline: [], attached: [unreadablePolicy], boundary: undefined };
  return {
    id: policies.id,
    inline: policies.inline.map(({ name, document }) => ({ name, document: read(document) })),
    attached: policies.attached.map((arn) => read(managed.get(arn))),
    boundary: policies.boundary === undefined ? undefined : read(managed.get(policies.boundary)),
  };
}

/** The key that S3 finds by this name when somebody of the account writes: ARN, id, alias or ARN of an alias. Undefined: none that is known. */
export function findKey(view: AccountView, name: string): KeyView | undefined {
  return view.keys.get(name) ?? [...view.keys.values()].find(({ facts }) => isKey(name, facts, view));
}
