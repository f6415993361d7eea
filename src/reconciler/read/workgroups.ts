/** Reading which keys Athena workgroups encrypt results of queries with: who is denied such a key cannot read results. */

import type { AthenaPort } from "../../aws/ports.ts";
import type { WorkgroupFacts } from "../../model/account-facts.ts";
import { AwsError } from "../../model/aws-error.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import { readPages } from "../../model/pages.ts";
import { sortedOnce } from "../../model/source.ts";
import type { Unread } from "../../model/state.ts";
import type { Wanted } from "../../model/wanted.ts";
import { ask, reasonOf, unreadTogether, unreadWhole } from "./unreadable.ts";

/** Workgroups read at the same time. */
const readers = 4;

export interface WorkgroupsReading {
  /** Those that name keys; by name. */
  readonly workgroups: readonly WorkgroupFacts[];
  readonly unread: readonly Unread[];
}

/** The workgroups of the Region; not asked where no key is governed. */
export async function readWorkgroups(athena: AthenaPort, wanted: Wanted | undefined): Promise<WorkgroupsReading> {
  if (wanted?.keys.length === 0) return { workgroups: [], unread: [] };
  const kind = "workgroups";
  const listed = await ask(() => listWorkgroups(athena));
  if ("error" in listed) {
    const entry = { kind, what: "list of the Athena workgroups", reason: reasonOf(listed.error) };
    return { workgroups: [], unread: [unreadWhole(entry, wanted)] };
  }
  const readings = await mapConcurrent(sortedOnce(listed.value), readers, async (name) => ({
    name,
    answer: await ask(() => readResultKeys(athena, name)),
  }));
  const failures = readings.flatMap(({ name, answer }) =>
    "value" in answer || isGone(answer.error) ? [] : [{ name, reason: reasonOf(answer.error) }],
  );
  const missing = unreadTogether(kind, "Athena workgroup", failures);
  return {
    workgroups: readings.flatMap(({ name, answer }) =>
      "value" in answer && answer.value.length > 0 ? [{ name, resultKeys: answer.value }] : [],
    ),
    unread: missing === undefined ? [] : [unreadWhole(missing, wanted)],
  };
}

/** Deleted since it was listed. A denial may read as "missing", too, with another code. */
function isGone({ code, category }: AwsError): boolean {
  return code === "InvalidRequestException" && category === "missing";
}

/** Names, 50 a page. Source: Athena API Reference, ListWorkGroups. */
async function listWorkgroups(athena: AthenaPort): Promise<readonly string[]> {
  const groups = await readPages(async (token) => {
    const { WorkGroups = [], NextToken } = await athena.listWorkGroups({
      MaxResults: 50,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    return { items: WorkGroups, next: NextToken };
  });
  return groups.map(({ Name }) => Name ?? "");
}

/**
 * Keys of results in buckets and of results that Athena keeps, whether the workgroup is enabled or not: results outlive that. Where it does not
 * enforce its configuration, they are those of clients that name none. Source: Athena API Reference, WorkGroupConfiguration.
 */
async function readResultKeys(athena: AthenaPort, name: string): Promise<readonly string[]> {
  const { WorkGroup: group } = await athena.getWorkGroup({ WorkGroup: name });
  if (group?.Configuration === undefined) {
    throw new AwsError("Athena", "GetWorkGroup", "EmptyAnswer", "the answer holds not the configuration that was asked for", "invalid");
  }
  const { ResultConfiguration: inBucket, ManagedQueryResultsConfiguration: managed } = group.Configuration;
  const { EncryptionOption: option, KmsKey: key } = inBucket?.EncryptionConfiguration ?? {};
  const keys = [option === "SSE_S3" ? undefined : key, managed?.Enabled === true ? managed.EncryptionConfiguration?.KmsKey : undefined];
  return sortedOnce(keys.filter((one) => one !== undefined));
}
