/** Reading permission sets: those provisioned to the lake's account, and others that policies name. */

import type { SsoAdminPort } from "../../aws/ports.ts";
import { listAccounts, listBehind } from "../../kinds/permission-set-policy/accounts.ts";
import type { PermissionSetFacts } from "../../model/account-facts.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import { readPages } from "../../model/pages.ts";
import type { Progress } from "../../model/progress.ts";
import { compareText } from "../../model/source.ts";

export interface PermissionSetsQuery {
  /** ARN of the instance. */
  readonly instance: string;
  /** The lake's account. */
  readonly account: string;
  /** The account that owns the instance, and the one that asks. */
  readonly owner: string;
  readonly caller: string;
  /** Names that are looked for beyond the account. */
  readonly names: readonly string[];
  readonly onProgress: (progress: Progress) => void;
}

/** Sets read at once. All of Identity Center takes 20 calls a second (IAM Identity Center User Guide, limits); the clients slow down when told to. */
const readers = 5;

/**
 * Sorted by name. Four calls a set, because no listing tells more than ARNs. A named set that is not among them does not exist.
 */
export async function readPermissionSets(ssoAdmin: SsoAdminPort, query: PermissionSetsQuery): Promise<readonly PermissionSetFacts[]> {
  const { instance, account, owner, caller, names, onProgress } = query;
  const provisioned = await listProvisionedTo(ssoAdmin, instance, account);
  const ofOwner = new Set(caller === owner ? [] : await listProvisionedTo(ssoAdmin, instance, owner));
  let count = 0;
  const read = async (set: NamedSet): Promise<PermissionSetFacts> => {
    const facts = await readPermissionSet(ssoAdmin, instance, set, ofOwner);
    count += 1;
    onProgress({ at: "permission-sets", read: count });
    return facts;
  };
  const here = await mapConcurrent(provisioned, readers, async (arn) => read(await describe(ssoAdmin, instance, arn)));
  const missing = new Set(names.filter((name) => here.every((set) => set.name !== name)));
  const elsewhere = missing.size === 0 ? [] : await findNamed(ssoAdmin, instance, missing, new Set(provisioned));
  return [...here, ...(await mapConcurrent(elsewhere, readers, read))].toSorted((a, b) => compareText(a.name, b.name));
}

interface NamedSet {
  readonly arn: string;
  readonly name: string;
}

/** Only the description tells a set's name (IAM Identity Center API Reference, ListPermissionSets). */
async function describe(ssoAdmin: SsoAdminPort, instance: string, arn: string): Promise<NamedSet> {
  const { PermissionSet } = await ssoAdmin.describePermissionSet({ InstanceArn: instance, PermissionSetArn: arn });
  return { arn, name: PermissionSet?.Name ?? "" };
}

async function readPermissionSet(
  ssoAdmin: SsoAdminPort,
  instance: string,
  { arn, name }: NamedSet,
  ofOwner: ReadonlySet<string>,
): Promise<PermissionSetFacts> {
  const input = { InstanceArn: instance, PermissionSetArn: arn };
  const { InlinePolicy: inlinePolicy = "" } = await ssoAdmin.getInlinePolicyForPermissionSet(input);
  const accounts = await listAccounts(ssoAdmin, input);
  const behind = accounts.length === 0 ? [] : await listBehind(ssoAdmin, input);
  return { name, arn, inlinePolicy, accounts, behind, managementOnly: ofOwner.has(arn) };
}

async function listProvisionedTo(ssoAdmin: SsoAdminPort, instance: string, account: string): Promise<readonly string[]> {
  return readPages(async (token) => {
    const { PermissionSets = [], NextToken } = await ssoAdmin.listPermissionSetsProvisionedToAccount({
      InstanceArn: instance,
      AccountId: account,
      MaxResults: 100,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    return { items: PermissionSets, next: NextToken };
  });
}

/** Sets that are named but not in the account, so that "not assigned here" can be told from "not there at all". */
async function findNamed(
  ssoAdmin: SsoAdminPort,
  instance: string,
  names: ReadonlySet<string>,
  known: ReadonlySet<string>,
): Promise<readonly NamedSet[]> {
  const arns = await readPages(async (token) => {
    const { PermissionSets = [], NextToken } = await ssoAdmin.listPermissionSets({
      InstanceArn: instance,
      MaxResults: 100,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    return { items: PermissionSets, next: NextToken };
  });
  const others = arns.filter((arn) => !known.has(arn));
  return (await mapConcurrent(others, readers, (arn) => describe(ssoAdmin, instance, arn))).filter(({ name }) => names.has(name));
}
