/** Running the built command as a user does, against a sandbox on loopback. */

import { fork, spawn } from "node:child_process";
import type { ChildProcess, ChildProcessByStdio } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";

import { seedAdministrator, seedBucket, seedCatalog, seedPermissionSetRole, seedRole } from "../../src/sandbox/seed.ts";
import { createSandbox } from "../../src/sandbox/sandbox.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";

const cli = path.resolve(import.meta.dirname, "../../dist/cli.js");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type LakeRunner = (words: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Ended>;

export interface Lake {
  /** A working directory with `policies/`. */
  readonly cwd: string;
  readonly sandbox: Sandbox;
  readonly url: string;
  /** What a command needs in its environment to find the sandbox. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs `lakegrade …words` in the working directory, in the process that tests share. */
  readonly run: LakeRunner;
  /** Runs it in a process of its own: for what only the end of a process and its streams can show, at twenty times the price. */
  readonly start: LakeRunner;
  /** Replaces a policy file. */
  readonly write: (file: string, text: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Runs a command in a directory. */
export type Runner = (words: readonly string[], cwd: string, env: Readonly<Record<string, string>>) => Promise<Ended>;

/** What a process printed, and how it ended. */
export async function endOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { code, stdout, stderr };
}

/** Runs the command as a process of its own; standard input is no terminal. */
export const runCli: Runner = (words, cwd, env) => {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [cli, ...words], { cwd, env: { PATH, HOME: cwd, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  return endOf(child);
};

let host: ChildProcess | undefined;

/** The process that runs the commands of a worker's tests; it ends with the worker, and does not keep it. */
function commandHost(): ChildProcess {
  if (host !== undefined) return host;
  const started = fork(path.join(import.meta.dirname, "command-host.mjs"), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  started.once("exit", () => (host = undefined));
  started.unref();
  started.channel?.unref();
  host = started;
  return started;
}

/** Runs a command in one process with others, one at a time. Fails where the command throws. */
export const runHosted: Runner = (words, cwd, env) =>
  new Promise((resolve, reject) => {
    const running = commandHost();
    const onExit = (): void => reject(new Error("the process of the commands has ended"));
    running.once("exit", onExit);
    running.once("message", (answer: Ended | { readonly bug: string }) => {
      running.off("exit", onExit);
      if ("bug" in answer) reject(new Error(answer.bug));
      else resolve(answer);
    });
    running.send({ words, cwd, env });
  });

function column(name: string): { name: string; type: string } {
  return { name, type: "string" };
}

/** A lake of two databases in a sandbox, with policies for one of them. */
export async function openLake(): Promise<Lake> {
  const cwd = await mkdtemp(path.join(tmpdir(), "lakegrade-test-"));
  await cp(path.join(import.meta.dirname, "fixtures", "policies"), path.join(cwd, "policies"), { recursive: true });
  const sandbox = createSandbox({ account: "111122223333", region: "ap-northeast-2" });
  seedAdministrator(sandbox);
  for (const role of ["LakeAdmin", "LakegradePlan", "LakegradeApply", "LakeRegistration", "BreakGlass", "nightly", "nobody"])
    seedRole(sandbox, role);
  seedPermissionSetRole(sandbox, "DataAnalyst");
  seedBucket(sandbox, "adw-claims");
  seedCatalog(sandbox, {
    databases: [
      {
        name: "claims",
        location: "s3://adw-claims/warehouse",
        tables: [
          {
            name: "patients",
            location: "s3://adw-claims/warehouse/patients",
            format: "parquet",
            columns: ["id", "ssn", "name", "city"].map(column),
            partitionKeys: [],
          },
          {
            name: "visits",
            location: "s3://adw-claims/warehouse/visits",
            format: "parquet",
            columns: ["id", "patient", "cost"].map(column),
            partitionKeys: [column("day")],
          },
        ],
      },
      { name: "scratch", tables: [{ name: "notes", format: "csv", columns: [column("text")], partitionKeys: [] }] },
    ],
  });
  const { url, close } = await sandbox.listen(0);
  const base = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: "administrator",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  return {
    cwd,
    sandbox,
    url,
    env: base,
    run: (words, env = {}) => runHosted(words, cwd, { ...base, ...env }),
    start: (words, env = {}) => runCli(words, cwd, { ...base, ...env }),
    write: (file, text) => writeFile(path.join(cwd, file), text),
    close: async () => {
      await close();
      await rm(cwd, { recursive: true, force: true });
    },
  };
}
