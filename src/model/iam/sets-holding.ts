/** Which permission sets hold statements of a lake, as far as their roles in the account show it. */

import { permissionSetOfRole, permissionSetRolePath } from "../principal.ts";
import { sortedOnce } from "../source.ts";
import type { Role } from "../state.ts";
import { parseShared, statementsOf } from "./shared-document.ts";

/**
 * Names of the sets, sorted. Identity Center writes a set's inline policy into its role, so that its statements are seen without asking
 * Identity Center. A policy that is not understood holds what its text mentions.
 */
export function setsHolding(roles: readonly Role[], prefix: string): readonly string[] {
  return sortedOnce(
    roles.flatMap(({ name, path, policies }) => {
      const set = path.startsWith(permissionSetRolePath) ? permissionSetOfRole(name) : undefined;
      return set !== undefined && (policies?.inline ?? []).some(({ document }) => holds(document, prefix)) ? [set] : [];
    }),
  );
}

function holds(text: string, prefix: string): boolean {
  const parsed = parseShared(text);
  return "problems" in parsed ? text.includes(prefix) : statementsOf(parsed, prefix).length > 0;
}
