/** Reading IAM Identity Center: the permission sets of the account, and the groups that policies name. */

import type { InstanceMetadata } from "@aws-sdk/client-sso-admin";

import type { IdentityCenterPorts, IdentityStorePort, SsoAdminPort } from "../../aws/ports.ts";
import type { IdentityCenterFacts } from "../../model/account-facts.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import { readPages } from "../../model/pages.ts";
import type { Progress } from "../../model/progress.ts";
import { compareText } from "../../model/source.ts";
import type { Unread } from "../../model/state.ts";
import type { Wanted } from "../../model/wanted.ts";
import { readPermissionSets } from "./permission-sets.ts";
import { ask, reasonOf } from "./unreadable.ts";

export interface IdentityCenterOptions {
  /** The lake's account. */
  readonly account: string;
  readonly wanted: Pick<Wanted, "permissionSets" | "groups">;
  readonly onProgress: (progress: Progress) => void;
}

export type IdentityCenterReading =
  | { readonly facts: IdentityCenterFacts; readonly unread: readonly [] }
  | { readonly unread: readonly [Unread] | readonly [] };

/** Groups looked up at once. */
const readers = 5;

/**
 * Who may not ask Identity Center, or asks where it is not, gets one entry of what is not read and everything else of the lake. Half an answer
 * is none: facts are whole or absent. Throws AwsError where AWS was not reached or failed.
 */
export async function readIdentityCenter(ports: IdentityCenterPorts, options: IdentityCenterOptions): Promise<IdentityCenterReading> {
  const answer = await ask(async (): Promise<{ readonly facts: IdentityCenterFacts } | { readonly reason: string }> => {
    const { Account: caller = "" } = await ports.sts.getCallerIdentity({});
    const found = chooseInstance(await listInstances(ports.ssoAdmin), caller);
    if ("reason" in found) return { reason: `${found.reason} in ${ports.region}, asked as account ${caller}` };
    return { facts: await readInstance(ports, found, caller, options) };
  });
  if ("error" in answer) return notRead(reasonOf(answer.error));
  return "facts" in answer.value ? { facts: answer.value.facts, unread: [] } : notRead(answer.value.reason);
}

function notRead(reason: string): IdentityCenterReading {
  return { unread: [{ kind: "permission-set-policy", what: "permission sets of IAM Identity Center", reason, isolated: true }] };
}

interface Instance {
  readonly instance: string;
  readonly store: string;
  readonly owner: string;
}

async function listInstances(ssoAdmin: SsoAdminPort): Promise<readonly InstanceMetadata[]> {
  return readPages(async (token) => {
    const { Instances = [], NextToken } = await ssoAdmin.listInstances({
      MaxResults: 100,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    return { items: Instances, next: NextToken };
  });
}

/** Permission sets belong to the organisation's instance; a member account may have one of its own beside it, without any. */
function chooseInstance(listed: readonly InstanceMetadata[], caller: string): Instance | { readonly reason: string } {
  const active = listed.filter(({ Status }) => Status === undefined || Status === "ACTIVE");
  const ofOrganization = active.filter(({ OwnerAccountId }) => OwnerAccountId !== caller);
  const [found, ...others] = active.length > 1 ? ofOrganization : active;
  if (found === undefined || others.length > 0) {
    const states = listed.map(({ InstanceArn, Status }) => `${InstanceArn ?? "?"} (${Status ?? "?"})`).join(", ");
    return { reason: listed.length === 0 ? "there is no instance" : `there is not one active instance: ${states}` };
  }
  const { InstanceArn: instance, IdentityStoreId: store, OwnerAccountId: owner } = found;
  if (instance === undefined || store === undefined || owner === undefined) return { reason: "the instance is described incompletely" };
  return { instance, store, owner };
}

async function readInstance(
  { ssoAdmin, identityStore, region }: IdentityCenterPorts,
  { instance, store, owner }: Instance,
  caller: string,
  { account, wanted, onProgress }: IdentityCenterOptions,
): Promise<IdentityCenterFacts> {
  const permissionSets = await readPermissionSets(ssoAdmin, { instance, account, owner, caller, names: wanted.permissionSets, onProgress });
  const groups = await mapConcurrent([...new Set(wanted.groups)], readers, (group) => findGroup(identityStore, store, group));
  return {
    instance,
    identityStore: store,
    region,
    owner,
    caller,
    permissionSets,
    groups: groups.flatMap((group) => (group === undefined ? [] : [group])).toSorted((a, b) => compareText(a.name, b.name)),
  };
}

/** A group by its display name; undefined where Identity Center has none of that name. */
async function findGroup(
  identityStore: IdentityStorePort,
  store: string,
  name: string,
): Promise<{ readonly id: string; readonly name: string } | undefined> {
  const alternate = { UniqueAttribute: { AttributePath: "displayName", AttributeValue: name } };
  const answer = await ask(() => identityStore.getGroupId({ IdentityStoreId: store, AlternateIdentifier: alternate }));
  if ("error" in answer) {
    if (answer.error.category !== "missing") throw answer.error;
    return undefined;
  }
  const { GroupId: id } = answer.value;
  return id === undefined ? undefined : { id, name };
}
