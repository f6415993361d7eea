/** Says who of the account gets no guardrail although the group asks for one. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { guardedPrincipals } from "../guarded.ts";
import type { Resolved } from "../resolved.ts";

/** Principals of other accounts have a warning of their own. */
export function* checkUnmanageableGuardrails(resolved: Resolved): Generator<Diagnostic> {
  const account = resolved.lake?.identity.account;
  for (const { id, mode, target, origins } of guardedPrincipals(resolved)) {
    if (mode !== "manage" || target !== undefined || account === undefined || !id.includes(`:iam::${account}:`)) continue;
    yield report("LG4032", {
      message: `no guardrail can be managed for \`${id}\``,
      help: id.includes(":user/")
        ? "let people use a role or a permission set; or write `guardrail: emit` and let the owner of the user attach the policy"
        : "AWS keeps the policies of this role: leave it out of the group, or write `guardrail: report`",
      range: origins[0],
    });
  }
}
