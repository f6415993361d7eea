/** Says which direct readers of a bucket are kept from reading through access points because of other buckets. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { guardedPrincipals } from "../guarded.ts";
import { principalIdentity } from "../principals.ts";
import type { Resolved } from "../resolved.ts";
import { nameList } from "./name-list.ts";

/** Requests by access points do not name the bucket, so a guardrail denies them for all buckets or for none. */
export function* checkAccessPoints(resolved: Resolved): Generator<Diagnostic> {
  const account = resolved.lake?.identity.account ?? "";
  const withoutPoints = new Map(
    guardedPrincipals(resolved).flatMap(({ identity, mode, closed }) => {
      const open = closed.filter(({ directAccess }) => directAccess === undefined);
      return mode === "report" || open.length === 0 ? [] : [[identity, open] as const];
    }),
  );
  for (const { document, name, directAccess = [] } of resolved.buckets) {
    const readers = [...new Set(directAccess.map(({ id }) => principalIdentity(id, account)))].filter((one) => withoutPoints.has(one));
    const because = [...new Set(readers.flatMap((reader) => withoutPoints.get(reader) ?? []))];
    if (readers.length === 0) continue;
    yield report("LG4035", {
      message: `${nameList(readers)} may not read \`${name}\` through access points, although \`directAccess\` names them: their guardrail denies all access points`,
      help: `give ${nameList(because.map((bucket) => bucket.name))} a \`directAccess\`, too; or let them name the bucket where they name an access point`,
      range: document.at(["directAccess"]),
      related: because.slice(0, 1).map((bucket) => ({ message: "this bucket has no `directAccess`", range: bucket.document.at(["name"]) })),
    });
  }
}
