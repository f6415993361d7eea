/** Where the contract suite runs: the sandbox in process and over loopback, moto where it is installed, an account where one is named. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

import { GlueClient } from "@aws-sdk/client-glue";
import { IAMClient } from "@aws-sdk/client-iam";
import { LakeFormationClient } from "@aws-sdk/client-lakeformation";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import { seedAdministrator } from "../../src/sandbox/seed.ts";
import { clientsAt, clientsOf, testSandbox } from "../sandbox/clients.ts";
import type { Clients } from "../sandbox/clients.ts";
import { pythonWith } from "./python.ts";

export interface Endpoint {
  readonly clients: Pick<Clients, "glue" | "iam" | "lakeFormation" | "sts">;
  /** Absent in process, and for AWS. */
  readonly url?: string;
  readonly close: () => Promise<void>;
}

export interface EndpointKind {
  readonly name: string;
  /** AWS itself, or held to what AWS documents; moto is judged only by sequences on which it is known to be right. */
  readonly faithful: boolean;
  /** Settings of the account may be written. */
  readonly disposable: boolean;
  readonly open: () => Promise<Endpoint>;
}

const python = await pythonWith("moto.server");
const realAccount = process.env["LAKEGRADE_CONTRACT_ACCOUNT"];
if (realAccount === undefined) {
  process.stderr.write(
    "skipped: no real account; set LAKEGRADE_CONTRACT_ACCOUNT, AWS_REGION and credentials of a data lake administrator\n",
  );
}

/** Every endpoint that can be reached here. */
export const endpoints: readonly EndpointKind[] = [
  { name: "the sandbox in process", faithful: true, disposable: true, open: openInProcess },
  { name: "the sandbox over loopback", faithful: true, disposable: true, open: openLoopback },
  ...(python === undefined ? [] : [{ name: "moto", faithful: false, disposable: true, open: () => openMoto(python) }]),
  ...(realAccount === undefined ? [] : [{ name: "AWS", faithful: true, disposable: false, open: () => openAws(realAccount) }]),
];

function openInProcess(): Promise<Endpoint> {
  const sandbox = testSandbox();
  seedAdministrator(sandbox);
  return Promise.resolve({ clients: clientsOf(sandbox), close: () => Promise.resolve() });
}

async function openLoopback(): Promise<Endpoint> {
  const sandbox = testSandbox({ pageSize: 2 });
  seedAdministrator(sandbox);
  const listener = await sandbox.listen();
  return { clients: clientsAt(listener.url), url: listener.url, close: listener.close };
}

/** moto's server on a free port, until it answers; 20 seconds at most. */
async function openMoto(interpreter: string): Promise<Endpoint> {
  const port = await freePort();
  const server = spawn(interpreter, ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  const close = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
  };
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const answers = await fetch(`${url}/moto-api/data.json`).then(
      (response) => response.ok,
      () => false,
    );
    if (answers) return { clients: clientsAt(url), url, close };
    await delay(200);
  }
  await close();
  throw new Error("moto did not answer within 20 seconds");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** The account that is named, and no other: the suite creates and deletes things. */
async function openAws(account: string): Promise<Endpoint> {
  const region = process.env["AWS_REGION"];
  if (region === undefined) throw new Error("set AWS_REGION for the contract suite");
  const config = { region, maxAttempts: 8 };
  const sts = new STSClient(config);
  const clients = { glue: new GlueClient(config), iam: new IAMClient(config), lakeFormation: new LakeFormationClient(config), sts };
  const { Account: actual } = await sts.send(new GetCallerIdentityCommand({}));
  if (actual !== account) throw new Error(`the credentials are of account ${actual}, not of ${account}`);
  return { clients, close: () => Promise.resolve() };
}
