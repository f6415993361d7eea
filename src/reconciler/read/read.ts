/** One sweep over the account: everything the kinds manage, and what could not be read. */

import type { Ports } from "../../aws/ports.ts";
import { anyKinds } from "../../kinds/registry.ts";
import type { ReadContext } from "../../kinds/kind.ts";
import type { AccountFacts } from "../../model/account-facts.ts";
import { listTags } from "../../kinds/lf-tag/list-tags.ts";
import { isAwsError } from "../../model/aws-error.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import { setsHolding } from "../../model/iam/sets-holding.ts";
import type { Progress } from "../../model/progress.ts";
import { gatherResources } from "../../model/resources.ts";
import type { Entry } from "../../model/resources.ts";
import { compareText } from "../../model/source.ts";
import type { LiveState, Unread } from "../../model/state.ts";
import type { Wanted } from "../../model/wanted.ts";
import { principalOfCaller, unreadByCaller } from "../caller.ts";
import { kindInWords } from "../kind-words.ts";
import { readCatalog } from "./catalog.ts";
import { readIdentityCenter } from "./identity-center.ts";
import type { IdentityCenterReading } from "./identity-center.ts";
import { readRoles } from "./roles.ts";
import type { RolesReading } from "./roles.ts";
import { readStorage } from "./storage.ts";

export interface ReadOptions {
  readonly account: string;
  readonly region: string;
  /** ARN of the caller, as GetCallerIdentity gives it. */
  readonly caller: string;
  /** LF-Tag keys whose assignments are wanted; undefined: every key there is. */
  readonly tagKeys?: readonly string[];
  /** What of the surroundings the policies speak about; undefined: every bucket and key, and nothing of Identity Center. */
  readonly wanted?: Wanted;
  /** ISO 8601, UTC. */
  readonly readAt: string;
  /** What is being read, for people who wait. */
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Reads the live state. A kind that the caller may not read is noted in `unread`; an AWS that cannot be reached, refuses the
 * credentials or fails half way throws an AwsError: half an answer is no answer.
 */
export async function readLive(ports: Ports, options: ReadOptions): Promise<LiveState> {
  const { account, onProgress = () => undefined } = options;
  const unread: Unread[] = [];
  let tables = 0;
  const { wanted } = options;
  const readingPeople = orUnread(unread, "roles", "roles of the account", () => readRoles(ports));
  const readDirectory = async (): Promise<IdentityCenterReading> => {
    if (wanted === undefined || !(wanted.identityCenter || (await isHeld(readingPeople, wanted)))) return { unread: [] };
    return readIdentityCenter(ports.identityCenter, { account, wanted, onProgress });
  };
  const [{ catalog, tableDefaults }, people, tags, storage, directory] = await Promise.all([
    readCatalog(ports, account, (count) => {
      tables += count;
      onProgress({ at: "catalog", tables });
    }),
    readingPeople,
    orUnread(unread, "lf-tag", "LF-Tags", () => listTags(ports, account)),
    readStorage(ports, options, wanted),
    readDirectory(),
  ]);
  const tagKeys = (options.tagKeys ?? (tags ?? []).map(({ key }) => key)).map((key) => key.toLowerCase());
  unread.push(...storage.unread, ...directory.unread);
  const roles = people?.roles ?? [];
  const facts: AccountFacts = {
    buckets: storage.buckets,
    keys: storage.keys,
    managedPolicies: people?.managedPolicies ?? [],
    catalogKeys: storage.catalogKeys,
    workgroups: storage.workgroups,
    ...("facts" in directory ? { identityCenter: directory.facts } : {}),
  };
  const context: ReadContext = { ports, account, catalog, tableDefaults, tags: tags ?? [], tagKeys, roles, facts };

  const readings = await mapConcurrent(anyKinds, 3, async (kind) => {
    const result = await orUnread(unread, kind.name, kindInWords(kind.name), () => kind.read(context));
    onProgress({ at: "kind", kind: kind.name, read: result?.specs.length ?? 0 });
    return { kind, result };
  });
  for (const { result } of readings) unread.push(...(result?.unread ?? []));
  const entries = function* (): Generator<Entry> {
    for (const { kind, result } of readings) {
      for (const spec of result?.specs ?? []) {
        const normal = kind.normalize(spec);
        yield [kind.address(normal), { kind: kind.name, spec: normal }];
      }
    }
  };
  // What two searches have found is the same twice.
  const resources = gatherResources(entries(), (_, found) => found);
  const caller = principalOfCaller(options.caller, roles);
  unread.push(...unreadByCaller(caller, resources, unread));
  return {
    account,
    region: options.region,
    readAt: options.readAt,
    caller,
    tagKeys: tagKeys.toSorted(compareText),
    catalog,
    roles,
    users: people?.users ?? [],
    facts,
    resources,
    unread: unread.toSorted((a, b) => compareText(a.kind, b.kind) || compareText(a.what, b.what)),
  };
}

/** Does a permission set of the account hold statements of the lake, though nobody may ask for them any more? */
async function isHeld(people: Promise<RolesReading | undefined>, { sidPrefix }: Wanted): Promise<boolean> {
  return sidPrefix !== undefined && setsHolding((await people)?.roles ?? [], sidPrefix).length > 0;
}

/** Reads, or notes that the caller may not. Every other failure stays a failure. */
async function orUnread<Result>(unread: Unread[], kind: string, what: string, read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!isAwsError(error) || error.category !== "denied") throw error;
    unread.push({ kind, what, reason: `${error.service} ${error.operation}: ${error.code}: ${error.message}` });
    return undefined;
  }
}
