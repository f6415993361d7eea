/** What policies name, as the resources that the permissions of the tool's own roles are limited to. */

import { wantedBy } from "../../compiler/wanted.ts";
import { lakeFacts } from "../../compiler/lake-facts.ts";
import type { Group } from "../../compiler/policy.gen.ts";
import type { PolicySet } from "../../compiler/policy.ts";
import { permissionSetOfRole } from "../../model/principal.ts";
import { sortedOnce } from "../../model/source.ts";
import type { Target } from "../../aws/permissions.ts";
import type { ConditionClause } from "../../model/iam/policy-document.ts";

/** Resources of one statement, under conditions. */
export interface Limit {
  readonly resources: readonly string[];
  readonly conditions: readonly ConditionClause[];
}

export interface NamedResources {
  /** No limit: nothing of the kind is named, so that nobody needs the permission. */
  readonly limits: (target: Target) => readonly Limit[];
  /** Is Identity Center asked at all, and as whom? */
  readonly identityCenter: boolean;
  readonly assumeRole?: string;
  /** Are there grants to Identity Center groups? */
  readonly groups: boolean;
}

const unlimited: Limit = { resources: ["*"], conditions: [] };

/** Lake Formation alone is handed the roles it reads locations with. */
const toLakeFormation: ConditionClause = { operator: "StringEquals", key: "iam:PassedToService", values: ["lakeformation.amazonaws.com"] };

/** Without policies: everything of an account. */
export const anyResources: NamedResources = {
  limits: (target) => [target === "registration-roles" ? { ...unlimited, conditions: [toLakeFormation] } : unlimited],
  identityCenter: true,
  groups: true,
};

/** What this policy set names. It must have a Lake. */
export function namedResources(set: PolicySet, lake: NonNullable<PolicySet["lake"]>): NamedResources {
  const {
    partition,
    identity: { account, region },
  } = lakeFacts(lake);
  const buckets = set.buckets.map(({ value }) => value.name);
  const keys = set.buckets.flatMap(({ value }) => (value.keyRotation === false ? [] : [value.key]));
  const roles = set.groups.flatMap(({ value }) => guardedRoles(value));
  const registration = (lake.value.locations ?? []).map(({ role }) => role);
  const roleArns = (names: readonly string[]): readonly string[] =>
    sortedOnce(
      names.flatMap((name) =>
        name.startsWith("arn:") ? [name] : ["", "*/"].map((path) => `arn:${partition}:iam::${account}:role/${path}${name}`),
      ),
    );
  const glue = (resource: string): string => `arn:${partition}:glue:${region}:${account}:${resource}`;
  const keyOf = (owner: string): string => `arn:${partition}:kms:${region}:${owner}:key/*`;
  const limits: Readonly<Record<Target, readonly Limit[]>> = {
    any: [unlimited],
    catalog: limit(["catalog", "database/*", "table/*/*"].map(glue)),
    workgroups: limit([`arn:${partition}:athena:${region}:${account}:workgroup/*`]),
    buckets: limit([`arn:${partition}:s3:::*`]),
    "governed-buckets": limit(sortedOnce(buckets).map((name) => `arn:${partition}:s3:::${name}`)),
    // A governed bucket may be encrypted with a key of another account until now.
    keys: limit([keyOf("*")]),
    "governed-keys": [
      ...limit(sortedOnce(keys.filter((key) => key.startsWith("arn:")))),
      ...limit(keys.some(isAlias) ? [keyOf(account)] : [], [
        { operator: "ForAnyValue:StringEquals", key: "kms:ResourceAliases", values: sortedOnce(keys.filter(isAlias)) },
      ]),
    ],
    "guarded-roles": limit(roleArns(roles)),
    "registration-roles": limit(roleArns(registration), [toLakeFormation]),
  };
  const assumeRole = lake.value.identityCenter?.assumeRole;
  return {
    limits: (target) => limits[target],
    identityCenter: wantedBy(set).identityCenter,
    ...(assumeRole === undefined ? {} : { assumeRole }),
    groups: set.groups.some(({ value }) => value.principals.some(({ identityCenterGroup }) => identityCenterGroup !== undefined)),
  };
}

/** Roles whose guardrail is managed; those of permission sets take theirs from Identity Center. */
function guardedRoles({ guardrail = "manage", principals }: Group): readonly string[] {
  if (guardrail !== "manage") return [];
  const named = principals.flatMap(({ role, arn, through = [] }) => [
    ...(role === undefined ? [] : [role]),
    ...(arn === undefined ? [] : [arn]),
    ...through,
  ]);
  return named.filter(
    (name) =>
      (!name.startsWith("arn:") || /^arn:[^:]+:iam::\d{12}:role\//.test(name)) &&
      permissionSetOfRole(name.slice(name.lastIndexOf("/") + 1)) === undefined,
  );
}

function isAlias(key: string): boolean {
  return key.startsWith("alias/");
}

function limit(resources: readonly string[], conditions: readonly ConditionClause[] = []): readonly Limit[] {
  return resources.length === 0 ? [] : [{ resources, conditions }];
}
