/** Checks for IAM principals of other accounts in groups: Lake Formation takes them only where sharing is set up for it. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Resolved } from "../resolved.ts";

/**
 * Direct grants to principals of another account need version 3 of the cross-account settings, and nothing of ours can be
 * written there. Source: Lake Formation Developer Guide, cross-account-version-settings (optimize-ram).
 */
export function* checkForeignAccounts({ lake, groups }: Resolved): Generator<Diagnostic> {
  if (lake === undefined) return;
  for (const { name, principals } of groups) {
    for (const { id, range } of principals) {
      const account = /^arn:[^:]+:iam::(\d{12}):/.exec(id)?.[1];
      if (account === undefined || account === lake.identity.account) continue;
      yield report("LG4020", {
        message: `\`${id}\` of group \`${name}\` is of account \`${account}\`, the lake of \`${lake.identity.account}\``,
        help: "Lake Formation takes such grants from version 3 of its cross-account settings on; no guardrail can be put on a principal of another account, and nobody sees there what else it may do",
        range,
      });
    }
  }
}
