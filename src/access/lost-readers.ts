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
import { policiesOf } from "./simulate-write.ts";
import type { Simulation } from "./simulate-writes.ts";
import { bucketArn, serviceRequest } from "./write-requests.ts";
import { chooseEncryption } from "./write-shapes.ts";

/** Do grants of the policies let the principal read tables in the bucket through Lake Formation? */
export type ReadsByGrant = (principal: Principal, bucket: string) => boolean;

/** Roles that policies can tell apart, with those that are like them: so many are asked about, in all buckets together. */
const askedInAll = 400;

/** Of the buckets whose policy or encryption a plan changes, and for roles whose own policies it changes of all governed ones. */
export function lostReaders(simulation: Simulation, readsByGrant: ReadsByGrant): readonly BucketReads[] {
  const { before, after, buckets } = simulation;
  const account = accountOf(simulation);
  let room = askedInAll;
  const losing = buckets.flatMap(({ bucket: { name } }, index): readonly BucketReads[] => {
    const [was, is] = [before.buckets.get(name), after.buckets.get(name)];
    if (was === undefined || is === undefined) return [];
    const bucket = { before, after, was, is, locations: simulation.locations };
    const share = Math.ceil(room / (buckets.length - index));
    const { losses, asked, more } = lossesIn(bucket, was === is ? account.changed : account.roles, account, share);
    room -= asked;
    const lines = losses.map(({ reader, rights, ...loss }) => ({
      reader,
      line: {
        ...loss,
        ...(rights !== undefined && account.mayVend(rights) && readsByGrant(reader, name) ? { instead: "Lake Formation" as const } : {}),
      },
    }));
    return lines.length + more === 0 ? [] : [{ buckets: [name], lost: together(lines), more }];
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
        const caller = callerOfRole(after, role);
        return judge(serviceRequest(after, caller.principal, vendAction, "*"), policiesOf(caller, undefined)).result === "allowed";
      };
      const found = (rights.isPersonal ? undefined : known.get(rights)) ?? vends();
      known.set(rights, found);
      return found;
    },
  };
}

interface LossOfReader extends Loss {
  readonly reader: Principal;
  /** Absent for those outside the account. */
  readonly rights?: Reader;
}

interface Losses {
  readonly losses: readonly LossOfReader[];
  readonly asked: number;
  /** Roles that were not asked about. */
  readonly more: number;
}

function lossesIn(bucket: ReadBucket, readers: readonly Reader[], { named }: Account, room: number): Losses {
  const { before, after, was, is } = bucket;
  if (readers.length === 0) return { losses: [], asked: 0, more: 0 };
  const alike = [...alikeIn(bucket, readers, named).values()].toSorted((a, b) => b.length - a.length);
  const losses = alike.slice(0, room).flatMap((group): readonly LossOfReader[] => {
    const [first] = group;
    const loss = first === undefined ? undefined : lossOf(bucket, callerOfRole(before, first.role), callerOfRole(after, first.role));
    return loss === undefined ? [] : group.map((reader) => ({ reader: reader.role.arn, rights: reader, ...loss }));
  });
  const outside = was === is ? [] : outsideWriters(before, [was.policy]);
  const others = outside.slice(0, room).flatMap((writer): readonly LossOfReader[] => {
    const loss = lossOf(bucket, writer.callerIn(before), writer.callerIn(after));
    if (loss === undefined) return [];
    // What another account allows its principals is not known here.
    return [{ reader: writer.name, ...loss, ...(writer.relation === "another account" ? { before: "unknown" } : {}) }];
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
  ].flatMap(({ view, state }) => {
    const choice = chooseEncryption(view, state, {}, false);
    return "chosen" in choice && choice.chosen.key !== undefined ? [choice.chosen.key] : [];
  });
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
function together(lines: readonly { readonly reader: Principal; readonly line: Omit<LostReaders, "readers"> }[]): readonly LostReaders[] {
  const alike = groupBy(lines, ({ line }) => JSON.stringify(line));
  const order = ({ instead, ...loss }: LostReaders): number => (instead === undefined ? 0 : 2) + (isCertainLoss(loss) ? 0 : 1);
  return [...alike.values()]
    .flatMap((group) => {
      const readers = group.map(({ reader }) => reader).toSorted(compareText);
      return group.slice(0, 1).map(({ line }) => ({ readers, ...line }));
    })
    .toSorted((a, b) => order(a) - order(b) || b.readers.length - a.readers.length || compareText(a.why, b.why));
}
