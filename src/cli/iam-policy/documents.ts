/** Least-privilege IAM policies for the roles that run this tool, made of what its operations need. */

import { permissionTable } from "../../aws/permissions.ts";
import type { Permission } from "../../aws/permissions.ts";
import { groupBy } from "../../model/batches.ts";
import { policyJson } from "../../model/iam/format-policy.ts";
import type { PolicyStatement } from "../../model/iam/policy-document.ts";
import { compareText } from "../../model/source.ts";
import type { Limit, NamedResources } from "./named-resources.ts";

/** `plan`: the role that reads; `apply`: the role that also writes. */
export type Duty = "plan" | "apply";

/** One managed policy. */
export interface RolePolicyDocument {
  /** A name for it: `lakegrade-plan`. */
  readonly name: string;
  /** The role it is for: the one that runs the command, or the one it becomes for Identity Center. */
  readonly role: "caller" | "identity-center";
  readonly document: object;
  /** Characters that IAM counts. */
  readonly characters: number;
}

/** Characters of a managed policy, white space apart. Source: IAM User Guide, reference_iam-quotas. */
const longestPolicy = 6144;

/** In the order to be read; more than one where IAM's limit or a second role asks for it. */
export function rolePolicies(duty: Duty, named: NamedResources): readonly RolePolicyDocument[] {
  const { assumeRole } = named;
  const needed = permissionsFor(duty, named);
  const isElsewhere = ({ service }: Needed): boolean => assumeRole !== undefined && service.startsWith("identityCenter.");
  const own = statementsOf(
    needed.filter((permission) => !isElsewhere(permission)),
    named,
  );
  const assuming =
    assumeRole === undefined || !named.identityCenter
      ? []
      : [allow("AssumeIdentityCenterRole", ["sts:AssumeRole"], { resources: [assumeRole], conditions: [] })];
  const elsewhere = statementsOf(needed.filter(isElsewhere), named);
  return [
    ...pack(`lakegrade-${duty}`, "caller", [...own, ...assuming]),
    ...pack(`lakegrade-${duty}-identity-center`, "identity-center", elsewhere),
  ];
}

interface Needed extends Permission {
  readonly service: string;
}

function permissionsFor(duty: Duty, { identityCenter, groups }: NamedResources): readonly Needed[] {
  return Object.entries(permissionTable).flatMap(([service, operations]) =>
    Object.values(operations)
      .flat()
      .filter((permission) => duty === "apply" || permission.for === "plan")
      .filter(({ group }) => groups || group !== "GrantToIdentityCenter")
      .filter(() => identityCenter || !service.startsWith("identityCenter."))
      .map((permission) => ({ ...permission, service })),
  );
}

/** One statement for each group and each limit. */
function statementsOf(needed: readonly Needed[], { limits }: NamedResources): readonly PolicyStatement[] {
  return [...groupBy(needed, ({ group, on }) => `${group} ${on}`).values()].flatMap((ofGroup) => {
    const [first] = ofGroup;
    const actions = [...new Set(ofGroup.flatMap((permission) => permission.actions))].toSorted(compareText);
    if (first === undefined || actions.length === 0) return [];
    const found = limits(first.on);
    return found.flatMap((limit, index) => fitting(allow(`${first.group}${index === 0 ? "" : index + 1}`, actions, limit)));
  });
}

function allow(sid: string, actions: readonly string[], { resources, conditions }: Limit): PolicyStatement {
  return { sid, effect: "Allow", action: { negated: false, names: actions }, resource: { negated: false, names: resources }, conditions };
}

/** The statement, or several with a part of its resources each, none larger than a policy may be. */
function fitting(statement: PolicyStatement): readonly PolicyStatement[] {
  const names = statement.resource?.names ?? [];
  if (names.length < 2 || size([statement]) <= longestPolicy) return [statement];
  const middle = Math.ceil(names.length / 2);
  return [names.slice(0, middle), names.slice(middle)].flatMap((part, index) =>
    fitting({ ...statement, sid: `${statement.sid ?? ""}${index === 0 ? "A" : "B"}`, resource: { negated: false, names: part } }),
  );
}

/** The statements in as few policies as their order allows. */
function pack(name: string, role: RolePolicyDocument["role"], statements: readonly PolicyStatement[]): readonly RolePolicyDocument[] {
  const policies: PolicyStatement[][] = [];
  for (const statement of statements) {
    const last = policies.at(-1);
    if (last === undefined || size([...last, statement]) > longestPolicy) policies.push([statement]);
    else last.push(statement);
  }
  return policies.map((ofPolicy, index) => ({
    name: index === 0 ? name : `${name}-${index + 1}`,
    role,
    document: documentOf(ofPolicy),
    characters: size(ofPolicy),
  }));
}

function documentOf(statements: readonly PolicyStatement[]): object {
  return policyJson({ version: "2012-10-17", statements });
}

function size(statements: readonly PolicyStatement[]): number {
  return JSON.stringify(documentOf(statements)).length;
}
