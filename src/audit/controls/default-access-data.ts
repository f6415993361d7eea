/** IAM_ALLOWED_PRINCIPALS on managed data after the plan: while it is there, grades decide nothing. */

import { groupBy } from "../../model/batches.ts";
import { addressOf } from "../../model/address.ts";
import { databaseOf } from "../../kinds/lf-grant/spec.ts";
import type { Control, Estate } from "../control.ts";
import { foreignGrants } from "../grant-concern.ts";
import { describeReach, reachOf, uniteReach } from "../reach.ts";
import { sampleOf } from "../sample.ts";

export const defaultAccessData: Control = {
  code: "LGF101",
  title: "IAM_ALLOWED_PRINCIPALS on managed data",
  severity: "high",
  controls: ["ISMS-P 2.5.1", "ISMS-P 2.6.4", "ISMS-P 2.10.2"],
  reads: ["lf-grant"],
  evaluate: (estate) => {
    const grants = (foreignGrants(estate).get("default-access-data") ?? []).map(({ grant }) => grant.securable);
    return [...groupBy(grants, (securable) => databaseOf(securable) ?? "")].map(([database, securables]) => {
      const tables = securables.flatMap((securable) => ("table" in securable ? [securable.table] : []));
      const reach = uniteReach(securables.map((securable) => reachOf(estate, securable)));
      const reason = reasonFor(estate, database);
      return {
        resource: addressOf("database", database),
        message: `Lake Formation does not decide in ${database}: IAM_ALLOWED_PRINCIPALS reaches ${describeReach(reach)}, and ${reason}`,
        evidence: {
          database,
          reason,
          onDatabase: securables.some(({ type }) => type === "database"),
          onAllTables: securables.some(({ type }) => type === "all-tables"),
          tables: sampleOf(new Set(tables)),
          grades: reach.grades,
        },
      };
    });
  },
};

/** Why the plan leaves it there. */
function reasonFor({ desired: { scope } }: Estate, database: string): string {
  if (scope.iamAllowedPrincipals === "report") return "the Lake says `iamAllowedPrincipals: report`";
  return scope.managed[database]?.enforce === false ? "its Classification says `enforce: false`" : "the plan does not remove it";
}
