/** Lowers the Lake to data lake settings: administrators, create-defaults, and engines outside AWS. */

import * as lfSettings from "../../kinds/lf-settings/spec.ts";
import type { LfSettings } from "../../kinds/lf-settings/spec.ts";
import type { Lowerable } from "../resolved.ts";
import { entryOf } from "./entry.ts";
import type { Entry } from "../../model/resources.ts";

const kind = { name: "lf-settings", ...lfSettings };

export function* lowerSettings({ lake, dutyHolders }: Lowerable): Generator<Entry> {
  for (const { duty, id, range } of dutyHolders) {
    if (duty === "admin" || duty === "read-only-admin") yield entryOf(kind, { setting: duty, principal: id }, [range]);
  }
  const { document, iamAllowedPrincipals } = lake;
  if (iamAllowedPrincipals === "account") {
    const origins = [document.at(["iamAllowedPrincipals"])];
    for (const setting of ["create-database-default", "create-table-default"] as const) {
      yield entryOf<LfSettings>(kind, { setting, iamAllowedPrincipals: false }, origins);
    }
  }
  const engines = document.value.externalEngines ?? [];
  const accounts = engines.filter((engine) => typeof engine === "string");
  const sessionTagValues = engines.flatMap((engine) => (typeof engine === "string" ? [] : [engine.sessionTag]));
  const origins = [document.at(["externalEngines"])];
  const enabled = engines.length > 0;
  yield entryOf<LfSettings>(kind, { setting: "external-data-filtering", enabled, accounts, sessionTagValues }, origins);
  yield entryOf<LfSettings>(kind, { setting: "full-table-external-access", enabled: false }, origins);
}
