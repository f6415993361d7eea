/** Readings that meet what is gone, and what may only be hidden: the one is left out, the other is not taken for the one. */

import { describe, expect, test } from "vitest";

import type { Ports } from "../../src/aws/ports.ts";
import { AwsError, categorize } from "../../src/model/aws-error.ts";
import { account, openLake, readAs, region } from "../governed-lake.ts";
import { policies } from "../policy-fixture.ts";

const set = policies(`apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "${account}"\nregion: ${region}`);
const table = { name: "a", columns: [{ name: "id", type: "string" }] };
const catalog = { databases: ["one", "two"].map((name) => ({ name, tables: [table] })) };

/** Ports whose GetTables of database `two` ends in this error. */
function failing(code: string, message: string): Ports {
  const { ports } = openLake({ catalog });
  const error = new AwsError("Glue", "GetTables", code, message, categorize(code, message, 400));
  return {
    ...ports,
    glue: { ...ports.glue, getTables: (input) => (input.DatabaseName === "two" ? Promise.reject(error) : ports.glue.getTables(input)) },
  };
}

describe("a database", () => {
  test("that is deleted while it is read is left out", async () => {
    const { catalog: read, unread } = await readAs(failing("EntityNotFoundException", "Database two not found."), set);
    expect([read.databases.map(({ name }) => name), unread]).toEqual([["one"], []]);
  });

  test.each([
    "Resource does not exist or requester is not authorized to access requested permissions.",
    "Insufficient Lake Formation permission(s): Required Describe on two",
  ])("that may only be hidden does not vanish: %s", async (message) => {
    await expect(readAs(failing("AccessDeniedException", message), set)).rejects.toMatchObject({ code: "AccessDeniedException" });
  });
});

/** Ports that show a filter on this table, and answer with the error when asked who holds anything on the table. */
function withFilterOn(TableName: string, error?: AwsError): Ports {
  const { ports } = openLake({ catalog });
  const { lakeFormation } = ports;
  const DataCellsFilters = [{ TableCatalogId: account, DatabaseName: "one", TableName, Name: "f" }];
  return {
    ...ports,
    lakeFormation: {
      ...lakeFormation,
      listDataCellsFilter: () => Promise.resolve({ DataCellsFilters, $metadata: {} }),
      listPermissions: (input) =>
        error !== undefined && input.Resource?.Table?.Name === TableName ? Promise.reject(error) : lakeFormation.listPermissions(input),
    },
  };
}

describe("a data cells filter", () => {
  test("that outlived its table does not stop the reading", async () => {
    const { resources, unread } = await readAs(withFilterOn("gone"), set);
    expect(unread).toEqual([]);
    expect([...resources.keys()]).toContain("lf-grant/IAM_ALLOWED_PRINCIPALS/table/one/a");
  });

  test("whose grants may only be hidden leaves the grants unread", async () => {
    const denied = new AwsError("Lake Formation", "ListPermissions", "AccessDeniedException", "no", "denied");
    const { unread } = await readAs(withFilterOn("a", denied), set);
    expect(unread.map(({ kind }) => kind)).toEqual(["lf-grant"]);
  });
});
