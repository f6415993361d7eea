/** Who is looked at as a writer of a bucket: those the policies name, those who may write today, and everybody else at their strongest. */

import type { GovernedBucket } from "../model/governed-bucket.ts";
import type { PolicyDocument } from "../model/iam/policy-document.ts";
import { principalOf } from "../model/iam/request.ts";
import type { RequestPrincipal } from "../model/iam/request.ts";
import { partitionOf } from "../model/principal.ts";
import type { Principal } from "../model/principal.ts";
import { compareText } from "../model/source.ts";
import type { Role } from "../model/state.ts";
import type { WriterRelation } from "../model/write-simulation.ts";
import type { AccountView, Identity } from "./account-view.ts";
import { allowEverything, unreadablePolicy } from "./policy-reader.ts";
import type { Caller } from "./simulate-write.ts";

export interface Writer {
  /** ARN, name of a service, or `*`. */
  readonly name: string;
  readonly relation: WriterRelation;
  /** The caller in a state of the account: its policies may change. */
  readonly callerIn: (view: AccountView) => Caller;
}

/** Session name of simulated sessions: no policy should know it. */
const session = "simulated";

/** A session of a role with the role's policies; any other principal with policies that nobody has read. */
export function callerOf(view: AccountView, arn: Principal): Caller | undefined {
  const role = view.roles.get(arn);
  if (role !== undefined) return callerOfRole(view, role);
  const principal = principalOf(arn);
  if (principal === undefined || principal.kind === "anonymous") return undefined;
  const isOwn = principal.kind === "service" || principal.kind === "root";
  return { principal, identity: isOwn ? [] : [unreadablePolicy], boundary: undefined };
}

export function callerOfRole(view: AccountView, role: Role): Caller {
  const identity = view.identityOf(role);
  return { principal: sessionOf(role, identity), identity: documentsOf(identity), boundary: identity.boundary };
}

export function documentsOf({ inline, attached }: Identity): readonly PolicyDocument[] {
  return [...inline.map(({ document }) => document), ...attached];
}

function sessionOf({ arn, name }: Role, { id }: Identity): RequestPrincipal {
  const [, partition = "aws", , , account = ""] = arn.split(":");
  return {
    kind: "role-session",
    arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${session}`,
    account,
    role: arn,
    ...(id === undefined ? {} : { id: `${id}:${session}` }),
  };
}

/** The principals that the policies name, each with the relation that counts most, in order of their ARNs. */
export function namedWriters(bucket: GovernedBucket, view: AccountView): readonly Writer[] {
  const relations: readonly (readonly [WriterRelation, readonly Principal[]])[] = [
    ["break-glass", bucket.breakGlass],
    ["registration role", bucket.registrationRoles],
    ["direct access", bucket.directAccess ?? []],
    ["operator", bucket.operators],
  ];
  const writers = new Map<Principal, Writer>();
  for (const [relation, principals] of relations) {
    for (const name of principals) {
      const known = callerOf(view, name);
      if (known === undefined || writers.has(name)) continue;
      writers.set(name, { name, relation, callerIn: (state) => callerOf(state, name) ?? known });
    }
  }
  return [...writers.values()].toSorted((a, b) => compareText(a.name, b.name));
}

export function roleWriter(role: Role): Writer {
  return { name: role.arn, relation: "role that may write", callerIn: (view) => callerOfRole(view, role) };
}

/** The strongest role that no policy names: what is denied to it on account of what it writes is denied to everybody without exemption. */
export function anyOtherRole({ account, region }: AccountView): Writer {
  const name = "any-other-role";
  const arn = `arn:${partitionOf(region)}:iam::${account}:role/${name}`;
  const principal = sessionOf({ arn, name, path: "/" }, { id: undefined, inline: [], attached: [], boundary: undefined });
  return { name: "*", relation: "any other role", callerIn: () => ({ principal, identity: [allowEverything], boundary: undefined }) };
}

/** Services and other accounts that the bucket's policies let in, before or after. Nothing is known of the policies of other accounts. */
export function outsideWriters(view: AccountView, policies: readonly (PolicyDocument | undefined)[]): readonly Writer[] {
  const statements = policies.flatMap((policy) => policy?.statements ?? []);
  const allowed = statements.flatMap(({ effect, principal }) =>
    effect === "Allow" && principal?.negated === false ? [principal.byType] : [],
  );
  const names = new Set(allowed.flatMap(({ AWS = [], Service = [] }) => [...Service, ...AWS.flatMap((name) => outsider(view, name))]));
  return [...names].toSorted(compareText).flatMap((name): readonly Writer[] => {
    const principal = principalOf(name);
    if (principal === undefined) return [];
    const identity = principal.kind === "service" ? [] : [allowEverything];
    const caller = { principal, identity, boundary: undefined };
    return [{ name, relation: principal.kind === "service" ? "AWS service" : "another account", callerIn: () => caller }];
  });
}

/** A principal of another account; for the account as a whole its root user, who has all its rights. */
function outsider({ account, region }: AccountView, name: string): readonly string[] {
  const arn = /^\d{12}$/.test(name) ? `arn:${partitionOf(region)}:iam::${name}:root` : name;
  const owner = /^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(arn)?.[1];
  return owner === undefined || owner === account ? [] : [arn];
}
