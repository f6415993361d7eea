/** Who loses reading by a plan: the roles of the account, and others that buckets let in, who read objects before it and not afterwards. */

import { groupBy } from "../model/batches.ts";
import { isCertainLoss } from "../model/lost-reading.ts";
import type { BucketReads, LostReaders } from "../model/lost-reading.ts";
import type { Principal } from "../model/principal.ts";
import { compareText } from "../model/source.ts";
import type { Role } from "../model/state.ts";
import { callerOfRole, outsideWriters } from "./bucket-writers.ts";
import { judge } from "./judge.ts";
import { ownRightsReader, rightsIn, vendAction } from "./like-readers.ts";
import type { OwnRights } from "./like-readers.ts";
import { lossOf } from "./lost-reading-of.ts";
import type { Loss, ReadBucket } from "./lost-reading-of.ts";
import { namesIn, rolesNamed } from "./named-readers.ts";
import type { RolesNamed } from "./named-readers.ts";
import { asAnySession, defaultKey } from "./session-reads.ts";
import { policiesOf } from "./simulate-write.ts";
import type { Simulation } from "./simulate-writes.ts";
import { bucketArn, serviceRequest } from "./write-requests.ts";

/** Do grants of the policies let the principal read tables in the bucket through Lake Formation? */
export type ReadsByGrant = (principal: Principal, bucket: string) => boolean;

/** Roles that policies can tell apart, with those that are like them: so many are asked about, in all buckets together. */
const askedInAll = 300;

/** Of the buckets whose policy or encryption a plan changes, and for roles whose own policies it changes of all governed ones. */
export function lostReaders(simulation: Simulation, readsByGrant: ReadsByGrant): readonly BucketReads[] {
  const { before, after, buckets, locations } = simulation;
  const account = accountOf(simulation);
  let room = askedInAll;
  const losing = buckets.flatMap(({ bucket: { name } }, index): readonly BucketReads[] => {
    const [was, is] = [before.buckets.get(name), after.buckets.get(name)];
    if (was === undefined || is === undefined) return [];
    const share = Math.ceil(room / (buckets.length - index));
    const { losses, asked, more } = lossesIn({ before, after, was, is, locations }, account, share);
    room -= asked;
    const lost = losses.flatMap(({ loss, roles, others }): readonly LostReaders[] => {
      const served = roles.filter((role) => account.mayVend(role) && readsByGrant(role.role.arn, name));
      const instead = new Set(served);
      const outright = [...roles.filter((role) => !instead.has(role)).map(({ role }) => role.arn), ...others];
      return [
        ...(outright.length === 0 ? [] : [{ readers: outright, ...loss }]),
        ...(served.length === 0 ? [] : [{ readers: served.map(({ role }) => role.arn), ...loss, instead: "Lake Formation" as const }]),
      ];
    });
    return lost.length + more === 0 ? [] : [{ buckets: [name], lost: together(lost), more }];
  });
  return [...groupBy(losing, ({ lost, more }) => JSON.stringify([lost, more])).values()].flatMap((alike) =>
    alike.slice(0, 1).map((first) => ({ ...first, buckets: alike.flatMap((each) => each.buckets) })),
  );
}

interface Reader {
  readonly role: Role;
  readonly rights: OwnRights;
}

interface Account {
  readonly roles: readonly Reader[];
  /** Those whose own policies the plan changes. */
  readonly changed: readonly Reader[];
  readonly named: RolesNamed;
  /** May whoever has these rights ask Lake Formation for data afterwards? */
  readonly mayVend: (reader: Reader) => boolean;
}

function accountOf({ before, after }: Simulation): Account {
  const rightsOf = ownRightsReader();
  const list = [...before.roles.values()];
  const roles = list.map((role) => {
    const identities = [before.identityOf(role), after.identityOf(role)];
    return { role, isChanged: identities[0] !== identities[1], rights: rightsOf([...new Set(identities)]) };
  });
  const known = new Map<OwnRights, boolean>();
  return {
    roles,
    changed: roles.filter(({ isChanged }) => isChanged),
    named: rolesNamed(list),
    mayVend: ({ role, rights }) => {
      const vends = (): boolean => {
        const caller = asAnySession(callerOfRole(after, role));
        return judge(serviceRequest(after, caller.principal, vendAction, "*"), policiesOf(caller, undefined)).result === "allowed";
      };
      const found = (rights.isPersonal ? undefined : known.get(rights)) ?? vends();
      known.set(rights, found);
      return found;
    },
  };
}

/** Those who lose the same. */
interface SharedLoss {
  readonly loss: Loss;
  readonly roles: readonly Reader[];
  /** From outside the account. */
  readonly others: readonly Principal[];
}

interface Losses {
  readonly losses: readonly SharedLoss[];
  readonly asked: number;
  /** How many were not asked about. */
  readonly more: number;
}

function lossesIn(bucket: ReadBucket, account: Account, room: number): Losses {
  const { before, after, was, is } = bucket;
  const readers = was === is ? account.changed : account.roles;
  if (was === is && readers.length === 0) return { losses: [], asked: 0, more: 0 };
  const alike = [...alikeIn(bucket, readers, account.named).values()].toSorted((a, b) => b.length - a.length);
  const losses = alike.slice(0, room).flatMap((roles): readonly SharedLoss[] => {
    const [first] = roles;
    const loss = first === undefined ? undefined : lossOf(bucket, callerOfRole(before, first.role), callerOfRole(after, first.role));
    return loss === undefined ? [] : [{ loss, roles, others: [] }];
  });
  const outside = was === is ? [] : outsideWriters(before, [was.policy]);
  const others = outside.slice(0, room).flatMap(({ name, relation, callerIn }): readonly SharedLoss[] => {
    const loss = lossOf(bucket, callerIn(before), callerIn(after));
    if (loss === undefined) return [];
    // What another account allows its principals is not known here.
    return [{ loss: relation === "another account" ? { ...loss, before: "unknown" } : loss, roles: [], others: [name] }];
  });
  const more = alike.slice(room).reduce((sum, group) => sum + group.length, 0) + Math.max(0, outside.length - room);
  return { losses: [...losses, ...others], asked: Math.min(alike.length, room), more };
}

/** The roles that may read in the bucket, those together that no policy tells apart. */
function alikeIn(
  { before, after, was, is }: ReadBucket,
  readers: readonly Reader[],
  named: RolesNamed,
): ReadonlyMap<string, readonly Reader[]> {
  const keys = [
    { view: before, state: was },
    { view: after, state: is },
  ].flatMap(({ view, state }) => defaultKey(view, state) ?? []);
  const shared = [was.policy, is.policy].filter((policy) => policy !== undefined);
  const grantees = keys.flatMap(({ grants }) => grants.map(({ granteePrincipal }) => granteePrincipal));
  const names = namesIn([...shared, ...keys.map(({ policy }) => policy)], grantees, named);
  const place = { objects: `${bucketArn(before, was.name)}/`, keys: [...new Set(keys.map(({ facts }) => facts.arn))] };
  const rightsThere = rightsIn(place);
  const isLetIn = (was.policy?.statements ?? []).some(({ effect }) => effect === "Allow");
  const groups = new Map<string, Reader[]>();
  for (const reader of readers) {
    const { role, rights } = reader;
    const { text, mayRead } = rightsThere(rights);
    if (!mayRead && !isLetIn) continue;
    const who = rights.isPersonal || names === undefined ? role.arn : (names.get(role.arn) ?? "");
    const key = `${who} ${text}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [reader]);
    else group.push(reader);
  }
  return groups;
}

/** One line for those who lose the same for the same reason: who loses it outright first, of these who certainly does. */
function together(lines: readonly LostReaders[]): readonly LostReaders[] {
  const alike = groupBy(lines, ({ readers: _readers, ...line }) => JSON.stringify(line));
  return [...alike.values()]
    .flatMap(([first, ...others]) => {
      if (first === undefined) return [];
      const readers = [...first.readers, ...others.flatMap((line) => line.readers)];
      return [{ ...first, readers: others.length === 0 ? readers : readers.toSorted(compareText) }];
    })
    .toSorted((a, b) => rank(a) - rank(b) || b.readers.length - a.readers.length || compareText(a.why, b.why));
}

function rank(line: LostReaders): number {
  return (line.instead === undefined ? 0 : 2) + (isCertainLoss(line) ? 0 : 1);
}
