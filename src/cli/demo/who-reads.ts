/** Who reads which columns of a table, asked of the sandbox itself, which shares no code with what compiled the policies. */

import type { Group } from "../../compiler/policy.gen.ts";
import { permissionSetOfRole } from "../../model/principal.ts";
import { mayRead } from "../../sandbox/lake-formation/may-read.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { LoadedPolicies } from "../policies.ts";
import { padCells } from "../render/terminal-text.ts";

/** Columns named on a line before the rest is only counted. */
const namesShown = 4;

/** A line for each principal of a group: how many columns of the table it reads, and which it does not. */
export function whoReads(sandbox: Sandbox, { set }: LoadedPolicies, database: string, table: string): string {
  const { account } = sandbox;
  const found = account.glue.databases.get(database)?.tables.get(table);
  const columns = [...(found?.StorageDescriptor?.Columns ?? []), ...(found?.PartitionKeys ?? [])].map(({ Name }) => Name ?? "");
  const lines = set.groups.flatMap(({ value: group }) =>
    group.principals.flatMap((principal) =>
      principalsOf(sandbox, principal).map(({ name, arn }) => {
        const hidden = columns.filter((column) => !mayRead(account, arn, database, table, column).allowed);
        const reads = `reads ${columns.length - hidden.length} of ${columns.length} columns${without(hidden, columns.length)}`;
        return `  ${padCells(group.name, 15)} clearance ${group.clearance}  ${padCells(name, 19)} ${reads}`;
      }),
    ),
  );
  return `${lines.join("\n")}\n`;
}

/** As Lake Formation knows them: the roles of a name or permission set, a group of Identity Center, or whom an ARN names. */
function principalsOf(
  { account }: Sandbox,
  { permissionSet, role, identityCenterGroup: group, arn }: Group["principals"][number],
): readonly { readonly name: string; readonly arn: string }[] {
  if (arn !== undefined) return [{ name: arn.split("/").slice(-2).join("/"), arn }];
  if (group !== undefined) {
    const stores = [...account.organization.identityCenter.instances.values()].map(({ store }) => store);
    const found = stores.flatMap(({ groups }) =>
      [...groups.values()].filter(({ id, displayName }) => id === group || displayName === group),
    );
    return found.map(({ id, displayName }) => ({ name: displayName ?? id, arn: `arn:aws:identitystore:::group/${id}` }));
  }
  return [...account.iam.roles.values()]
    .filter(({ name }) => name === role || (permissionSet !== undefined && permissionSetOfRole(name) === permissionSet))
    .map((found) => ({ name: permissionSet ?? found.name, arn: found.arn }));
}

function without(hidden: readonly string[], total: number): string {
  if (hidden.length === 0 || hidden.length === total) return "";
  const names = hidden.slice(0, namesShown).join(", ");
  return `, not ${names}${hidden.length > namesShown ? ` and ${hidden.length - namesShown} more` : ""}`;
}
