/** Registered locations: read as one listing, registered or updated, never deregistered. */

import { isDeepStrictEqual } from "node:util";

import type { ResourceInfo } from "@aws-sdk/client-lakeformation";

import { isAwsError } from "../../model/aws-error.ts";
import type { Ports } from "../../aws/ports.ts";
import type { Change } from "../../model/change.ts";
import { readPages } from "../../model/pages.ts";
import type { LiveState } from "../../model/state.ts";
import type { ApplyContext, Kind } from "../kind.ts";
import { attempt } from "../outcome.ts";
import { specAt } from "../specs.ts";
import { address, normalize, owns } from "./spec.ts";
import type { LfLocation } from "./spec.ts";

export const lfLocation: Kind<"lf-location", LfLocation> = {
  name: "lf-location",
  dependsOn: ["lf-grant"],
  address,
  normalize,
  owns,
  complete,

  read: async ({ ports }) => ({ specs: (await listLocations(ports)).map(specOf), unread: [] }),

  /** Registering confers the registration role's rights; leaving hybrid mode takes IAM access away. */
  impact(before, after) {
    if (before === null) return "widens";
    if (after === null) return "widens";
    if (before.role !== after.role || (after.hybrid && !before.hybrid)) return "widens";
    return before.hybrid && !after.hybrid ? "narrows" : "neutral";
  },

  async apply(context, changes) {
    for (const change of changes) await attempt(context, [change], () => write(context, change));
  },

  describe: ({ role, hybrid }) => [
    { label: "read and written by", value: role },
    ...(hybrid
      ? [{ label: "mode", value: "hybrid: principals that are not opted in keep their IAM access", words: "phrase" as const }]
      : []),
  ],
};

/** A location keeps its federation and privileges: an update of it stays an update of role and mode. */
function complete(spec: LfLocation, { resources }: LiveState): LfLocation {
  const existing = specAt(resources, address(spec), "lf-location");
  return existing === undefined ? spec : { ...spec, federation: existing.federation, privileged: existing.privileged };
}

async function write(context: ApplyContext, { before, after }: Change<LfLocation>): Promise<void> {
  if (after === null) return;
  const { lakeFormation } = context.ports;
  const input = { ResourceArn: after.arn, RoleArn: after.role, HybridAccessEnabled: after.hybrid, WithFederation: after.federation };
  if (before !== null) {
    const owner = (await listLocations(context.ports)).find(({ ResourceArn: arn }) => arn === after.arn)?.ExpectedResourceOwnerAccount;
    await lakeFormation.updateResource({ ...input, ...(owner === undefined ? {} : { ExpectedResourceOwnerAccount: owner }) });
    return;
  }
  try {
    await lakeFormation.registerResource(input);
  } catch (error) {
    if (!isAwsError(error) || error.category !== "exists") throw error;
    // By an earlier call whose answer was lost, or by somebody else: only in the first case it is what was planned.
    const found = (await listLocations(context.ports)).map(specOf).find(({ arn }) => arn === after.arn);
    if (!isDeepStrictEqual(found, after)) throw error;
  }
}

async function listLocations({ lakeFormation }: Ports): Promise<readonly ResourceInfo[]> {
  return readPages(async (token) => {
    const { ResourceInfoList: items = [], NextToken } = await lakeFormation.listResources({
      MaxResults: 1000,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    return { items, next: NextToken };
  });
}

function specOf({ ResourceArn, RoleArn, HybridAccessEnabled, WithFederation, WithPrivilegedAccess }: ResourceInfo): LfLocation {
  return normalize({
    arn: ResourceArn ?? "",
    role: RoleArn ?? "",
    hybrid: HybridAccessEnabled ?? false,
    federation: WithFederation ?? false,
    privileged: WithPrivilegedAccess ?? false,
  });
}
