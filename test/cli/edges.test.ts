/** The edges of the command line: what quiet leaves of a failure, files that begin with a mark, options that do not go together. */

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { processIo } from "../../src/cli/io.ts";
import { runProgram } from "../../src/cli/program.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lakegrade-test-"));
  await mkdir(path.join(folder, "policies"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lake = 'apiVersion: lakegrade/v1\nkind: Lake\nname: adw\naccount: "123412341234"\nregion: eu-west-1\n';
const governed = `${lake}---\nkind: Classification\ndatabase: claims\ndefault: 3\nrules: [{match: "*.day", grade: 1}]\n`;
const catalog = JSON.stringify({
  databases: [
    {
      name: "claims",
      location: "s3://adw/claims",
      tables: [{ name: "visits", columns: [{ name: "cost", type: "int" }], partitionKeys: [{ name: "day", type: "date" }] }],
    },
  ],
});
const mark = "\uFEFF";

/** Runs `lakegrade …words`, in which `@/` stands for the folder; a sandbox ends as soon as it is ready. */
async function run(...words: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const interruption = { isInterrupted: () => false, holdInterruption: () => undefined, untilInterrupted: async () => Promise.resolve() };
  let out = "";
  let err = "";
  const code = await runProgram(
    words.map((word) => word.replace("@", folder)),
    (messages) => ({
      ...processIo(interruption, messages),
      out: (text) => void (out += text),
      err: (text) => void (err += text),
      style: (_style, text) => text,
      errStyle: (_style, text) => text,
    }),
  );
  return { code, out, err };
}

function write(file: string, text: string): Promise<void> {
  return writeFile(path.join(folder, file), text);
}

describe("quiet, where a warning and an error come together", () => {
  const compiling = ["compile", "@/policies", "--catalog", "@/catalog.json"];

  beforeEach(async () => {
    await write("catalog.json", catalog);
    await write("policies/all.yaml", `${governed}---\nkind: Group\nname: analysts\nclearance: 7\nprincipals: [{role: analyst}]\n`);
  });

  test("leaves out the warning of a failure told as text", async () => {
    const loud = await run(...compiling);
    expect([loud.code, loud.err.match(/^\w+\[\w+\]/gm)]).toEqual([1, ["warning[LG4016]", "error[LG4001]"]]);
    const quiet = await run(...compiling, "--quiet");
    expect([quiet.code, quiet.out, quiet.err.match(/^\w+\[\w+\]/gm)]).toEqual([1, "", ["error[LG4001]"]]);
  });

  test("leaves JSON whole", async () => {
    const { code, out, err } = await run(...compiling, "--quiet", "--format", "json");
    expect([code, err]).toEqual([1, ""]);
    expect(out).toContain('"LG4016"');
    expect(out).toContain('"LG4001"');
  });

  test("leaves the result of validate whole", async () => {
    const { code, out, err } = await run("validate", "@/policies", "--catalog", "@/catalog.json", "--quiet");
    expect([code, err, out.match(/^\w+\[\w+\]/gm)]).toEqual([1, "", ["warning[LG4016]", "error[LG4001]"]]);
  });
});

describe("a file that begins with a byte order mark", () => {
  beforeEach(() => write("policies/all.yaml", `${mark}${governed}`));

  test("is read as a catalog", async () => {
    await write("catalog.json", `${mark}${catalog}`);
    const { code, out } = await run("compile", "@/policies", "--catalog", "@/catalog.json");
    expect([code, out.includes('"lf-tag-assignment/')]).toEqual([0, true]);
  });

  test("tells its problems at their places", async () => {
    await write("catalog.json", `${mark}{"databases": 7}`);
    const { err } = await run("compile", "@/policies", "--catalog", "@/catalog.json");
    expect(err).toContain("catalog.json:1:15\n");
  });

  test("is not taken with two", async () => {
    await write("catalog.json", `${mark}${mark}${catalog}`);
    expect((await run("compile", "@/policies", "--catalog", "@/catalog.json")).err).toContain("error[LG5009]");
  });

  test.each([
    ["snapshot", ["plan", "@/policies", "--live", "@/file.json"]],
    ["plan", ["apply", "@/file.json", "--yes"]],
  ])("is read as a %s: what is missing is told, not that it is no JSON", async (what, words) => {
    await write("file.json", `${mark}{"formatVersion": 1}`);
    const { err } = await run(...words);
    expect(err).toContain(`is no ${what} of format version 1`);
    expect(err).not.toContain("is not JSON");
  });
});

describe("a sandbox for policies", () => {
  beforeEach(() => write("policies/all.yaml", governed));

  test.each([
    ["--account", "999988887777", "`--account 999988887777` is not the account of the lake, 123412341234"],
    ["--region", "us-east-1", "`--region us-east-1` is not the Region of the lake, eu-west-1"],
  ])("is refused in another place: %s", async (option, value, message) => {
    const { code, out, err } = await run("sandbox", "--policies", "@/policies", option, value);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(`error[LG5012]: ${message}\n`);
    expect(err).toContain("leave one of them out");
  });

  test("starts where both say the same, and anywhere without policies", async () => {
    const same = await run("sandbox", "--policies", "@/policies", "--account", "123412341234", "--region", "eu-west-1");
    expect([same.code, same.out.includes("export AWS_REGION=eu-west-1\n")]).toEqual([0, true]);
    const free = await run("sandbox", "--account", "999988887777", "--region", "us-east-1");
    expect([free.code, free.out.includes("export AWS_REGION=us-east-1\n")]).toEqual([0, true]);
  });

  test("leaves out the note about links where quiet is asked for", async () => {
    await write("catalog.json", JSON.stringify({ databases: [{ name: "away", resourceLink: true, tables: [] }] }));
    const words = ["sandbox", "--policies", "@/policies", "--catalog", "@/catalog.json"];
    expect((await run(...words)).err).toContain("away is a resource link");
    expect((await run(...words, "--quiet")).err).toBe("");
  });
});
