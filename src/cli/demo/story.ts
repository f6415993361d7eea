/** The demo's story: a new lake, governed step by step, with every command run as a user runs it. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { createPorts } from "../../aws/clients.ts";
import type { Ports } from "../../aws/ports.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Io } from "../io.ts";
import { loadPolicies } from "../policies.ts";
import { openSandbox } from "../sandbox-account.ts";
import { lakeOf } from "../policies.ts";
import { seedBefore } from "./before.ts";
import { runCommand } from "./run-command.ts";
import { whoReads } from "./who-reads.ts";
import { whoTouches } from "./who-touches.ts";

/** Root of the package: this file is at `dist/cli/demo`. */
const root = path.resolve(import.meta.dirname, "../../..");

/** Names of the example lake that the story is about. */
const database = "claims";
const table = "patients";
const column = "ssn";

/**
 * Runs the story on a sandbox of its own. The sandbox lives in this process, so that the story can ask it who may read what
 * by its own reading of AWS's documentation; every command is a process that knows only the endpoint. Returns the exit code.
 */
export async function tell(io: Io, pause: boolean): Promise<number> {
  const work = await mkdtemp(path.join(tmpdir(), "lakegrade-demo-"));
  try {
    return await tellIn(io, work, pause);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function tellIn(io: Io, work: string, pause: boolean): Promise<number> {
  const policies = path.join(root, "policies");
  const catalog = path.join(root, "examples", "insurer-catalog.json");
  const loaded = await loadPolicies([policies]);
  const { account, region } = lakeOf(loaded).value;
  const sandbox = await openSandbox(io, { account, region, loaded, catalogFile: catalog });
  const listener = await sandbox.listen(0);
  const console = { region, requestHandler: sandbox.requestHandler, credentials: { accessKeyId: "console", secretAccessKey: "console" } };
  const ports = createPorts(console);
  const say = async (title: string, text: string): Promise<void> => {
    io.out(`\n${io.style("strong", `── ${title}`)}\n${text}\n`);
    if (pause && io.interactive) await io.ask("(Enter) ");
  };
  const plan = path.join(work, "plan.json");
  const shown: Readonly<Record<string, string>> = {
    [policies]: "policies",
    [catalog]: "examples/insurer-catalog.json",
    [plan]: "plan.json",
  };
  const told = new Set<string>();
  const command = (expected: number, ...words: string[]): Promise<void> =>
    runCommand(io, { cli: path.join(root, "dist", "cli.js"), cwd: root, endpoint: listener.url, shown, told }, expected, words);
  const show = (): void => {
    io.out(whoReads(sandbox, loaded, database, table));
  };
  const touch = async (): Promise<void> => {
    io.out(await whoTouches(sandbox, console));
  };

  try {
    await foreignGrant(ports, account, sandbox);
    await seedBefore(sandbox, ports, console);
    await say(
      "A new lake",
      `Account ${account} in ${region}, as AWS gives it: a catalog of three databases, roles, buckets, keys, Identity Center, and everybody whom\nIAM allows reads everything. Somebody has also granted a table by hand. Who reads ${database}.${table} by what Lake Formation says now:`,
    );
    show();
    await say("The way around", "Lake Formation does not guard S3. Who touches the files themselves, tried as each role:");
    await touch();
    await say("Are the policies right?", "Every rule is checked against the catalog, without AWS.");
    await command(0, "validate", policies, "--catalog", catalog);
    await say(
      "What would change?",
      "The plan is saved: it is what is reviewed, and what is applied. Its Writes say who can no longer write, and [stops] marks whom somebody may miss:\nhere the delivery of access logs, which takes no key of KMS. Before this is applied to an account, the logs get a bucket of their own.",
    );
    await command(0, "plan", policies, "-o", plan);
    await say(
      "Apply what was reviewed",
      "Tags first, then grants; only then is the open access taken away, the locations are registered, and the buckets closed.",
    );
    await command(0, "apply", plan);
    show();
    await touch();
    await say("Plan again", "Nothing is left to do. What the policies do not own is reported, not touched.");
    await command(0, "plan", policies, "--detailed-exitcode");
    await say(
      "Meanwhile, in the console …",
      `Somebody re-tags ${database}.${table}.${column} as grade 3 and grants all of hr to a dashboard group. Who reads ${table} now:`,
    );
    await consoleChange(ports, account);
    show();
    await say("What is it?", "Drift exits with 2 when anything differs from the policies.");
    await command(2, "drift", policies);
    await say(
      "Back to what was reviewed",
      "The tag goes back. The grant is foreign: `foreignGrants: report` leaves it for a person to decide.",
    );
    await command(0, "apply", policies, "--yes");
    show();
    return 0;
  } finally {
    await listener.close();
  }
}

/** A grant made by hand before anybody wrote a policy. */
async function foreignGrant(ports: Ports, account: string, sandbox: Sandbox): Promise<void> {
  const batch = sandbox.account.iam.roles.get("analyst-batch");
  if (batch === undefined) throw new Error("the example policies name no role analyst-batch any more");
  await grant(ports, account, batch.arn, database, table);
}

async function consoleChange(ports: Ports, account: string): Promise<void> {
  await ports.lakeFormation.addLFTagsToResource({
    CatalogId: account,
    Resource: { TableWithColumns: { CatalogId: account, DatabaseName: database, Name: table, ColumnNames: [column] } },
    LFTags: [{ CatalogId: account, TagKey: "grade", TagValues: ["3"] }],
  });
  await grant(ports, account, `arn:aws:quicksight:ap-northeast-2:${account}:group/default/everyone`, "hr", undefined);
}

async function grant(ports: Ports, account: string, principal: string, inDatabase: string, on: string | undefined): Promise<void> {
  const Table =
    on === undefined
      ? { CatalogId: account, DatabaseName: inDatabase, TableWildcard: {} }
      : { CatalogId: account, DatabaseName: inDatabase, Name: on };
  const { Failures: failures = [] } = await ports.lakeFormation.batchGrantPermissions({
    CatalogId: account,
    Entries: [{ Id: "1", Principal: { DataLakePrincipalIdentifier: principal }, Resource: { Table }, Permissions: ["SELECT"] }],
  });
  if (failures.length > 0)
    throw new Error(`the demo could not grant ${inDatabase} by hand: ${failures[0]?.Error?.ErrorMessage ?? "no reason given"}`);
}
