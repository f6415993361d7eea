/** A database's default grants on new tables: read with the catalog, written by rewriting the database with the rest of it kept. */

import type { Database, DatabaseInput, Permission as GluePermission } from "@aws-sdk/client-glue";

import { AwsError } from "../../model/aws-error.ts";
import type { Change, Impact } from "../../model/change.ts";
import { mapConcurrent } from "../../model/concurrent.ts";
import { isComplete } from "../../model/permission.ts";
import type { ApplyContext, Kind } from "../kind.ts";
import { attempt } from "../outcome.ts";
import { address, normalize, owns } from "./spec.ts";
import type { GlueDatabaseDefaults } from "./spec.ts";

/** Databases written at the same time. */
const writers = 4;

export const glueDatabaseDefaults: Kind<"glue-database-defaults", GlueDatabaseDefaults> = {
  name: "glue-database-defaults",
  dependsOn: ["lf-grant"],
  address,
  normalize,
  owns,

  read: ({ tableDefaults }) =>
    Promise.resolve({ specs: [...tableDefaults].map(([database, grants]) => ({ database, grants })), unread: [] }),

  impact(before, after): Impact {
    const was = new Set((before?.grants ?? []).map((grant) => JSON.stringify(grant)));
    const is = (after?.grants ?? []).map((grant) => JSON.stringify(grant));
    if (is.some((grant) => !was.has(grant))) return "widens";
    return was.size > is.length ? "narrows" : "neutral";
  },

  async apply(context, changes) {
    await mapConcurrent(changes, writers, (change) => attempt(context, [change], () => write(context, change)));
  },

  describe: ({ grants }) => {
    const label = "new tables are open to";
    if (grants.length === 0) return [{ label, value: "nobody", words: "phrase" }];
    return [{ label, value: grants.map(({ principal, permissions }) => `${principal} (${permissions.join(", ")})`).join("; ") }];
  },
};

/** UpdateDatabase replaces the whole database (Glue API), so everything else that can be sent is sent back as it was read. */
async function write({ ports: { glue }, account }: ApplyContext, { after }: Change<GlueDatabaseDefaults>): Promise<void> {
  if (after === null) return;
  const { Database: current } = await glue.getDatabase({ CatalogId: account, Name: after.database });
  if (current === undefined) throw new AwsError("Glue", "GetDatabase", "EmptyAnswer", "the answer holds no database", "invalid");
  const grants = after.grants.map(({ principal, permissions }) => ({
    Principal: { DataLakePrincipalIdentifier: principal },
    // ALL is written as such: its expansion holds DESCRIBE, which Glue does not declare.
    Permissions: isComplete(permissions, "table") ? ["ALL" as const] : permissions.filter(isGluePermission),
  }));
  await glue.updateDatabase({
    CatalogId: account,
    Name: after.database,
    DatabaseInput: { ...inputOf(current), CreateTableDefaultPermissions: grants },
  });
}

/** Permissions that Glue's API declares; Lake Formation has more, none of which a default can hold. */
const gluePermissions: ReadonlySet<string> = new Set([
  "ALL",
  "SELECT",
  "ALTER",
  "DROP",
  "DELETE",
  "INSERT",
  "CREATE_DATABASE",
  "CREATE_TABLE",
  "DATA_LOCATION_ACCESS",
]);

function isGluePermission(permission: string): permission is GluePermission {
  return gluePermissions.has(permission);
}

/** Members of a database that UpdateDatabase takes. Source: Glue API, DatabaseInput. */
function inputOf({ Name, Description, LocationUri, Parameters, TargetDatabase, FederatedDatabase }: Database): DatabaseInput {
  return {
    Name,
    ...(Description === undefined ? {} : { Description }),
    ...(LocationUri === undefined ? {} : { LocationUri }),
    ...(Parameters === undefined ? {} : { Parameters }),
    ...(TargetDatabase === undefined ? {} : { TargetDatabase }),
    ...(FederatedDatabase === undefined ? {} : { FederatedDatabase }),
  };
}
