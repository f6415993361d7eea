/** Requests that take a while: starting one, finding one, listing them. */

import type { OperationStatusFilter, PermissionSetProvisioningStatusMetadata as RequestMetadata } from "@aws-sdk/client-sso-admin";

import { pageOf, sortedKeys } from "../page.ts";
import type { Page } from "../page.ts";
import { randomUuid } from "../random.ts";
import { conflict, notFound } from "./error.ts";
import { pageRequest, runningRequests } from "./instance-call.ts";
import type { InstanceCall } from "./instance-call.ts";
import { assigneeKey } from "./state.ts";
import type { Request } from "./state.ts";

/** At a time. Source: IAM Identity Center User Guide, limits. */
const provisionLimit = 3;
const assignmentLimit = 15;

type Wish = Pick<Request, "kind" | "permissionSet" | "accounts" | "target" | "assignee">;

/**
 * Starts a request; it has no effect before it is settled.
 * @throws ServiceError ConflictException where it overlaps with a running one, or too many run
 */
export function startRequest({ call, instance }: InstanceCall, wish: Wish): Request {
  const running = runningRequests(instance);
  if (running.some((other) => overlaps(wish, other))) throw conflict(`PermissionSet ${wish.permissionSet} is being provisioned.`);
  const isProvision = wish.kind === "provision";
  const alike = running.filter(({ kind }) => (kind === "provision") === isProvision);
  if (alike.length >= (isProvision ? provisionLimit : assignmentLimit)) throw conflict("Too many requests are in progress.");
  const request: Request = {
    ...wish,
    id: randomUuid(instance.random),
    created: call.now,
    lastBusyCall: call.faults.callNumber() + instance.provisioningCalls,
    doomed: call.faults.failsEntry(),
    status: "IN_PROGRESS",
    failure: undefined,
  };
  instance.requests.set(request.id, request);
  instance.running.add(request.id);
  return request;
}

/** Assignments of different users and groups wait for each other; nothing else goes together in one account. */
function overlaps(wish: Wish, other: Wish): boolean {
  if (wish.permissionSet !== other.permissionSet || !wish.accounts.some((account) => other.accounts.includes(account))) return false;
  if (wish.assignee === undefined || other.assignee === undefined) return true;
  return assigneeKey(wish.assignee) === assigneeKey(other.assignee);
}

/** The request of that id and kind. Throws ServiceError ResourceNotFoundException. */
export function findRequest({ instance }: InstanceCall, kind: Request["kind"], id: string | undefined): Request {
  const request = instance.requests.get(id ?? "");
  if (request?.kind !== kind) throw notFound(`Request ${id}`);
  return request;
}

/** What status listings take. */
interface Listing {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
  readonly Filter?: OperationStatusFilter | undefined;
}

/** The requests of one kind, by id. */
export function listRequests({ call, instance }: InstanceCall, kind: Request["kind"], input: Listing): Page<RequestMetadata> {
  const wanted = input.Filter?.Status;
  return pageOf(sortedKeys(instance.requests), pageRequest(call, input), (id) => {
    const request = instance.requests.get(id);
    if (request?.kind !== kind || (wanted !== undefined && request.status !== wanted)) return undefined;
    return { Status: request.status, RequestId: request.id, CreatedDate: request.created };
  });
}
