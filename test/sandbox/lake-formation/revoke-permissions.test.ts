/** Revoking: what AWS answers when there is nothing to revoke, and that a revoke undoes a grant. */

import type { Permission, Resource } from "@aws-sdk/client-lakeformation";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { column, lakeWithRoles, policy, rowsOf, table, to } from "./granted-lake.ts";
import { errorOf } from "./lake.ts";

describe("revoking", () => {
  it("answers in AWS's words when there is nothing to revoke", () => {
    const lake = lakeWithRoles();
    const revoke = (Resource: Resource, Permissions: Permission[]) =>
      errorOf(() => lake.send("RevokePermissions", { Principal: to("Analyst"), Resource, Permissions }));
    expect(revoke(table, ["SELECT"])).toBe(
      "InvalidInputException: No permissions revoked. Grantee has no permissions and no grantable permissions on resource.",
    );
    expect(revoke({ LFTag: { TagKey: "grade", TagValues: ["1"] } }, ["DESCRIBE"])).toBe(
      "InvalidInputException: No permissions revoked. Revoking Tag permissions on Tags that grantee does not have permissions on.",
    );
    lake.send("GrantPermissions", { Principal: to("Analyst"), Resource: table, Permissions: ["SELECT"] });
    expect(revoke(table, ["SELECT", "INSERT"])).toBe("InvalidInputException: No permissions revoked. Grantee does not have: [INSERT]");
    expect(rowsOf(lake)).toHaveLength(1);
  });

  it("works for a principal that is gone", () => {
    const lake = lakeWithRoles();
    lake.send("GrantPermissions", { Principal: to("Analyst"), Resource: table, Permissions: ["SELECT"] });
    lake.account.iam.roles.delete("analyst");
    lake.send("RevokePermissions", { Principal: to("Analyst"), Resource: table, Permissions: ["SELECT"] });
    expect(rowsOf(lake)).toEqual([]);
  });

  it("takes single columns out of a grant", () => {
    const lake = lakeWithRoles();
    lake.send("GrantPermissions", { Principal: to("Analyst"), Resource: column("ssn", "city"), Permissions: ["SELECT"] });
    lake.send("RevokePermissions", { Principal: to("Analyst"), Resource: column("ssn"), Permissions: ["SELECT"] });
    expect(rowsOf(lake)[0]).toMatch(/"ColumnNames":\["city"\]/);
    const again = () => lake.send("RevokePermissions", { Principal: to("Analyst"), Resource: column("ssn"), Permissions: ["SELECT"] });
    expect(errorOf(again)).toMatch(/Grantee does not have: \[SELECT\]/);
  });

  it("undoes a grant, whatever was granted before", () => {
    const resources: [Resource, Permission[]][] = [
      [table, ["SELECT", "INSERT", "DESCRIBE", "ALTER"]],
      [policy("1"), ["SELECT", "DESCRIBE", "INSERT"]],
      [{ Database: { Name: "claims" } }, ["DESCRIBE", "ALTER", "CREATE_TABLE"]],
    ];
    const entry = fc
      .constantFrom(...resources)
      .chain(([Resource, list]) => fc.record({ Resource: fc.constant(Resource), Permissions: fc.subarray(list, { minLength: 1 }) }));
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 4 }), entry, (earlier, { Resource, Permissions }) => {
        const lake = lakeWithRoles();
        for (const grant of earlier) lake.send("GrantPermissions", { Principal: to("Analyst"), ...grant });
        const heldBefore = new Set(earlier.filter((grant) => grant.Resource === Resource).flatMap((grant) => grant.Permissions));
        const before = new Set(rowsOf(lake));
        const added = Permissions.filter((permission) => !heldBefore.has(permission));
        lake.send("GrantPermissions", { Principal: to("Analyst"), Resource, Permissions });
        if (added.length > 0) lake.send("RevokePermissions", { Principal: to("Analyst"), Resource, Permissions: added });
        expect(new Set(rowsOf(lake))).toEqual(before);
      }),
    );
  });
});
