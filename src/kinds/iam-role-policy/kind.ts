/** Guardrails on roles: inline policies of ours, read with the roles, written and deleted whole. */

import { isAwsError } from "../../model/aws-error.ts";
import type { Change } from "../../model/change.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import { policyJson } from "../../model/iam/format-policy.ts";
import { describeProblems, parsePolicyDocument } from "../../model/iam/parse-policy.ts";
import { statementsImpact } from "../../model/iam/statements-impact.ts";
import { rolePolicyPrefix } from "../../model/ours.ts";
import { isReservedPath } from "../../model/principal.ts";
import type { LiveState, Role, Unread } from "../../model/state.ts";
import { subjectOf } from "../specs.ts";
import { describeStatements } from "../describe-statements.ts";
import type { ApplyContext, Kind, ReadResult } from "../kind.ts";
import { NotApplied, attempt } from "../outcome.ts";
import { address, normalize, owns } from "./spec.ts";
import type { IamRolePolicy } from "./spec.ts";

/** Writes at once; each is of another role. */
const writers = 4;

export const iamRolePolicy: Kind<"iam-role-policy", IamRolePolicy> = {
  name: "iam-role-policy",
  dependsOn: [],
  address,
  normalize,
  owns,
  complete,

  read: ({ roles }) => Promise.resolve(readGuardrails(roles)),

  impact: (before, after) => statementsImpact(before?.statements ?? [], after?.statements ?? []),

  async apply(context, changes) {
    await mapConcurrent(changes, writers, async (change) => {
      if (!context.isInterrupted()) await attempt(context, [change], () => write(context, change));
    });
  },

  describe: ({ policy, statements }) => [{ label: "inline policy", value: policy }, ...describeStatements(statements)],
};

/** A role that belongs to AWS takes no policy of ours; finding LGF702 tells it. */
function complete(spec: IamRolePolicy, { roles }: LiveState): IamRolePolicy | undefined {
  return roles.some(({ name, path }) => name === spec.role && isReservedPath(path)) ? undefined : spec;
}

function readGuardrails(roles: readonly Role[]): ReadResult<IamRolePolicy> {
  const specs: IamRolePolicy[] = [];
  const unread: Unread[] = [];
  for (const { name: role, policies } of roles) {
    for (const { name: policy, document } of policies?.inline ?? []) {
      if (!policy.startsWith(rolePolicyPrefix)) continue;
      const parsed = parsePolicyDocument(document, { unknown: "keep" });
      if ("document" in parsed) specs.push({ role, policy, statements: parsed.document.statements });
      else unread.push({ ...unreadPolicy(role, policy), reason: describeProblems(parsed.problems) });
    }
  }
  return { specs, unread };
}

/** It stops the plans of the lake whose name it bears; what another lake, or somebody else, named so is not ours to understand. */
function unreadPolicy(role: string, policy: string): Omit<Unread, "reason"> {
  return { kind: "iam-role-policy", what: `policy ${policy} of role ${role}`, lake: policy.slice(rolePolicyPrefix.length) };
}

async function write(context: ApplyContext, change: Change<IamRolePolicy>): Promise<void> {
  try {
    await put(context, change);
  } catch (error) {
    if (isAwsError(error) && error.code.startsWith("UnmodifiableEntity")) {
      const { role } = subjectOf(change);
      throw new NotApplied(
        `role ${role} belongs to AWS and takes no policy of ours; name its permission set, or write \`guardrail: emit\``,
      );
    }
    throw error;
  }
}

async function put({ ports: { iam } }: ApplyContext, change: Change<IamRolePolicy>): Promise<void> {
  const { role, policy, statements } = subjectOf(change);
  const named = { RoleName: role, PolicyName: policy };
  if (change.after !== null) {
    const document = policyJson({ version: "2012-10-17", statements });
    await iam.putRolePolicy({ ...named, PolicyDocument: JSON.stringify(document) });
    return;
  }
  try {
    await iam.deleteRolePolicy(named);
  } catch (error) {
    // Gone already, by an earlier call whose answer was lost or together with its role.
    if (!isAwsError(error) || error.category !== "missing") throw error;
  }
}
