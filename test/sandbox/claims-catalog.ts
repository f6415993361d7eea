/** A catalog of two tables, and a sandbox in which Lake Formation guards it. */

import { paginateGetTables } from "@aws-sdk/client-glue";
import type { GlueClient, TableInput } from "@aws-sdk/client-glue";
import { PutDataLakeSettingsCommand } from "@aws-sdk/client-lakeformation";

import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { seedCatalog } from "../../src/sandbox/seed.ts";
import { clientsOf, testSandbox } from "./clients.ts";
import type { Clients } from "./clients.ts";

const column = (name: string) => ({ name, type: "string" });
export const patients = {
  name: "patients",
  format: "iceberg",
  columns: ["ssn", "city", "sex"].map(column),
  partitionKeys: [column("year")],
};
export const catalog = {
  databases: [{ name: "claims", location: "s3://adw/claims", tables: [patients, { ...patients, name: "visits" }] }],
};
export const tableInput: TableInput = {
  Name: "Patients",
  StorageDescriptor: { Columns: [{ Name: "ssn", Type: "string" }], Location: "s3://adw/claims/patients" },
};

/** A sandbox in which Lake Formation decides: no IAM_ALLOWED_PRINCIPALS by default. */
export async function enforcing(): Promise<{ sandbox: Sandbox; admin: Clients }> {
  const sandbox = testSandbox();
  const admin = clientsOf(sandbox);
  await admin.lakeFormation.send(new PutDataLakeSettingsCommand({ DataLakeSettings: {} }));
  seedCatalog(sandbox, catalog);
  return { sandbox, admin };
}

export async function tableNames(client: GlueClient, database: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of paginateGetTables({ client }, { DatabaseName: database })) {
    names.push(...(page.TableList ?? []).map(({ Name = "" }) => Name));
  }
  return names;
}
