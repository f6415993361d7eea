/** The Athena workgroups of one account and Region. */

import type { WorkGroupConfiguration } from "@aws-sdk/client-athena";

export interface AthenaState {
  /** By name. */
  readonly workgroups: Map<string, Workgroup>;
}

export interface Workgroup {
  readonly name: string;
  readonly description: string;
  /** Absent for the one that every account has. */
  readonly created?: Date;
  readonly configuration: WorkGroupConfiguration;
}

/** The version of the engine that queries run on. Source: Athena User Guide, engine-versions. */
export const engineVersion = { SelectedEngineVersion: "AUTO", EffectiveEngineVersion: "Athena engine version 3" };

/** Every account has the workgroup `primary`, without a place or a key for results. Source: Athena User Guide, user-created-workgroups. */
export function createAthenaState(): AthenaState {
  const configuration: WorkGroupConfiguration = {
    ResultConfiguration: {},
    EnforceWorkGroupConfiguration: false,
    PublishCloudWatchMetricsEnabled: false,
    RequesterPaysEnabled: false,
    EngineVersion: engineVersion,
  };
  return { workgroups: new Map([["primary", { name: "primary", description: "", configuration }]]) };
}
