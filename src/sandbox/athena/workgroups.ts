/** Workgroups of Athena: what they hold for queries; there are no queries. */

import type {
  CreateWorkGroupInput,
  GetWorkGroupInput,
  GetWorkGroupOutput,
  ListWorkGroupsInput,
  ListWorkGroupsOutput,
  WorkGroupSummary,
} from "@aws-sdk/client-athena";

import type { Call } from "../call.ts";
import { honourOnly } from "../not-implemented.ts";
import { pageOf, sortedKeys } from "../page.ts";
import { invalidRequest } from "./error.ts";
import { engineVersion } from "./state.ts";
import type { Workgroup } from "./state.ts";

export function listWorkGroups(call: Call, input: ListWorkGroupsInput): ListWorkGroupsOutput {
  const { workgroups } = call.account.athena;
  const request = {
    size: call.pageSize(input.MaxResults, 50),
    token: input.NextToken,
    badToken: () => invalidRequest("The pagination token is not valid."),
  };
  const page = pageOf(sortedKeys(workgroups), request, (name) => workgroups.get(name));
  return { WorkGroups: page.rows.map(summaryOf), ...(page.token !== undefined && { NextToken: page.token }) };
}

function summaryOf(workgroup: Workgroup): WorkGroupSummary {
  const { EngineVersion } = workgroup.configuration;
  return { ...shown(workgroup), ...(EngineVersion !== undefined && { EngineVersion }) };
}

export function getWorkGroup(call: Call, input: GetWorkGroupInput): GetWorkGroupOutput {
  const workgroup = call.account.athena.workgroups.get(input.WorkGroup ?? "");
  if (workgroup === undefined) throw invalidRequest("WorkGroup is not found.");
  return { WorkGroup: { ...shown(workgroup), Configuration: structuredClone(workgroup.configuration) } };
}

function shown({ name, description, created }: Workgroup) {
  return { Name: name, State: "ENABLED" as const, Description: description, ...(created !== undefined && { CreationTime: created }) };
}

/** What of a configuration is kept; nothing else would have an effect here. */
const honoured = [
  "ResultConfiguration",
  "ManagedQueryResultsConfiguration",
  "EnforceWorkGroupConfiguration",
  "EnableMinimumEncryptionConfiguration",
  "PublishCloudWatchMetricsEnabled",
  "RequesterPaysEnabled",
  "BytesScannedCutoffPerQuery",
];

/** What is not given is as in a workgroup that the API makes. Source: Athena API Reference, CreateWorkGroup; defaults as moto has them. */
export function createWorkGroup(call: Call, input: CreateWorkGroupInput): object {
  const { workgroups } = call.account.athena;
  honourOnly("CreateWorkGroup", input, ["Name", "Description", "Configuration"]);
  const { Name: name = "", Description: description = "", Configuration: given = {} } = input;
  honourOnly("CreateWorkGroup, Configuration", given, honoured);
  if (workgroups.has(name)) throw invalidRequest("WorkGroup is already created");
  const { ResultConfiguration: inBucket, ManagedQueryResultsConfiguration: managed } = given;
  if (managed?.Enabled === true && inBucket?.OutputLocation !== undefined)
    throw invalidRequest("OutputLocation cannot be set where ManagedQueryResultsConfiguration is enabled");
  const { EncryptionOption: option, KmsKey: key = "" } = inBucket?.EncryptionConfiguration ?? {};
  if (option !== undefined && option !== "SSE_S3" && key === "") throw invalidRequest(`KmsKey is required with ${option}`);
  const configuration = {
    ResultConfiguration: {},
    EnforceWorkGroupConfiguration: true,
    PublishCloudWatchMetricsEnabled: false,
    RequesterPaysEnabled: false,
    ...structuredClone(given),
    EngineVersion: engineVersion,
  };
  workgroups.set(name, { name, description, created: call.now, configuration });
  return {};
}
