/** The lake of the grant tests, and how they look at what is granted. */

import type { Resource } from "@aws-sdk/client-lakeformation";

import { createLake, roleArn, tag } from "./lake.ts";
import type { Lake } from "./lake.ts";

/** The table of the lake. */
export const table: Resource = { Table: { DatabaseName: "claims", Name: "patients" } };
/** Columns of the table. */
export const column = (...ColumnNames: string[]): Resource => ({
  TableWithColumns: { DatabaseName: "claims", Name: "patients", ColumnNames },
});
/** An LF-Tag policy on one grade. */
export const policy = (value: string, ResourceType: "DATABASE" | "TABLE" = "TABLE"): Resource => ({
  LFTagPolicy: { ResourceType, Expression: [tag("grade", value)] },
});

/** One table without grants, three roles, three grades. */
export function lakeWithRoles(): Lake {
  const lake = createLake({ tables: { claims: { patients: ["ssn", "city", "#day"] } }, roles: ["Analyst", "Batch", "Registration"] });
  lake.send("CreateLFTag", { TagKey: "grade", TagValues: ["1", "2", "3"] });
  return lake;
}

/** A role as principal. */
export const to = (role: string) => ({ DataLakePrincipalIdentifier: role === "IAM_ALLOWED_PRINCIPALS" ? role : roleArn(role) });

/** Everything the role holds, a line a row: `resource: permissions / grantable`. */
export function rowsOf(lake: Lake, role = "Analyst"): string[] {
  return (lake.send("ListPermissions", {}).PrincipalResourcePermissions ?? [])
    .filter(({ Principal }) => Principal?.DataLakePrincipalIdentifier === to(role).DataLakePrincipalIdentifier)
    .map((row) => `${JSON.stringify(row.Resource)}: ${row.Permissions?.join(",")} / ${row.PermissionsWithGrantOption?.join(",")}`);
}
