/** Whether a role's policies let it read through Lake Formation, as Athena asks for it. */

import type { AccountView } from "../access/account-view.ts";
import { callerOfRole } from "../access/bucket-writers.ts";
import { judge } from "../access/judge.ts";
import type { Policies, Verdict } from "../access/judge.ts";
import { hasVariables, isAboutCaller } from "../access/like-readers.ts";
import { serviceRequest } from "../access/write-requests.ts";
import { namesAction } from "../model/iam/names-action.ts";
import type { PolicyStatement } from "../model/iam/policy-document.ts";
import type { AccessRequest } from "../model/iam/request.ts";
import { partitionOf } from "../model/principal.ts";
import type { Role } from "../model/state.ts";
import { toldApart } from "./told-apart.ts";

/** Something that reading needs and that is not known to be allowed. */
export interface MissingRight {
  readonly action: string;
  readonly verdict: Exclude<Verdict, { readonly result: "allowed" }>;
}

/** Asked about the catalog and about the database. Source: Athena User Guide, fine-grained access to databases and tables. */
const catalogReads = ["glue:GetDatabase", "glue:GetTable", "glue:GetPartitions"];

/** It knows no resources. Source: Service Authorization Reference, AWS Lake Formation. */
const vending = "lakeformation:GetDataAccess";

const reads = [vending, ...catalogReads];

/** What roles lack to read anything of these databases; asked once for roles whose policies say the same of it. */
export function missingRightsIn(view: AccountView, databases: readonly string[]): (role: Role) => readonly MissingRight[] {
  const known = new Map<string, readonly MissingRight[]>();
  const bearing = new Map<string, boolean>();
  const bears = ({ action }: PolicyStatement): boolean => {
    const text = JSON.stringify(action);
    const found = bearing.get(text) ?? reads.some((read) => namesAction(action, read));
    bearing.set(text, found);
    return found;
  };
  return (role) => {
    const { identity, boundary } = callerOfRole(view, role);
    // With their places: a reason may tell the number of a statement.
    const said = [...identity, ...(boundary === undefined ? [] : [undefined, boundary])].map((document) =>
      document?.statements.flatMap((statement, place) => (bears(statement) ? [{ place, statement, version: document.version }] : [])),
    );
    const speaksOfCaller = said.some((statements) =>
      statements?.some(({ statement }) => hasVariables(statement) || statement.conditions.some(isAboutCaller)),
    );
    const key = JSON.stringify([speaksOfCaller ? role.arn : "", said.map((statements) => statements ?? "within")]);
    const missing = known.get(key) ?? missingRights(view, role, databases);
    known.set(key, missing);
    return missing;
  };
}

/**
 * What the role lacks to read anything of these databases. Who may read one of them lacks nothing: others may well limit a role further. Not
 * evaluated, because nobody reads it: service control policies, the catalog's own policy, session policies; they only take away.
 */
function missingRights(view: AccountView, role: Role, databases: readonly string[]): readonly MissingRight[] {
  const { principal, identity, boundary } = callerOfRole(view, role);
  const policies: Policies = { identity, ...(boundary === undefined ? {} : { boundary }) };
  const documents = [...identity, ...(boundary === undefined ? [] : [boundary])];
  const request = (action: string, resource: string): AccessRequest => serviceRequest(view, principal, action, resource);
  const may = (direct: AccessRequest): Verdict => {
    // Athena passes the caller's request on, other engines ask themselves.
    const passedOn = { ...direct, context: { ...direct.context, "aws:ViaAWSService": true } };
    return best([passedOn, direct], (one) => judge(one, policies));
  };
  const catalog = `arn:${partitionOf(view.region)}:glue:${view.region}:${view.account}`;
  const beginning = `${catalog}:database/`;
  // Most may read the first.
  let sorts: readonly string[] | undefined;
  const others = (like: AccessRequest): readonly string[] => (sorts ??= toldApart({ beginning, names: databases }, documents, like));
  const read = (action: string): Verdict => {
    const whole = may(request(action, `${catalog}:catalog`));
    const [first] = databases;
    if (whole.result === "denied" || first === undefined) return whole;
    const like = request(action, `${beginning}${first}`);
    const asked = may(like);
    if (asked.result === "allowed") return whole;
    const one = best(others(like), (database) => may(request(action, `${beginning}${database}`)));
    return one.result === "allowed" ? whole : one;
  };
  const verdicts = [
    { action: vending, verdict: may(request(vending, "*")) },
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
