/** Guardrails for others to write, as one policy document a principal. */

import path from "node:path";

import { digestText } from "../model/canonical.ts";
import { policyJson } from "../model/iam/format-policy.ts";
import { foreignSid } from "../model/ours.ts";
import { shortPrincipal } from "../model/principal.ts";
import type { Principal } from "../model/principal.ts";
import type { DesiredState } from "../model/state.ts";
import type { Io } from "./io.ts";

/** Writes those that a group emits to the directory, which is made; what else is there stays. Nothing without a directory. */
export async function writeGuardrails(
  io: Io,
  directory: string | undefined,
  { guardrails = [], lake }: DesiredState,
  quiet: boolean,
): Promise<void> {
  if (directory === undefined) return;
  const emitted = guardrails.filter(({ mode }) => mode === "emit");
  await io.makeDirectory(directory);
  for (const { principal, statements } of emitted) {
    const named = statements.map(({ sid = "", ...statement }) => ({ ...statement, sid: foreignSid(sid) }));
    const document = policyJson({ version: "2012-10-17", statements: named });
    await io.writeText(path.join(directory, guardrailFile(principal, lake.account)), `${JSON.stringify(document, null, 2)}\n`);
  }
  if (!quiet) io.err(`${io.messages.guardrailsWritten(emitted.length, directory)}\n`);
}

/** A plain file name, another for every principal: what a role or permission set is called where that is plain, else a digest. */
export function guardrailFile(principal: Principal, lakeAccount: string): string {
  const [, kind, name] = /^(role|permission-set)\/([\w+=,.@-]{1,64})$/.exec(shortPrincipal(principal)) ?? [];
  if (kind === undefined || name === undefined)
    return `principal-${digestText(principal).slice("sha256:".length, "sha256:".length + 16)}.json`;
  const account = principal.split(":")[4] ?? lakeAccount;
  return `${account === lakeAccount ? "" : `${account}-`}${kind}-${name}.json`;
}
