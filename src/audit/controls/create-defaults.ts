/** The account's create-defaults: while they are open, every new database or table starts outside Lake Formation. */

import { address } from "../../kinds/lf-settings/spec.ts";
import type { LfSettings } from "../../kinds/lf-settings/spec.ts";
import { isUnread } from "../control.ts";
import type { Control, Estate, Observation } from "../control.ts";
import { specsAfter } from "../specs.ts";

type CreateDefault = Extract<LfSettings, { readonly iamAllowedPrincipals: boolean }>["setting"];

export const createDefaults: Control = {
  code: "LGF103",
  title: "create-defaults of the account open to IAM_ALLOWED_PRINCIPALS",
  severity: "medium",
  controls: ["ISMS-P 2.5.1", "ISMS-P 2.10.2"],
  reads: ["lf-settings"],
  evaluate: (estate) => [...observe(estate, "create-database-default", "database"), ...observe(estate, "create-table-default", "table")],
};

function observe(estate: Estate, setting: CreateDefault, noun: string): readonly Observation[] {
  const resource = address({ setting, iamAllowedPrincipals: true });
  const spec = specsAfter(estate, "lf-settings").get(resource);
  if (spec === undefined) {
    if (isUnread(estate, "lf-settings")) return [];
    return [{ status: "unknown", resource, message: `the state does not say what a new ${noun} of the account starts with`, evidence: {} }];
  }
  if (!("iamAllowedPrincipals" in spec) || !spec.iamAllowedPrincipals) return [];
  const message = `every new ${noun} of the account is granted to IAM_ALLOWED_PRINCIPALS; \`iamAllowedPrincipals: account\` in the Lake ends that`;
  return [{ resource, message, evidence: { setting } }];
}
