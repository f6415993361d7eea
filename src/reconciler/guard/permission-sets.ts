/** A guard: permission sets that the policies want changed must be in the Identity Center that is asked. */

import { resourcesOf } from "../../kinds/specs.ts";
import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { DesiredState, LiveState } from "../../model/state.ts";
import { didYouMean } from "../../model/suggestion.ts";

/** Where Identity Center was not read nothing is refused: finding LGF701 tells it. */
export function guardPermissionSets({ facts }: LiveState, { resources }: DesiredState): readonly Diagnostic[] {
  const identityCenter = facts?.identityCenter;
  if (identityCenter === undefined) return [];
  const names = identityCenter.permissionSets.map(({ name }) => name);
  return resourcesOf(resources, "permission-set-policy").flatMap(([, { spec, origins = [] }]) => {
    const { permissionSet } = spec;
    if (names.includes(permissionSet)) return [];
    const [range] = origins;
    const otherwise = "is `Lake.identityCenter` the instance whose sets are assigned to this account?";
    return [
      report("LG5030", {
        message: `Identity Center in ${identityCenter.region} has no permission set \`${permissionSet}\``,
        help: didYouMean(permissionSet, names, otherwise) ?? otherwise,
        range,
      }),
    ];
  });
}
