/** Who the caller is to the policy evaluator, and the policies the caller carries. */

import type { PolicyDocument } from "../../model/iam/policy-document.ts";
import type { RequestPrincipal } from "../../model/iam/request.ts";
import type { Call } from "../call.ts";
import { findPolicy } from "../iam/managed-policies.ts";
import type { IamRole } from "../iam/state.ts";
import { administratorId } from "../identities.ts";
import { ServiceError } from "../service-error.ts";
import { readPolicy } from "./read-policy.ts";

export interface CallerIdentity {
  readonly principal: RequestPrincipal;
  readonly identity: readonly PolicyDocument[];
  readonly boundary: PolicyDocument | undefined;
}

/** AdministratorAccess. Source: AWS Managed Policy Reference. */
const everything: PolicyDocument = {
  version: "2012-10-17",
  statements: [{ effect: "Allow", action: { negated: false, names: ["*"] }, resource: { negated: false, names: ["*"] }, conditions: [] }],
};

/** The administrator identity has AdministratorAccess; a role has exactly its inline and attached policies, and its boundary. */
export function identityOf(call: Call): CallerIdentity {
  const { account, caller } = call;
  if (caller.administrator) {
    const principal: RequestPrincipal = { kind: "user", arn: caller.arn, account: account.id, id: administratorId };
    return { principal, identity: [everything], boundary: undefined };
  }
  const role = [...account.iam.roles.values()].find(({ arn }) => arn === caller.principal);
  if (role === undefined) throw new ServiceError("InvalidClientTokenId", "The security token included in the request is invalid.", 403);
  const session = caller.arn.slice(caller.arn.lastIndexOf("/") + 1);
  const tags = Object.fromEntries(role.tags.map(({ Key = "", Value = "" }) => [Key, Value]));
  return {
    principal: { kind: "role-session", arn: caller.arn, account: account.id, role: role.arn, id: `${role.id}:${session}`, tags },
    identity: [...role.inline.values(), ...[...role.attached].map((arn) => findPolicy(call, arn).document)].map(read),
    boundary: boundaryOf(call, role),
  };
}

function boundaryOf(call: Call, { permissionsBoundary }: IamRole): PolicyDocument | undefined {
  return permissionsBoundary === undefined ? undefined : read(findPolicy(call, permissionsBoundary).document);
}

const known = new Map<string, PolicyDocument>();

/** IAM took the text, so it can be read; texts that IAM's looser check let through are a failure the caller has to see. */
function read(text: string): PolicyDocument {
  const found = known.get(text);
  if (found !== undefined) return found;
  const document = readPolicy(text, "identity", (message) => new ServiceError("MalformedPolicyDocument", message));
  if (known.size >= maximumKnown) known.clear();
  known.set(text, document);
  return document;
}

const maximumKnown = 1000;
