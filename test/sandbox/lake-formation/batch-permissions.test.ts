/** Batches of grants and revokes: 20 entries, failures inside the answer. */

import { describe, expect, it } from "vitest";

import { column, lakeWithRoles, rowsOf, table, to } from "./granted-lake.ts";
import { addTable, errorOf } from "./lake.ts";

const entries = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    Id: `e${index}`,
    Principal: to("Analyst"),
    Resource: table,
    Permissions: ["SELECT" as const],
  }));

describe("batches", () => {
  it("take 20 entries with ids of their own", () => {
    const lake = lakeWithRoles();
    expect(lake.send("BatchGrantPermissions", { Entries: entries(20) })).toEqual({ Failures: [] });
    expect(errorOf(() => lake.send("BatchGrantPermissions", { Entries: entries(21) }))).toMatch(/^InvalidInputException/);
    expect(errorOf(() => lake.send("BatchGrantPermissions", { Entries: [...entries(1), ...entries(1)] }))).toMatch(
      /^InvalidInputException/,
    );
  });

  it("report failed entries beside the ones that worked, whole and with the error", () => {
    const lake = lakeWithRoles();
    const [good, bad] = entries(2);
    const wrong = { ...bad, Id: "bad", Resource: column("gone") };
    const answer = lake.send("BatchGrantPermissions", { Entries: [wrong, { ...good, Id: "good" }] });
    expect(answer.Failures).toEqual([
      {
        RequestEntry: wrong,
        Error: { ErrorCode: "InvalidInputException", ErrorMessage: "cannot grant/revoke permission on non-existent column" },
      },
    ]);
    expect(rowsOf(lake)).toHaveLength(1);
  });

  it("keep grant options", () => {
    const lake = lakeWithRoles();
    const [entry] = entries(1);
    lake.send("BatchGrantPermissions", { Entries: [{ ...entry, Id: "a", PermissionsWithGrantOption: ["SELECT"] }] });
    expect(rowsOf(lake)[0]).toMatch(/: SELECT \/ SELECT$/);
  });

  it("show a fault as a failed entry that changed nothing", () => {
    const lake = lakeWithRoles();
    lake.faults.set({ entryFailures: 1 });
    const answer = lake.send("BatchGrantPermissions", { Entries: entries(1) });
    expect(answer.Failures?.[0]?.Error?.ErrorCode).toBe("ConcurrentModificationException");
    expect(rowsOf(lake)).toEqual([]);
  });

  it("revoke as they grant", () => {
    const lake = lakeWithRoles();
    lake.send("BatchGrantPermissions", { Entries: entries(1) });
    const [entry] = entries(1);
    const answer = lake.send("BatchRevokePermissions", {
      Entries: [
        { ...entry, Id: "a" },
        { ...entry, Id: "b" },
      ],
    });
    expect(answer.Failures?.map(({ RequestEntry }) => RequestEntry?.Id)).toEqual(["b"]);
    expect(rowsOf(lake)).toEqual([]);
  });

  it("see a table made meanwhile", () => {
    const lake = lakeWithRoles();
    addTable(lake, "claims", "visits", ["day"]);
    const Resource = { Table: { DatabaseName: "claims", Name: "visits" } };
    expect(
      lake.send("BatchGrantPermissions", { Entries: [{ Id: "a", Principal: to("Analyst"), Resource, Permissions: ["SELECT"] }] }),
    ).toEqual({ Failures: [] });
  });
});
