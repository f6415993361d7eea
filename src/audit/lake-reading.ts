/** Whether a role's policies let it read through Lake Formation, as Athena asks for it. */

import type { AccountView } from "../access/account-view.ts";
import { callerOfRole } from "../access/bucket-writers.ts";
import { judge } from "../access/judge.ts";
import type { Policies, Verdict } from "../access/judge.ts";
import { serviceRequest } from "../access/write-requests.ts";
import { partitionOf } from "../model/principal.ts";
import type { Role } from "../model/state.ts";

/** Something that reading needs and that is not known to be allowed. */
export interface MissingRight {
  readonly action: string;
  readonly verdict: Exclude<Verdict, { readonly result: "allowed" }>;
}

/** Asked about the catalog and about the database. Source: Athena User Guide, fine-grained access to databases and tables. */
const catalogReads = ["glue:GetDatabase", "glue:GetTable", "glue:GetPartitions"];

/**
 * What the role lacks to read anything of these databases. Who may read one of them lacks nothing: others may well limit a role further. Not
 * evaluated, because nobody reads it: service control policies, the catalog's own policy, session policies; they only take away.
 */
export function missingRights(view: AccountView, role: Role, databases: readonly string[]): readonly MissingRight[] {
  const { principal, identity, boundary } = callerOfRole(view, role);
  const policies: Policies = { identity, ...(boundary === undefined ? {} : { boundary }) };
  const may = (action: string, resource: string): Verdict => {
    const direct = serviceRequest(view, principal, action, resource);
    // Athena passes the caller's request on, other engines ask themselves.
    const passedOn = { ...direct, context: { ...direct.context, "aws:ViaAWSService": true } };
    return best([passedOn, direct], (request) => judge(request, policies));
  };
  const catalog = `arn:${partitionOf(view.region)}:glue:${view.region}:${view.account}`;
  const read = (action: string): Verdict => {
    const whole = may(action, `${catalog}:catalog`);
    if (whole.result === "denied" || databases.length === 0) return whole;
    const one = best(databases, (database) => may(action, `${catalog}:database/${database}`));
    return one.result === "allowed" ? whole : one;
  };
  const verdicts = [
    // It knows no resources. Source: Service Authorization Reference, AWS Lake Formation.
    { action: "lakeformation:GetDataAccess", verdict: may("lakeformation:GetDataAccess", "*") },
    ...catalogReads.map((action) => ({ action, verdict: read(action) })),
  ];
  return verdicts.flatMap(({ action, verdict }) => (verdict.result === "allowed" ? [] : [{ action, verdict }]));
}

/** The verdict of the first that is allowed, else of one that may be, else of the first. INVARIANT: there is one at least. */
function best<Way>(ways: readonly Way[], judgeWay: (way: Way) => Verdict): Verdict {
  let found: Verdict | undefined;
  for (const way of ways) {
    const verdict = judgeWay(way);
    if (verdict.result === "allowed") return verdict;
    if (found === undefined || (found.result === "denied" && verdict.result === "unknown")) found = verdict;
  }
  if (found === undefined) throw new Error("no way to ask");
  return found;
}
