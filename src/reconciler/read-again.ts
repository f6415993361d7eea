/** What the account shows of the changes of an apply: each looked for where it was made, because a plan leaves out what it cannot compare. */

import type { Ports } from "../aws/ports.ts";
import { kindNamed } from "../kinds/registry.ts";
import { isChangeOf, subjectOf } from "../kinds/specs.ts";
import { addressOf } from "../model/address.ts";
import type { Address } from "../model/address.ts";
import type { Change } from "../model/change.ts";
import { isSameJson } from "../model/same-json.ts";
import type { DesiredState, LiveState, Unread } from "../model/state.ts";
import type { Wanted } from "../model/wanted.ts";
import { guardReading } from "./guard/guard.ts";
import { reconcile } from "./plan.ts";
import { readLive } from "./read/read.ts";
import type { ReadOptions } from "./read/read.ts";
import { couldNotRead, notShown } from "./verify.ts";
import type { Reading } from "./verify.ts";

/** How an apply's account is read again. */
export interface ReadAgainOptions extends ReadOptions {
  readonly wanted: Wanted;
}

/** Reads everything again and compares it with what `changes` wrote. Throws AwsError as reading does. */
export async function readAgain(
  ports: Ports,
  options: ReadAgainOptions,
  desired: DesiredState,
  changes: readonly Change[],
): Promise<Reading> {
  const live = await readLive(ports, { ...options, wanted: withChanged(options.wanted, changes) });
  const [unread] = guardReading(live, desired.lake.name);
  if (unread !== undefined) return { unreadable: unread.message };
  const asked = new Map<string, Change>();
  for (const change of (await reconcile(live, desired, ports)).changes) {
    // Of several parts the first starts from what is live.
    if (!asked.has(change.address)) asked.set(change.address, change);
  }
  return { unseen: (change) => unseenIn(live, asked.get(change.address), change) };
}

/** Identity Center is read whatever the policies say now, and each set that was changed looked for by its name. */
function withChanged(wanted: Wanted, changes: readonly Change[]): Wanted {
  const sets = changes.flatMap((change) => (isChangeOf(change, "permission-set-policy") ? [subjectOf(change).permissionSet] : []));
  if (sets.length === 0) return wanted;
  return { ...wanted, identityCenter: true, permissionSets: [...new Set([...wanted.permissionSets, ...sets])] };
}

/** `asked`: what a plan asks for at the address of the change. */
function unseenIn(live: LiveState, asked: Change | undefined, change: Change): string | undefined {
  const { kind, address, after } = change;
  const { complete, isNothing = () => false, readsEffective = false } = kindNamed(kind);
  // What is effective may be inherited: that it took is not seen at its address, but by a plan that asks for nothing.
  if (readsEffective && asked === undefined) return undefined;
  const unread = live.unread.find((entry) => entry.isolated === true && entry.kind === kind && concerns(entry, address));
  if (unread !== undefined) return couldNotRead(`${unread.what}: ${unread.reason}`);
  const subject = subjectOf(change);
  // Undefined where nothing is known of it: then that nothing is shown does not mean that it is gone.
  const known = complete === undefined ? subject : complete(subject, live);
  const shown = readsEffective ? asked?.before : live.resources.get(address)?.spec;
  const wrote = after === null || isNothing(after) ? undefined : known;
  return known !== undefined && isSameJson(shown ?? undefined, wrote) ? undefined : notShown;
}

function concerns({ kind, only }: Unread, address: Address): boolean {
  return only === undefined || address.startsWith(`${addressOf(kind, only)}/`);
}
