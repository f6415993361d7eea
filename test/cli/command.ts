/** Running the built command as a user does, against a sandbox on loopback. */

import { fork, spawn } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { seedAdministrator, seedCatalog, seedPermissionSetRole, seedRole } from "../../src/sandbox/seed.ts";
import { createSandbox } from "../../src/sandbox/sandbox.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";

const cli = path.resolve(import.meta.dirname, "../../dist/cli.js");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Lake {
  /** A working directory with `policies/`. */
  readonly cwd: string;
  readonly sandbox: Sandbox;
  readonly url: string;
  /** Runs `lakegrade …words` in the working directory. */
  readonly run: (words: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Ended>;
  /** Replaces a policy file. */
  readonly write: (file: string, text: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Runs the command; standard input is no terminal. */
export async function runCli(words: readonly string[], cwd: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [cli, ...words], { cwd, env: { PATH, HOME: cwd, ...env }, stdio: ["ignore", "pipe", "pipe"] });
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

/** Runs commands, one at a time. */
export type Runner = typeof runCli;

/** A process that runs commands one after another, for tests of many short ones. Fails where a command throws. */
export function openHost(): { readonly run: Runner; readonly close: () => void } {
  const host = fork(path.join(import.meta.dirname, "command-host.mjs"), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  return {
    run: (words, cwd, env) =>
      new Promise((resolve, reject) => {
        const onExit = (): void => reject(new Error("the process of the commands has ended"));
        host.once("exit", onExit);
        host.once("message", (answer: Ended | { readonly bug: string }) => {
          host.off("exit", onExit);
          if ("bug" in answer) reject(new Error(answer.bug));
          else resolve(answer);
        });
        host.send({ words, cwd, env });
      }),
    close: () => host.disconnect(),
  };
}

function column(name: string): { name: string; type: string } {
  return { name, type: "string" };
}

/** A lake of two databases in a sandbox, with policies for one of them. */
export async function openLake(runner: Runner = runCli): Promise<Lake> {
  const cwd = await mkdtemp(path.join(tmpdir(), "lakegrade-test-"));
  await cp(path.join(import.meta.dirname, "fixtures", "policies"), path.join(cwd, "policies"), { recursive: true });
  const sandbox = createSandbox({ account: "111122223333", region: "ap-northeast-2" });
  seedAdministrator(sandbox);
  for (const role of ["LakeAdmin", "LakegradePlan", "LakegradeApply", "LakeRegistration", "BreakGlass", "nightly", "nobody"])
    seedRole(sandbox, role);
  seedPermissionSetRole(sandbox, "DataAnalyst");
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
    run: (words, env = {}) => runner(words, cwd, { ...base, ...env }),
    write: (file, text) => writeFile(path.join(cwd, file), text),
    close: async () => {
      await close();
      await rm(cwd, { recursive: true, force: true });
    },
  };
}
