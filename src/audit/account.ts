/** The account of an estate as its policies decide. */

import { viewAfter } from "../access/account-after.ts";
import { viewOf } from "../access/account-view.ts";
import { specsOf } from "../kinds/specs.ts";
import { rolePolicyName } from "../model/ours.ts";
import { oncePerEstate } from "./specs.ts";

/** As it was read, before the plan. */
export const accountView = oncePerEstate(({ live }) => viewOf(live));

/** With the guardrails that the policies ask for in place, those that others write included. Nothing else of the plan is done. */
export const guardedView = oncePerEstate((estate) => {
  const { live, desired } = estate;
  const names = new Map(live.roles.map(({ arn, name }) => [arn, name]));
  const left = (desired.guardrails ?? []).flatMap(({ principal, statements }) => {
    const role = names.get(principal);
    return role === undefined ? [] : [{ role, policy: rolePolicyName(desired.lake.name), statements }];
  });
  const rolePolicies = [...specsOf(desired.resources, "iam-role-policy").map(([, spec]) => spec), ...left];
  return viewAfter(accountView(estate), [
    ...rolePolicies.map((after) => ({ kind: "iam-role-policy", before: null, after })),
    ...specsOf(desired.resources, "permission-set-policy").map(([, after]) => ({ kind: "permission-set-policy", before: null, after })),
  ]);
});
