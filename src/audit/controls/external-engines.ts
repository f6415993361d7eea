/** External engines: what the settings let them have, Lake Formation no longer filters. */

import { address } from "../../kinds/lf-settings/spec.ts";
import type { LfSettings } from "../../kinds/lf-settings/spec.ts";
import { isUnread } from "../control.ts";
import type { Control, Observation } from "../control.ts";
import { counted } from "../sample.ts";
import { specsAfter } from "../specs.ts";

const settings: readonly LfSettings[] = [
  { setting: "external-data-filtering", enabled: true, accounts: [], sessionTagValues: [] },
  { setting: "full-table-external-access", enabled: true },
];

export const externalEngines: Control = {
  code: "LGF303",
  title: "external engines may read whole tables",
  severity: "high",
  controls: ["ISMS-P 2.6.4", "ISMS-P 2.10.2"],
  reads: ["lf-settings"],
  evaluate: (estate) => {
    const after = specsAfter(estate, "lf-settings");
    return settings.flatMap((asked) => {
      const resource = address(asked);
      const spec = after.get(resource);
      if (spec !== undefined) return observe(resource, spec);
      if (isUnread(estate, "lf-settings")) return [];
      return [{ status: "unknown", resource, message: "the state does not say what external engines may read", evidence: {} }];
    });
  },
};

function observe(resource: string, spec: LfSettings): readonly Observation[] {
  if (!("enabled" in spec) || !spec.enabled) return [];
  if (spec.setting === "full-table-external-access") {
    const message = "engines without session tags are vended credentials for whole tables";
    return [{ resource, message, evidence: { setting: spec.setting } }];
  }
  const { setting, accounts, sessionTagValues } = spec;
  const message = `external engines of ${counted(accounts.length, "account")} with ${counted(sessionTagValues.length, "session tag value")} filter by themselves: one readable column opens the whole table to them`;
  return [{ resource, message, evidence: { setting, accounts, sessionTagValues } }];
}
