/** Guardrails on permission sets: a lake's statements in the set's inline policy, provisioned to every account that has the set. */

import type { Change } from "../../model/change.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import { formatShared, othersDigest, parseShared, statementsOf } from "../../model/iam/shared-document.ts";
import type { SharedDocument } from "../../model/iam/shared-document.ts";
import { describeProblems } from "../../model/iam/parse-policy.ts";
import { statementsDigest } from "../../model/iam/normal-statement.ts";
import { statementsImpact } from "../../model/iam/statements-impact.ts";
import { permissionSetOf } from "../../model/principal.ts";
import type { LiveState } from "../../model/state.ts";
import { describeStatements } from "../describe-statements.ts";
import type { ApplyContext, Kind } from "../kind.ts";
import { NotApplied, attempt } from "../outcome.ts";
import { subjectOf } from "../specs.ts";
import { listBehind } from "./accounts.ts";
import { provision } from "./provision.ts";
import { readGuardrails } from "./read.ts";
import { address, normalize, owns } from "./spec.ts";
import type { PermissionSetPolicy } from "./spec.ts";
import { waitingIn } from "./waiting.ts";

/** Sets at once: as many as AWS provisions at a time (IAM Identity Center User Guide, limits). */
const writers = 3;

/** Characters of an inline policy. Source: IAM Identity Center API Reference, PutInlinePolicyToPermissionSet, as for the characters it may have. */
const longestPolicy = 32_768;

export const permissionSetPolicy: Kind<"permission-set-policy", PermissionSetPolicy> = {
  name: "permission-set-policy",
  dependsOn: [],
  address,
  normalize,
  owns,
  complete,

  read: ({ facts, roles, account }) => Promise.resolve(readGuardrails(facts?.identityCenter?.permissionSets ?? [], roles, account)),

  impact(before, after) {
    // What the roles hold until now is not known: to bring them up to date may give them what they lacked, from us or from others.
    const isWhole = before?.provisioned !== false && before?.waiting === undefined && after?.waiting === undefined;
    return isWhole ? statementsImpact(before?.statements ?? [], after?.statements ?? []) : "widens";
  },

  async apply(context, changes) {
    await mapConcurrent(changes, writers, async (change) => {
      if (!context.isInterrupted()) await attempt(context, [change], () => write(context, change));
    });
  },

  describe: ({ statements, provisioned }) => [
    ...describeStatements(statements),
    ...(provisioned ? [] : [{ label: "provisioned", value: "not to every account", words: "phrase" as const }]),
  ],
};

/** A set that Identity Center does not have is refused by a guard, one that only the management account may change is told by finding LGF702. */
function complete({ waiting: _earlier, ...spec }: PermissionSetPolicy, live: LiveState): PermissionSetPolicy | undefined {
  const { facts, account } = live;
  const set = facts?.identityCenter?.permissionSets.find(({ name }) => name === spec.permissionSet);
  const document = set === undefined || set.managementOnly ? undefined : parseShared(set.inlinePolicy);
  if (set === undefined || document === undefined || "problems" in document) return undefined;
  const roles = live.roles.filter((role) => permissionSetOf(role) === set.name);
  const waiting = waitingIn({ set, definition: document, account, roles }, spec.prefix);
  const others = othersDigest(document, spec.prefix);
  return { ...spec, arn: set.arn, others, provisioned: true, ...(waiting === undefined ? {} : { waiting }) };
}

/**
 * Reads the policy a moment before it is written: AWS has no conditional write here, so what somebody else writes between these two calls is
 * lost. INVARIANT: the statements of others are put back as they were read, and no account gets of them what the plan did not tell of.
 */
async function write(context: ApplyContext, change: Change<PermissionSetPolicy>): Promise<void> {
  const { ssoAdmin } = context.ports.identityCenter;
  const { permissionSet, prefix, others, waiting, arn } = subjectOf(change);
  const set = { InstanceArn: instanceOf(arn), PermissionSetArn: arn };
  const { InlinePolicy: text = "" } = await ssoAdmin.getInlinePolicyForPermissionSet(set);
  const document = readDocument(text, permissionSet);
  if (othersDigest(document, prefix) !== others) {
    throw new NotApplied(`other statements of permission set ${permissionSet} changed since the plan; make a new plan`);
  }
  const behind = await listBehind(ssoAdmin, set);
  if (behind.some((account) => waiting?.accounts.includes(account) !== true)) {
    throw new NotApplied(`permission set ${permissionSet} changed since the plan and was not provisioned; make a new plan`);
  }
  const wanted = change.after?.statements ?? [];
  if (statementsDigest(statementsOf(document, prefix)) !== statementsDigest(wanted)) {
    const next = formatShared(document, prefix, wanted);
    requireWritable(next, permissionSet);
    if (next === "") await ssoAdmin.deleteInlinePolicyFromPermissionSet(set);
    else await ssoAdmin.putInlinePolicyToPermissionSet({ ...set, InlinePolicy: next });
  }
  await provision(context, set, permissionSet);
}

/** `arn:aws:sso:::permissionSet/ssoins-…/ps-…` names its instance. Source: Service Authorization Reference, IAM Identity Center. */
function instanceOf(arn: string): string {
  return arn.replace(/:permissionSet\/([^/]+)\/.*$/, ":instance/$1");
}

function readDocument(text: string, permissionSet: string): SharedDocument {
  const document = parseShared(text);
  if (!("problems" in document)) return document;
  throw new NotApplied(`the inline policy of permission set ${permissionSet} is not understood: ${describeProblems(document.problems)}`);
}

function requireWritable(text: string, permissionSet: string): void {
  if (text.length > longestPolicy) {
    throw new NotApplied(
      `the inline policy of permission set ${permissionSet} would have ${text.length} characters, more than ${longestPolicy}; shorten the statements of others, or split the group`,
    );
  }
  const foreign = /[^\t\n\r\u0020-\u00FF]/u.exec(text)?.[0];
  if (foreign !== undefined) {
    throw new NotApplied(
      `IAM Identity Center takes no \`${foreign}\` in the inline policy of permission set ${permissionSet}: name the bucket or key otherwise`,
    );
  }
}
