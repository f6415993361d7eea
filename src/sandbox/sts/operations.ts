/** The STS operations of the sandbox. Trust policies are not evaluated: whoever calls may assume any role of the organisation. */

import type { AssumeRoleRequest, AssumeRoleResponse, GetCallerIdentityResponse } from "@aws-sdk/client-sts";

import type { Call, Operations } from "../call.ts";
import { administratorId } from "../identities.ts";
import type { Identities } from "../identities.ts";
import { honourOnly } from "../not-implemented.ts";
import { accountOfArn } from "../organization.ts";
import { ServiceError } from "../service-error.ts";

/** Seconds; STS's default for AssumeRole. */
const defaultDuration = 3600;

/** The operations over the sessions of one sandbox. */
export function stsOperations(identities: Identities): Operations {
  return {
    AssumeRole: (call: Call, input: AssumeRoleRequest) => assumeRole(identities, call, input),
    GetCallerIdentity: (call: Call) => getCallerIdentity(identities, call),
  };
}

function getCallerIdentity(identities: Identities, call: Call): GetCallerIdentityResponse {
  const session = identities.sessionOf(call.caller);
  const userId = session === undefined ? administratorId : `${session.role.id}:${session.name}`;
  return { UserId: userId, Account: call.account.id, Arn: call.caller.arn };
}

function assumeRole(identities: Identities, call: Call, input: AssumeRoleRequest): AssumeRoleResponse {
  honourOnly("AssumeRole", input, ["RoleArn", "RoleSessionName", "DurationSeconds", "ExternalId", "SourceIdentity"]);
  const { RoleArn = "", RoleSessionName = "", DurationSeconds: duration = defaultDuration } = input;
  const iam = call.account.organization.iam.get(accountOfArn(RoleArn));
  const role = [...(iam?.roles.values() ?? [])].find(({ arn }) => arn === RoleArn);
  if (role === undefined) {
    const message = `User: ${call.caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`;
    throw new ServiceError("AccessDenied", message, 403);
  }
  if (duration > role.maxSessionDuration) {
    throw new ServiceError("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  const session = identities.openSession(role, RoleSessionName, new Date(call.now.getTime() + duration * 1000));
  const { accessKeyId, secretAccessKey, sessionToken, expires } = session;
  return {
    Credentials: { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration: expires },
    AssumedRoleUser: {
      AssumedRoleId: `${role.id}:${RoleSessionName}`,
      Arn: `${role.arn.replace(":iam:", ":sts:").replace(/:role\/.*$/, ":assumed-role/")}${role.name}/${RoleSessionName}`,
    },
    ...(input.SourceIdentity !== undefined && { SourceIdentity: input.SourceIdentity }),
  };
}
