/** Checks that the lake's time zone is one of the IANA time zones. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { didYouMean } from "../../model/suggestion.ts";
import type { Resolved } from "../resolved.ts";

export function* checkTimeZone({ lake }: Resolved): Generator<Diagnostic> {
  const zone = lake?.document.value.timezone;
  if (lake === undefined || zone === undefined || isTimeZone(zone)) return;
  const help = didYouMean(zone, Intl.supportedValuesOf("timeZone")) ?? "write an IANA name such as `Asia/Seoul` or `UTC`";
  yield report("LG4003", { message: `unknown time zone \`${zone}\``, help, range: lake.document.at(["timezone"]) });
}

/** Offsets such as `+09:00` are no names: they know no rules. */
function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
