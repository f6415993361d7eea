/** Checks that Lake Formation can take the administrators the lake names. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { isSymbolic } from "../../model/principal.ts";
import type { Resolved } from "../resolved.ts";

/** Administrators of either sort. Source: Lake Formation API, DataLakeSettings. */
const administratorLimit = 30;

export function* checkAdministrators({ lake, dutyHolders }: Resolved): Generator<Diagnostic> {
  if (lake === undefined) return;
  for (const [member, duty] of [
    ["admins", "admin"],
    ["readOnlyAdmins", "read-only-admin"],
  ] as const) {
    const holders = dutyHolders.filter((holder) => holder.duty === duty);
    for (const { id, range } of holders) {
      if (isSymbolic(id) || /^arn:[^:]+:iam::\d{12}:(role|user)\//.test(id)) continue;
      const help = "Identity Center principals, groups and accounts cannot be administrators: name the role they use";
      yield report("LG4017", { message: `\`${id}\` is not an IAM user or role`, help, range });
    }
    const count = new Set(holders.map(({ id }) => id)).size;
    if (count <= administratorLimit) continue;
    const message = `\`${member}\` names ${count} principals, and Lake Formation takes ${administratorLimit}`;
    yield report("LG4018", { message, help: "let several people share a role", range: lake.document.keyAt([member]) });
  }
}
