/** The Python that has boto3 and moto: `.venv` as scripts/contract-environment.sh makes it, or LAKEGRADE_PYTHON. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";

export const run = promisify(execFile);

const root = new URL("../../", import.meta.url).pathname;

/** An interpreter that imports the module; undefined, after one line that says so, where there is none. */
export async function pythonWith(module: string): Promise<string | undefined> {
  const python = process.env["LAKEGRADE_PYTHON"] ?? `${root}.venv/bin/python`;
  try {
    await run(python, ["-c", `import ${module}`]);
    return python;
  } catch {
    process.stderr.write(`skipped: ${python} cannot import ${module}; scripts/contract-environment.sh installs it\n`);
    return undefined;
  }
}
