/** Who reads which columns of a table, asked of the sandbox itself, which shares no code with what compiled the policies. */

import { permissionSetOfRole } from "../../model/principal.ts";
import { mayRead } from "../../sandbox/lake-formation/may-read.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { LoadedPolicies } from "../policies.ts";
import { padCells } from "../render/terminal-text.ts";

/** Columns named on a line before the rest is only counted. */
const namesShown = 4;

/** A line for each role of a group: how many columns of the table it reads, and which it does not. */
export function whoReads(sandbox: Sandbox, { set }: LoadedPolicies, database: string, table: string): string {
  const { account } = sandbox;
  const found = account.glue.databases.get(database)?.tables.get(table);
  const columns = [...(found?.StorageDescriptor?.Columns ?? []), ...(found?.PartitionKeys ?? [])].map(({ Name }) => Name ?? "");
  const roles = [...account.iam.roles.values()];
  const lines = set.groups.flatMap(({ value: group }) =>
    group.principals.flatMap(({ permissionSet, role }) =>
      roles
        .filter(({ name }) => name === role || (permissionSet !== undefined && permissionSetOfRole(name) === permissionSet))
        .map(({ arn }) => {
          const hidden = columns.filter((column) => !mayRead(account, arn, database, table, column).allowed);
          const reads = `reads ${columns.length - hidden.length} of ${columns.length} columns${without(hidden, columns.length)}`;
          return `  ${padCells(group.name, 15)} clearance ${group.clearance}  ${padCells(permissionSet ?? role ?? "", 15)} ${reads}`;
        }),
    ),
  );
  return `${lines.join("\n")}\n`;
}

function without(hidden: readonly string[], total: number): string {
  if (hidden.length === 0 || hidden.length === total) return "";
  const names = hidden.slice(0, namesShown).join(", ");
  return `, not ${names}${hidden.length > namesShown ? ` and ${hidden.length - namesShown} more` : ""}`;
}
