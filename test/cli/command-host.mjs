// Runs commands of the built command line one after another in one process, because starting Node for each takes longer than
// most commands do. Asked over IPC: `{words, cwd, env}`; answers `{code, stdout, stderr}`, or `{bug}` where a command threw.
import { processIo } from "../../dist/cli/io.js";
import { runProgram } from "../../dist/cli/program.js";

const { PATH = "" } = process.env;
const interruption = { isInterrupted: () => false, holdInterruption: () => undefined, untilInterrupted: () => Promise.resolve() };
const plain = (_style, text) => text;

process.on("message", async ({ words, cwd, env }) => {
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, { PATH, HOME: cwd, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", ...env });
  process.chdir(cwd);
  const ended = { stdout: "", stderr: "" };
  try {
    const code = await runProgram(words, (messages) => ({
      ...processIo(interruption, messages),
      out: (text) => (ended.stdout += text),
      err: (text) => (ended.stderr += text),
      style: plain,
      errStyle: plain,
      interactive: false,
      progressTerminal: false,
    }));
    process.send({ code, ...ended });
  } catch (error) {
    process.send({ bug: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
process.on("disconnect", () => process.exit());
