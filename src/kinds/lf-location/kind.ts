/** Registered locations: read as one listing, registered or updated, never deregistered. */

import { isAwsError } from "../../model/aws-error.ts";
import type { Change } from "../../model/change.ts";
import { readPages } from "../../model/pages.ts";
import type { ApplyContext, Kind } from "../kind.ts";
import { attempt } from "../outcome.ts";
import { address, normalize, owns } from "./spec.ts";
import type { LfLocation } from "./spec.ts";

export const lfLocation: Kind<"lf-location", LfLocation> = {
  name: "lf-location",
  dependsOn: ["lf-grant"],
  address,
  normalize,
  owns,

  async read({ ports }) {
    const resources = await readPages(async (token) => {
      const { ResourceInfoList: items = [], NextToken } = await ports.lakeFormation.listResources({
        MaxResults: 1000,
        ...(token === undefined ? {} : { NextToken: token }),
      });
      return { items, next: NextToken };
    });
    const specs = resources.map(({ ResourceArn, RoleArn, HybridAccessEnabled, WithFederation, WithPrivilegedAccess }) => ({
      arn: ResourceArn ?? "",
      role: RoleArn ?? "",
      hybrid: HybridAccessEnabled ?? false,
      federation: WithFederation ?? false,
      privileged: WithPrivilegedAccess ?? false,
    }));
    return { specs, unread: [] };
  },

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
    ...(hybrid ? [{ label: "mode", value: "hybrid: principals that are not opted in keep their IAM access" }] : []),
  ],
};

async function write({ ports: { lakeFormation } }: ApplyContext, { before, after }: Change<LfLocation>): Promise<void> {
  if (after === null) return;
  const input = { ResourceArn: after.arn, RoleArn: after.role, HybridAccessEnabled: after.hybrid, WithFederation: after.federation };
  if (before !== null) return void (await lakeFormation.updateResource(input));
  try {
    await lakeFormation.registerResource(input);
  } catch (error) {
    // Registered in the meantime, or by a call whose answer was lost: then it is brought to what was planned.
    if (!isAwsError(error) || error.category !== "exists") throw error;
    await lakeFormation.updateResource(input);
  }
}
