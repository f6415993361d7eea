/** A small lake for the Lake Formation tests: an account with roles, databases and tables, and calls as anybody. */

import { createAccount } from "../../../src/sandbox/account.ts";
import type { Account } from "../../../src/sandbox/account.ts";
import type { Call } from "../../../src/sandbox/call.ts";
import { createFaults } from "../../../src/sandbox/faults.ts";
import type { FaultInjector, FaultSettings } from "../../../src/sandbox/faults.ts";
import { putRole } from "../../../src/sandbox/iam/roles.ts";
import { createIamState } from "../../../src/sandbox/iam/state.ts";
import { databaseCreated, tableCreated } from "../../../src/sandbox/lake-formation/lifecycle.ts";
import { operations } from "../../../src/sandbox/lake-formation/operations.ts";
import { ServiceError } from "../../../src/sandbox/service-error.ts";

export const accountId = "111122223333";

/** The ARN of a role of the account. */
export const roleArn = (name: string): string => `arn:aws:iam::${accountId}:role/${name}`;

type Operations = typeof operations;
type Name = keyof Operations;
type Input<N extends Name> = Parameters<Operations[N]>[1];
type Output<N extends Name> = ReturnType<Operations[N]>;

export interface Lake {
  readonly account: Account;
  readonly faults: FaultInjector;
  /** A call as the account's administrator, or as a role. */
  readonly callAs: (role?: string) => Call;
  /** Performs an operation as the administrator. */
  readonly send: <N extends Name>(name: N, input: Input<N>) => Output<N>;
  /** Performs an operation as a role. */
  readonly sendAs: <N extends Name>(role: string, name: N, input: Input<N>) => Output<N>;
}

/** `{database: {table: [columns]}}`; a column whose name starts with `#` is a partition key. */
export type Tables = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export interface Options {
  readonly tables?: Tables;
  readonly roles?: readonly string[];
  readonly faults?: FaultSettings;
  /** Removes IAM_ALLOWED_PRINCIPALS from the settings before anything is created. */
  readonly closed?: boolean;
}

/** The operations with their input and output tied together, so that one name picks both. */
const tied: { readonly [N in Name]: (call: Call, input: Input<N>) => Output<N> } = operations;

/** A lake made by the administrator in an untouched account. */
export function createLake({ tables = {}, roles = [], faults = {}, closed = true }: Options = {}): Lake {
  const account = createAccount(accountId, "eu-central-1", createIamState(1));
  for (const name of roles) putRole(account, new Date(0), { name, path: "/", trust: "{}" });
  const injector = createFaults(faults, 1);
  const callAs = (role?: string): Call => {
    injector.begin();
    const number = injector.callNumber();
    const principal = role === undefined ? `arn:aws:iam::${accountId}:user/administrator` : roleArn(role);
    const arn = role === undefined ? principal : `arn:aws:sts::${accountId}:assumed-role/${role}/test`;
    return {
      account,
      caller: { arn, principal, administrator: role === undefined },
      faults: injector,
      now: new Date(Date.UTC(2026, 0, 1) + number * 1000),
      pageSize: (requested, maximum, byDefault = maximum) =>
        Math.min(requested ?? byDefault, maximum, injector.settings().pageSize ?? maximum),
    };
  };
  const lake: Lake = {
    account,
    faults: injector,
    callAs,
    send: (name, input) => tied[name](callAs(), input),
    sendAs: (role, name, input) => tied[name](callAs(role), input),
  };
  if (closed) lake.send("PutDataLakeSettings", { DataLakeSettings: {} });
  for (const [database, list] of Object.entries(tables)) {
    addDatabase(lake, database);
    for (const [table, columns] of Object.entries(list)) addTable(lake, database, table, columns);
  }
  return lake;
}

/** Creates a database as CreateDatabase does. */
export function addDatabase(lake: Lake, name: string, role?: string): void {
  lake.account.glue.databases.set(name, { database: { Name: name }, tables: new Map() });
  databaseCreated(lake.callAs(role), name);
}

/** Creates a table as CreateTable does. */
export function addTable(lake: Lake, database: string, table: string, columns: readonly string[], role?: string): void {
  const [keys, plain] = [columns.filter((name) => name.startsWith("#")), columns.filter((name) => !name.startsWith("#"))];
  lake.account.glue.databases.get(database)?.tables.set(table, {
    Name: table,
    DatabaseName: database,
    StorageDescriptor: { Columns: plain.map((Name) => ({ Name, Type: "string" })) },
    PartitionKeys: keys.map((name) => ({ Name: name.slice(1), Type: "string" })),
  });
  tableCreated(lake.callAs(role), database, table);
}

/** Makes a role a data lake administrator, or a read-only one. */
export function makeAdministrator(lake: Lake, role: string, list: "DataLakeAdmins" | "ReadOnlyAdmins" = "DataLakeAdmins"): void {
  const { DataLakeSettings: settings } = lake.send("GetDataLakeSettings", {});
  lake.send("PutDataLakeSettings", { DataLakeSettings: { ...settings, [list]: [{ DataLakePrincipalIdentifier: roleArn(role) }] } });
}

/** `Code: message` of the AWS error an action ends with; "no error" when there is none. */
export function errorOf(action: () => unknown): string {
  try {
    action();
    return "no error";
  } catch (error) {
    if (error instanceof ServiceError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

/** Tags as `key=value` text, in order. */
export function textOf(
  pairs: readonly { readonly TagKey: string | undefined; readonly TagValues: readonly string[] | undefined }[] = [],
): string {
  return pairs.map(({ TagKey, TagValues = [] }) => `${TagKey}=${TagValues.join("|")}`).join(" ");
}

/** One tag of a request. */
export const tag = (key: string, value: string) => ({ TagKey: key, TagValues: [value] });
