/** `lakegrade init`: a first policy set, from a question or two or from flags. */

import { stat } from "node:fs/promises";
import path from "node:path";

import type { Command } from "commander";
import { stringify } from "yaml";

import { parsePolicies } from "../compiler/parse.ts";
import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { Failure } from "./failure.ts";
import type { Io } from "./io.ts";
import type { Format } from "./options.ts";
import { sourcesOf } from "./render/diagnostics.ts";
import { printable } from "./render/terminal-text.ts";
import { refuse } from "./notes.ts";

interface InitOptions {
  readonly name?: string;
  readonly account?: string;
  readonly region?: string;
  readonly database?: string;
  readonly permissionSet?: string;
}

type Answers = Required<InitOptions>;

/** Answers that an empty line gives. */
const fallbacks: Partial<Answers> = { name: "lake", region: "ap-northeast-2" };

export function addInit(program: Command, run: (command: (io: Io) => Promise<number>, format: Format) => Promise<void>): void {
  program
    .command("init")
    .argument("[dir]", "where to write", "policies")
    .description("write a first policy set, from a question or two or from flags; no AWS")
    .option("--name <name>", "name of the lake")
    .option("--account <id>", "AWS account id, 12 digits")
    .option("--region <region>", "Region of the catalog")
    .option("--database <name>", "a Glue database to govern first")
    .option("--permission-set <name>", "a permission set whose people may read it")
    .addHelpText(
      "after",
      `
Example:
  lakegrade init --name adw --account 111122223333 --region ap-northeast-2 --database claims --permission-set DataAnalyst`,
    )
    .action((directory: string, options: InitOptions) => run((io) => init(io, directory, options), "text"));
}

async function init(io: Io, directory: string, options: InitOptions): Promise<number> {
  const answers = await complete(io, options);
  const files = filesOf(answers);
  const written = Object.entries(files).map(([name, text]) => ({ file: path.join(directory, name), bytes: Buffer.from(text, "utf8") }));
  // Answers are input like any other: what they make must be right before a file exists.
  refuse(parsePolicies(written).diagnostics, sourcesOf(written));
  await refuseExisting(written.map(({ file }) => file));
  await io.makeDirectory(directory);
  for (const { file, bytes } of written) await io.writeText(file, bytes.toString("utf8"));
  for (const name of Object.keys(files)) io.out(`${path.posix.join(directory.split(path.sep).join("/"), name)}\n`);
  io.err(`${io.messages.nextAfterInit(directoryArgument(directory))}\n`);
  return 0;
}

/** What stands behind the next command: nothing where it looks by itself; quoted where a shell would not take it as one word. */
export function directoryArgument(directory: string): string {
  if (path.normalize(directory).replace(/[\\/]$/, "") === "policies") return "";
  return ` ${/^[\w./@%+=:,][\w./@%+=:,-]*$/.test(directory) ? directory : `'${printable(directory).replaceAll("'", String.raw`'\''`)}'`}`;
}

async function complete(io: Io, options: InitOptions): Promise<Answers> {
  const missing: string[] = [];
  const answer = async (field: keyof Answers): Promise<string> => {
    const fallback = fallbacks[field];
    const ask = io.messages.questions[field];
    const given = options[field];
    if (given !== undefined) return given;
    if (!io.interactive) {
      if (fallback === undefined) missing.push(field);
      return fallback ?? "";
    }
    const typed = (await io.ask(`${ask}${fallback === undefined ? "" : ` [${fallback}]`}: `)).trim();
    return typed === "" ? (fallback ?? "") : typed;
  };
  const answers: Answers = {
    name: await answer("name"),
    account: await answer("account"),
    region: await answer("region"),
    database: await answer("database"),
    permissionSet: await answer("permissionSet"),
  };
  if (missing.length === 0) return answers;
  const flags = missing.map((field) => `\`--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}\``);
  throw new Failure([
    report("LG5012", { message: `without a terminal to ask on, ${flags.join(", ")} must be given`, help: "see `lakegrade init --help`" }),
  ]);
}

async function refuseExisting(files: readonly string[]): Promise<void> {
  const existing: Diagnostic[] = [];
  for (const file of files) {
    const isThere = await stat(file).then(
      () => true,
      () => false,
    );
    if (isThere)
      existing.push(report("LG5011", { message: `\`${file}\` is there already`, help: "write to another directory, or move it away" }));
  }
  refuse(existing);
}

/** What an LF-Tag value may be; a database with another name gets no domain, because inventing one is the user's part. */
const isTagValue = /^[\p{L}\p{N}_.:/=+\-@%]{1,50}$/u;

function filesOf({ name, account, region, database, permissionSet }: Answers): Readonly<Record<string, string>> {
  return {
    "lake.yaml": `# One data catalog: one account, one Region. Everything not said here has a safe default.
${stringify({ apiVersion: "lakegrade/v1", kind: "Lake", name, account, region })}`,
    "classification.yaml": `# Grades of the columns of one database. Grade 1 is the most sensitive; among matching rules the strictest wins.
${stringify({ kind: "Classification", database, ...(isTagValue.test(database) ? { domain: database.toLowerCase() } : {}), default: 3 })}rules:
  # Names that identify a person alone: grade 1. \`optional\` lets a rule match nothing.
  - {match: "*.{ssn,rrno,passport,drivers_license}", grade: 1, optional: true}
  # Names that identify in combination: grade 2.
  - {match: "*.{name,first_name,last_name,email,phone,birth*,address*}", grade: 2, optional: true}
`,
    "groups.yaml": `# Clearance 2 reads grades 2 and 3, never 1.
${stringify({ kind: "Group", name: "analysts", clearance: 2, principals: [{ permissionSet }] })}`,
  };
}
