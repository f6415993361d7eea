/** One request from its arrival to its answer: faults, who calls, what is asked, and the operation itself. */

import type { Account } from "./account.ts";
import type { Call, Caller } from "./call.ts";
import type { FaultInjector } from "./faults.ts";
import type { Identities } from "./identities.ts";
import { notImplemented } from "./not-implemented.ts";
import { accountOfArn } from "./organization.ts";
import { ServiceError } from "./service-error.ts";
import { mayConflict } from "./services.ts";
import type { Service } from "./services.ts";
import { settleRequests } from "./sso-admin/settle-requests.ts";
import { outputProblems } from "./wire/check-output.ts";
import { commonError } from "./wire/common-error.ts";
import { credentialScope } from "./wire/credential-scope.ts";
import type { WireRequest, WireResponse } from "./wire/message.ts";
import { parseRequest } from "./wire/parse-request.ts";
import type { ParsedRequest } from "./wire/parse-request.ts";
import type { Protocol } from "./wire/service-model.ts";
import { writeError, writeOutput } from "./wire/write-response.ts";

/** No answer: the connection is lost, as the SDK's retry rules know it, or the sandbox has stopped. */
export class ConnectionLost extends Error {
  /** Like a Node.js socket error; SDKs retry it. A stopped sandbox has no such code and is not retried. */
  readonly code: string | undefined;

  constructor(message: string, code?: string) {
    super(message);
    this.name = code === undefined ? "SandboxStopped" : "ConnectionLost";
    this.code = code;
  }
}

/** What answering needs of the sandbox. */
export interface Frame {
  readonly services: ReadonlyMap<string, Service>;
  readonly identities: Identities;
  readonly faults: FaultInjector;
  readonly now: () => Date;
  /** An account in a Region; for global services in the home Region. */
  readonly accountIn: (id: string, region: string | undefined) => Account;
  /** Called once for each call whose operation AWS has: `glue:GetTables`. */
  readonly count: (operation: string) => void;
  readonly checkResponses: boolean;
}

/** The answer to a request. Throws ConnectionLost. */
export function answer(frame: Frame, request: WireRequest): WireResponse {
  const { faults } = frame;
  if (!faults.begin()) throw new ConnectionLost("the sandbox has stopped answering");
  if (faults.strikes("lossBefore")) throw new ConnectionLost("read ECONNRESET", "ECONNRESET");
  const answered = respond(frame, request, requestId(faults.callNumber()));
  const response = request.method === "HEAD" ? { ...answered, body: "" } : answered;
  if (faults.strikes("lossAfter")) throw new ConnectionLost("read ECONNRESET", "ECONNRESET");
  return response;
}

/** A UUID in form, counted and not drawn, so that runs can be compared. */
function requestId(callNumber: number): string {
  return `00000000-0000-4000-8000-${callNumber.toString(16).padStart(12, "0")}`;
}

function respond(frame: Frame, request: WireRequest, id: string): WireResponse {
  const scope = credentialScope(request.headers);
  const service = scope === undefined ? undefined : frame.services.get(scope.service);
  if (scope === undefined || service === undefined) return refuse(request, scope?.service, id);
  const { model } = service;
  try {
    const parsed = parseRequest(model, request);
    frame.count(`${model.name}:${parsed.operation.name}`);
    const caller = identify(frame, service, scope.accessKeyId, request.headers["x-amz-security-token"]);
    const account = frame.accountIn(accountOfArn(caller.arn), service.global ? undefined : scope.region);
    settleRequests(account.organization, frame.faults.callNumber(), frame.now());
    const call = createCall(frame, account, caller);
    requireNoFault(frame, service, parsed.operation.name, call);
    const output = perform(service, parsed, call);
    if (frame.checkResponses) requireNoProblems(outputProblems(parsed.operation.output, output), parsed.operation.name);
    return writeOutput(model, parsed.operation, output, id);
  } catch (error) {
    if (error instanceof ServiceError) return writeError(model, error, id);
    const message = error instanceof Error ? error.message : String(error);
    return writeError(model, commonError(model, "internal", `the lakegrade sandbox failed: ${message}`), id);
  }
}

function perform(service: Service, { operation, input }: ParsedRequest, call: Call): object {
  const { name } = operation;
  const run = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
  if (run === undefined) throw notImplemented(`${service.model.name}:${name}`);
  return run(call, input());
}

function createCall(frame: Frame, account: Account, caller: Caller): Call {
  const cap = frame.faults.settings().pageSize ?? Number.POSITIVE_INFINITY;
  return {
    account,
    caller,
    faults: frame.faults,
    now: frame.now(),
    pageSize: (requested, serviceMaximum, serviceDefault = serviceMaximum) => Math.min(requested ?? serviceDefault, serviceMaximum, cap),
  };
}

function identify({ identities, faults, now }: Frame, { model }: Service, key: string, token: string | undefined): Caller {
  const { invalidKeys = [], expiredKeys = [] } = faults.settings();
  const caller = invalidKeys.includes(key) ? "invalid" : expiredKeys.includes(key) ? "expired" : identities.identify(key, token, now());
  if (caller === "invalid") throw commonError(model, "invalid-key", "The security token included in the request is invalid.");
  if (caller === "expired") throw commonError(model, "expired-key", "The security token included in the request is expired");
  return caller;
}

function requireNoFault({ faults, identities }: Frame, { model }: Service, operation: string, { caller }: Call): void {
  const action = `${model.name}:${operation}`;
  const { denied = [], deniedToRoles = {} } = faults.settings();
  const role = identities.sessionOf(caller)?.role.name;
  const deniedToRole = role !== undefined && Object.hasOwn(deniedToRoles, role) ? (deniedToRoles[role] ?? []) : [];
  if ([...denied, ...deniedToRole].some((pattern) => pattern === action || pattern === `${model.name}:*`)) {
    throw commonError(model, "denied", `User: ${caller.arn} is not authorized to perform: ${action}`);
  }
  if (faults.strikes("throttling")) throw commonError(model, "throttled", "Rate exceeded");
  if (mayConflict(model.name, operation) && faults.strikes("conflicts")) {
    throw commonError(model, "conflict", "Another operation on the resource is in progress");
  }
}

function requireNoProblems(problems: readonly string[], operation: string): void {
  if (problems.length > 0) throw new TypeError(`${operation} gave what its schema does not have: ${problems.join("; ")}`);
}

/** An error for requests that are not for any service here, in the form their sender most likely reads. */
function refuse(request: WireRequest, service: string | undefined, id: string): WireResponse {
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  const protocol: Protocol = isForm ? "query" : "x-amz-target" in request.headers ? "json" : "rest-json";
  const model = { name: "", protocol, targetPrefix: "", namespace: "", version: "", schemas: {}, constraints: {} };
  if (service !== undefined) return writeError(model, notImplemented(`the service ${service}`), id);
  const message = "The request is not signed with AWS Signature Version 4 credentials";
  return writeError(model, commonError(model, "unsigned", message), id);
}
