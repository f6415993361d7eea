/** Readers that go away, terminals that are interrupted, and results that other programs read. */

import { spawn } from "node:child_process";
import { cp, readFile, writeFile, rename } from "node:fs/promises";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { isTableLeftToIam } from "../../src/sandbox/lake-formation/held-grants.ts";
import { endOf, openLake } from "./command.ts";
import type { Ended, Lake } from "./command.ts";

const cli = path.resolve(import.meta.dirname, "../../dist/cli.js");

let lake: Lake;
beforeEach(async () => {
  lake = await openLake();
});
afterEach(() => lake.close());

function environment(): NodeJS.ProcessEnv {
  const { PATH = "" } = process.env;
  return { PATH, HOME: lake.cwd, ...lake.env };
}

/** Runs the command for a reader that closes these streams before it has read anything. */
async function runUnread(words: readonly string[], closed: readonly ("stdout" | "stderr")[]): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...words], { cwd: lake.cwd, env: environment(), stdio: ["ignore", "pipe", "pipe"] });
  const read = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    if (closed.includes(stream)) child[stream].destroy();
    else child[stream].on("data", (chunk: Buffer) => (read[stream] += chunk.toString("utf8")));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { code, ...read };
}

const nothingPlanned = async (): Promise<boolean> => (await lake.run(["plan", "--detailed-exitcode"])).code === 0;

describe("a reader that closes the pipe", () => {
  test.each([[["stdout", "stderr"]], [["stderr"]]] as const)("%j does not end an apply", async (closed) => {
    const { code } = await runUnread(["apply", "--yes"], closed);
    expect(await nothingPlanned()).toBe(true);
    expect(code).toBe(0);
  });

  test("is not noticed by an apply that has a failure to tell: it goes on as far as it may", async () => {
    lake.sandbox.setFaults({ denied: ["glue:UpdateDatabase"] });
    const isOpen = (): boolean => isTableLeftToIam(lake.sandbox.account, "claims", "patients");
    expect(isOpen()).toBe(true);
    // What fails is told before the rest of its step is done, which closes the tables.
    const { code } = await runUnread(["apply", "--yes"], ["stdout", "stderr"]);
    expect([code, isOpen()]).toEqual([1, false]);
  });

  test("ends a plan, without a stack", async () => {
    expect(await runUnread(["plan"], ["stdout"])).toEqual({ code: 1, stdout: "", stderr: "" });
  });
});

/** Starts the command on a terminal of its own, sends these keys at the question, and gives what the terminal showed. */
const terminal = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
shown = b""
asked = False
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    shown += chunk
    if not asked and b"is taken for a yes" in shown:
        asked = True
        os.write(terminal, sys.argv[1].encode())
_, status = os.waitpid(pid, 0)
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(status) if asked else 99)
`;

function answer(keys: string): Promise<Ended> {
  const words = ["-c", terminal, keys, process.execPath, cli, "apply"];
  return endOf(spawn("python3", words, { cwd: lake.cwd, env: { ...environment(), TERM: "xterm" }, stdio: ["ignore", "pipe", "pipe"] }));
}

describe("the question of an apply", () => {
  test.each([
    ["Ctrl-C", "\u0003", 130],
    ["Ctrl-D", "\u0004", 1],
  ])("takes %s for no yes", async (_name, keys, ended) => {
    const before = structuredClone(lake.sandbox.account.lakeFormation.data.settings);
    const { code, stdout } = await answer(keys);
    expect(stdout).toContain("is taken for a yes");
    expect(stdout.includes("nothing was changed")).toBe(ended === 1);
    expect(stdout).not.toMatch(/\n\s+at /);
    expect(code).toBe(ended);
    expect(lake.sandbox.account.lakeFormation.data.settings).toEqual(before);
    expect(await nothingPlanned()).toBe(false);
  });

  test("takes only yes for yes", async () => {
    expect(await answer("yes\r")).toMatchObject({ code: 0 });
    expect(await nothingPlanned()).toBe(true);
  });
});

describe("a sandbox", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("ends with a %s that comes as soon as it says that it is ready", async (signal) => {
    const child = spawn(process.execPath, [cli, "sandbox"], { cwd: lake.cwd, env: environment(), stdio: ["ignore", "pipe", "ignore"] });
    child.stdout.once("data", () => child.kill(signal));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    expect(code).toBe(0);
  });
});

describe("what other programs read", () => {
  test("a plan that must not be applied is one JSON document", async () => {
    expect(await lake.run(["apply", "--yes"])).toMatchObject({ code: 0 });
    await lake.write("policies/claims.yaml", "kind: Classification\ndatabase: scratch\ndefault: 2\n");
    const lakeFile = await readFile(path.join(lake.cwd, "policies/lake.yaml"), "utf8");
    await lake.write("policies/lake.yaml", `${lakeFile}grades: {1: {en: a}, 2: {en: b}}\n`);
    await lake.write("policies/groups.yaml", "kind: Group\nname: batch\nclearance: 2\nprincipals: [{role: nightly}]\n");
    const { code, stdout } = await lake.start(["plan", "--format", "json"]);
    const { diagnostics, ...others } = JSON.parse(stdout) as { diagnostics: { code: string }[] };
    expect([code, diagnostics.map((each) => each.code), others]).toEqual([1, ["LG5005"], {}]);
  });

  test("a saved plan is refused where other policies were reviewed", async () => {
    expect(await lake.run(["plan", "-o", "plan.json"])).toMatchObject({ code: 0 });
    await cp(path.join(lake.cwd, "policies"), path.join(lake.cwd, "elsewhere"), { recursive: true });
    await lake.write("elsewhere/more.yaml", "kind: Group\nname: more\nclearance: 3\nprincipals: [{role: nobody}]\n");
    const { code, stdout, stderr } = await lake.run(["apply", "plan.json", "--policies", "elsewhere"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("error[LG5006]");
  });

  test("a saved plan is applied from another directory where the policies are named, and says where it looked otherwise", async () => {
    expect(await lake.run(["plan", "-o", "plan.json"])).toMatchObject({ code: 0 });
    await rename(path.join(lake.cwd, "policies"), path.join(lake.cwd, "moved"));
    const { code, stdout, stderr } = await lake.run(["apply", "plan.json"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("error[LG1001]: `plan.json` was made from `policies`, and there is no directory `/");
    expect(stderr).toContain("`--policies`");
    expect(await lake.run(["apply", "plan.json", "--policies", "moved"])).toMatchObject({ code: 0, stderr: "" });
  });

  test("validate does not call roles unknown that a snapshot could not hold", async () => {
    lake.sandbox.setFaults({ denied: ["iam:GetAccountAuthorizationDetails"] });
    expect(await lake.run(["snapshot", "-o", "snapshot.json"])).toMatchObject({ code: 0 });
    const { unread } = JSON.parse(await readFile(path.join(lake.cwd, "snapshot.json"), "utf8")) as { unread: { kind: string }[] };
    expect(unread.map(({ kind }) => kind)).toContain("roles");
    expect(await lake.run(["validate", "--live", "snapshot.json"])).toMatchObject({ code: 0, stdout: "3 files, no problems\n" });
    // With the roles read, an unknown one is an error: the check does look.
    lake.sandbox.setFaults({ denied: [] });
    expect(await lake.run(["snapshot", "-o", "whole.json"])).toMatchObject({ code: 0 });
    await writeFile(path.join(lake.cwd, "policies/more.yaml"), "kind: Group\nname: more\nclearance: 3\nprincipals: [{role: unheard-of}]\n");
    expect(await lake.run(["validate", "--live", "whole.json"])).toMatchObject({ code: 1, stdout: expect.stringContaining("unheard-of") });
  });
});
