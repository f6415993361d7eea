/** Lowers Lake.locations to S3 paths registered with Lake Formation, never in hybrid access mode. */

import * as lfLocation from "../../kinds/lf-location/spec.ts";
import type { Lowerable } from "../resolved.ts";
import { entryOf } from "./entry.ts";
import type { Entry } from "../../model/resources.ts";

const kind = { name: "lf-location", ...lfLocation };

export function* lowerLocations({ locations }: Lowerable): Generator<Entry> {
  for (const { arn, role, range } of locations) {
    yield entryOf(kind, { arn, role, hybrid: false, federation: false, privileged: false }, [range]);
  }
}
