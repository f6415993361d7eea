/** Grants: read as whole listings, written in batches, one writer per principal. */

import type { BatchPermissionsRequestEntry } from "@aws-sdk/client-lakeformation";

import { AwsError, categorize, isAwsError, isRetryable } from "../../model/aws-error.ts";
import { groupBy } from "../../model/batches.ts";
import type { Change, Impact } from "../../model/change.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import { isComplete } from "../../model/permission.ts";
import type { Permission } from "../../model/permission.ts";
import { iamAllowedPrincipals } from "../../model/principal.ts";
import { describeSecurable, permissionSetOf } from "../../model/securable.ts";
import type { ApplyContext, Kind } from "../kind.ts";
import { failed } from "../outcome.ts";
import { lanesOf } from "./lanes.ts";
import { readGrants } from "./read.ts";
import { resourceOf } from "./rows.ts";
import { address, normalize, owns } from "./spec.ts";
import type { LfGrant } from "./spec.ts";

/** Lanes of batches written at the same time; one principal is never in two lanes. */
const writers = 4;
/**
 * Tries for one entry of `Failures`, with a pause that doubles up to the longest: about two minutes, which is how long IAM
 * may take to show a new role (hashicorp/terraform-provider-aws, internal/service/lakeformation/wait.go).
 */
const tries = 14;
const longestPause = 15_000;

export const lfGrant: Kind<"lf-grant", LfGrant> = {
  name: "lf-grant",
  dependsOn: ["lf-tag", "lf-tag-assignment", "lf-settings"],
  address,
  normalize,
  owns,
  // The first of two parts of a change may leave no permission.
  isNothing: ({ permissions }) => permissions.length === 0,
  read: readGrants,
  impact,

  /** New permissions first, then what goes: a principal never loses for a moment what it keeps. */
  async apply(context, changes) {
    const errors = new Map<Change<LfGrant>, AwsError>();
    const skipped = new Set<Change<LfGrant>>();
    const open = (): readonly Change<LfGrant>[] => changes.filter((change) => !errors.has(change) && !skipped.has(change));
    await run(context, "BatchGrantPermissions", changes, errors, skipped, ({ before, after }) => entriesToGrant(context, before, after));
    await run(context, "BatchRevokePermissions", open(), errors, skipped, ({ before, after }) => entriesToRevoke(context, before, after));
    // A permission cannot lose only its grant option, so it was revoked with it; give it back without, interrupted or not.
    const unstoppable = { ...context, isInterrupted: () => false };
    await run(unstoppable, "BatchGrantPermissions", open(), errors, skipped, ({ before, after }) =>
      entriesToRestore(context, before, after),
    );
    // Interrupted between batches: what some batch left out has no outcome, and a new plan finds it.
    for (const change of changes) {
      if (skipped.has(change)) continue;
      const error = errors.get(change);
      if (error === undefined) context.onOutcome({ address: change.address, status: "done" });
      else failed(context, [change], error);
    }
  },

  describe: ({ securable, permissions, grantable }) => [
    { label: "on", value: describeSecurable(securable) },
    { label: "permissions", value: permissions.join(", ") },
    ...(grantable.length === 0 ? [] : [{ label: "may pass on", value: grantable.join(", ") }]),
  ],
};

function impact(before: LfGrant | null, after: LfGrant | null): Impact {
  if (after === null) return "narrows";
  if (before === null) return "widens";
  const gains = missing(after.permissions, before.permissions).length + missing(after.grantable, before.grantable).length;
  const losses = missing(before.permissions, after.permissions).length + missing(before.grantable, after.grantable).length;
  return gains > 0 ? "widens" : losses > 0 ? "narrows" : "neutral";
}

function missing(from: readonly Permission[], what: readonly Permission[]): Permission[] {
  return from.filter((permission) => !what.includes(permission));
}

type Entry = Omit<BatchPermissionsRequestEntry, "Id">;

/** A grant under a condition is a grant of its own: a revoke that does not name the condition finds nothing to revoke. */
function entry({ account }: ApplyContext, grant: LfGrant, permissions: Permission[], grantable: Permission[]): Entry {
  const { principal, securable, condition } = grant;
  return {
    Principal: { DataLakePrincipalIdentifier: principal },
    Resource: resourceOf(securable, account),
    Permissions: permissions,
    ...(condition === undefined ? {} : { Condition: { Expression: condition } }),
    ...(grantable.length === 0 ? {} : { PermissionsWithGrantOption: grantable }),
  };
}

function entriesToGrant(context: ApplyContext, before: LfGrant | null, after: LfGrant | null): Entry[] {
  if (after === null) return [];
  const grantable = missing(after.grantable, before?.grantable ?? []);
  const permissions = [...new Set([...missing(after.permissions, before?.permissions ?? []), ...grantable])];
  return permissions.length === 0 ? [] : [entry(context, after, permissions, grantable)];
}

function entriesToRevoke(context: ApplyContext, before: LfGrant | null, after: LfGrant | null): Entry[] {
  if (before === null) return [];
  if (after === null && isComplete(before.permissions, permissionSetOf(before.securable))) {
    // Whoever holds everything may hold it as ALL, which comes back expanded but is one permission to a revoke.
    return [entry(context, before, ["ALL"], before.grantable.length === 0 ? [] : ["ALL"])];
  }
  const grantable = missing(before.grantable, after?.grantable ?? []);
  const permissions = [...new Set([...missing(before.permissions, after?.permissions ?? []), ...grantable])];
  return permissions.length === 0 ? [] : [entry(context, before, permissions, grantable)];
}

function entriesToRestore(context: ApplyContext, before: LfGrant | null, after: LfGrant | null): Entry[] {
  if (before === null || after === null) return [];
  const restored = missing(before.grantable, after.grantable).filter((permission) => after.permissions.includes(permission));
  return restored.length === 0 ? [] : [entry(context, after, restored, [])];
}

async function run(
  context: ApplyContext,
  operation: "BatchGrantPermissions" | "BatchRevokePermissions",
  changes: readonly Change<LfGrant>[],
  errors: Map<Change<LfGrant>, AwsError>,
  skipped: Set<Change<LfGrant>>,
  entriesOf: (change: Change<LfGrant>) => Entry[],
): Promise<void> {
  const items = changes.flatMap((change) =>
    entriesOf(change).map((item) => ({ change, entry: item, principal: (change.after ?? change.before)?.principal ?? "" })),
  );
  await mapConcurrent(lanesOf(items), writers, async (batches) => {
    for (const batch of batches) {
      if (context.isInterrupted()) for (const { change } of batch) skipped.add(change);
      else await send(context, operation, batch, errors);
    }
  });
}

interface Item {
  readonly change: Change<LfGrant>;
  readonly entry: Entry;
}

/** Sends one batch and looks at every entry of `Failures`; entries worth it are tried again, alone with each other. */
async function send(
  { ports, account, pause }: ApplyContext,
  operation: "BatchGrantPermissions" | "BatchRevokePermissions",
  batch: readonly Item[],
  errors: Map<Change<LfGrant>, AwsError>,
): Promise<void> {
  let pending = batch;
  for (let attempt = 1; pending.length > 0; attempt += 1) {
    const input = { CatalogId: account, Entries: pending.map((item, index) => ({ Id: String(index), ...item.entry })) };
    let failures: Awaited<ReturnType<typeof ports.lakeFormation.batchGrantPermissions>>["Failures"];
    try {
      const answer =
        operation === "BatchGrantPermissions"
          ? await ports.lakeFormation.batchGrantPermissions(input)
          : await ports.lakeFormation.batchRevokePermissions(input);
      failures = answer.Failures ?? [];
    } catch (error) {
      if (!isAwsError(error)) throw error;
      for (const { change } of pending) errors.set(change, error);
      return;
    }
    const retry: Item[] = [];
    for (const [id, ofId] of groupBy(failures, ({ RequestEntry: request }) => Number(request?.Id ?? Number.NaN))) {
      const item = pending[id];
      const { ErrorCode: code = "Unknown", ErrorMessage: message = "no message" } = ofId[0]?.Error ?? {};
      const error = new AwsError("Lake Formation", operation, code, message, categorize(code, message, 400));
      if (item === undefined) {
        // A failure that names no entry of ours may be any of them.
        for (const { change } of pending) errors.set(change, error);
        return;
      }
      const next = afterFailure(item, error);
      if (next !== undefined && attempt < tries) retry.push(next);
      else if (!isGone(operation, error)) errors.set(item.change, error);
    }
    pending = retry;
    if (pending.length > 0) await pause(Math.min(longestPause, 100 * 2 ** attempt));
  }
}

/** A revoke of what is not held, or on what is not there, leaves what was wanted; that it did is seen when reading again. */
function isGone(operation: string, { category }: AwsError): boolean {
  return operation === "BatchRevokePermissions" && (category === "nothing-revoked" || category === "missing");
}

/** What to send again after a failure, if anything: the same, or the single permissions where ALL was not held as such. */
function afterFailure(item: Item, error: AwsError): Item | undefined {
  const holdsAllOrNothing = item.change.before?.principal === iamAllowedPrincipals;
  if (error.category === "nothing-revoked" && item.entry.Permissions?.[0] === "ALL" && item.change.before !== null && !holdsAllOrNothing) {
    const { permissions, grantable } = item.change.before;
    return {
      ...item,
      entry: {
        ...item.entry,
        Permissions: [...permissions],
        ...(grantable.length === 0 ? {} : { PermissionsWithGrantOption: [...grantable] }),
      },
    };
  }
  return isRetryable(error.category) ? item : undefined;
}
