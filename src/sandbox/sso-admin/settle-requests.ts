/** Finishing requests whose time has come: only then do roles and assignments change. */

import type { Organization } from "../organization.ts";
import { assign, provision, unassign } from "./provision.ts";
import type { Failure, Scene } from "./provision.ts";
import type { Request } from "./state.ts";

/** To be called at the beginning of every call, before its operation looks at anything. `callNumber`: of that call. */
export function settleRequests(organization: Organization, callNumber: number, now: Date): void {
  for (const instance of organization.identityCenter.instances.values()) {
    const scene = { organization, instance, now };
    for (const id of instance.running) {
      const request = instance.requests.get(id);
      if (request === undefined || callNumber <= request.lastBusyCall) continue;
      const failure = request.doomed ? "An unexpected internal service exception was encountered" : finish(scene, request);
      instance.requests.set(id, { ...request, status: failure === undefined ? "SUCCEEDED" : "FAILED", failure });
      instance.running.delete(id);
    }
  }
}

/** One account's failure does not keep the others from being changed; the first is told. */
function finish(scene: Scene, { kind, permissionSet, accounts, assignee }: Request): Failure {
  const set = scene.instance.permissionSets.get(permissionSet);
  if (set === undefined) return `Received a 404 status error: PermissionSet ${permissionSet} not found.`;
  const failures = accounts.map((account) => {
    if (assignee === undefined) return provision(scene, set, account);
    return kind === "assign" ? assign(scene, set, account, assignee) : unassign(scene, set, account, assignee);
  });
  return failures.find((failure) => failure !== undefined);
}
