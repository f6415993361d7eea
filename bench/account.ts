/** The account of the generated lake, as first adoption finds it: a sandbox in a process of its own, reached as AWS is. */

import { fork } from "node:child_process";

import { createPorts } from "../src/aws/clients.ts";
import type { Ports } from "../src/aws/ports.ts";
import { region } from "./lake.ts";
import type { Question } from "./sandbox.ts";

export interface BenchAccount {
  readonly ports: Ports;
  /** Calls since this was last asked, by `<service>:<Operation>`. */
  readonly calls: () => Promise<ReadonlyMap<string, number>>;
  /** By service, the pages that one reading of everything with the assignments of these LF-Tag keys needs. */
  readonly pages: (tagKeys: readonly string[]) => Promise<Readonly<Record<string, number>>>;
  /** The most memory the sandbox has held, in MiB. */
  readonly memory: () => Promise<number>;
  readonly close: () => void;
}

/** Starts the sandbox and waits until it holds the account; rejects when it ends before it answers. */
export async function openAccount(): Promise<BenchAccount> {
  const child = fork(new URL("sandbox.js", import.meta.url), { serialization: "advanced" });
  const nextMessage = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const failed = (code: unknown): void => {
        reject(new Error(`the sandbox ended with ${String(code)}`));
      };
      child.once("exit", failed);
      child.once("message", (message) => {
        child.off("exit", failed);
        resolve(message);
      });
    });
  // The address of the sandbox takes the place of AWS's own, as for every user of `lakegrade sandbox`.
  process.env["AWS_ENDPOINT_URL"] = String(await nextMessage());
  const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };
  const ask = (question: Question): Promise<unknown> => {
    child.send(question);
    return nextMessage();
  };
  return {
    ports: createPorts({ region, credentials }),
    calls: async () => (await ask({ name: "calls" })) as ReadonlyMap<string, number>,
    pages: async (tagKeys) => (await ask({ name: "pages", tagKeys })) as Readonly<Record<string, number>>,
    memory: async () => (await ask({ name: "memory" })) as number,
    close: () => {
      child.disconnect();
    },
  };
}
