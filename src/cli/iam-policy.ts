/** `lakegrade iam-policy`: least-privilege IAM policies for the roles that run this tool. */

import { Argument } from "commander";
import type { Command } from "commander";

import { rolePolicies } from "./iam-policy/documents.ts";
import type { Duty, RolePolicyDocument } from "./iam-policy/documents.ts";
import { anyResources, namedResources } from "./iam-policy/named-resources.ts";
import type { NamedResources } from "./iam-policy/named-resources.ts";
import type { Io } from "./io.ts";
import { formatOption, outOption, quietOption } from "./options.ts";
import type { Format } from "./options.ts";
import { lakeOf, loadPolicies } from "./policies.ts";

interface IamPolicyOptions {
  readonly out?: string;
  readonly format: Format;
  readonly quiet?: boolean;
}

export function addIamPolicy(program: Command, run: (command: (io: Io) => Promise<number>, format: Format) => Promise<void>): void {
  program
    .command("iam-policy")
    .addArgument(
      new Argument("<command>", "plan: for the role that only reads; apply: for the role that also writes").choices(["plan", "apply"]),
    )
    .argument("[dirs...]", "policy directories whose buckets, keys and roles the permissions are limited to (default: no limit)")
    .description("least-privilege IAM policies for the roles that run this tool; no AWS")
    .addOption(outOption("the policies"))
    .addOption(formatOption())
    .addOption(quietOption())
    .addHelpText("after", examples)
    .action((duty: Duty, directories: string[], options: IamPolicyOptions) =>
      run((io) => iamPolicy(io, duty, directories, options), options.format),
    );
}

const examples = `
Examples:
  lakegrade iam-policy plan                      the policy of the role that plans, as IAM takes it
  lakegrade iam-policy apply policies            that of the role that applies, for these policies alone
  lakegrade iam-policy apply policies -o all.json  all policies of the role with their names, as JSON

The roles must also be administrators of Lake Formation: \`lakegrade bootstrap\`. Without directories the role that applies may write the policies of
every role, so whoever can use it can become anybody in the account. Limited to directories, the role cannot take a guardrail from a
role, or statements from a bucket, that the policies no longer name: print its policy anew only after that is applied.`;

async function iamPolicy(io: Io, duty: Duty, directories: readonly string[], options: IamPolicyOptions): Promise<number> {
  const policies = rolePolicies(duty, directories.length === 0 ? anyResources : await named(directories));
  const json = `${JSON.stringify({ policies }, null, 2)}\n`;
  if (options.out !== undefined) await io.writeText(options.out, json);
  else if (options.format === "json") io.out(json);
  else showDocuments(io, policies, options.quiet ?? false);
  return 0;
}

/** The documents alone on standard output, so that one can be handed on as it is; what each is for beside it. */
function showDocuments(io: Io, policies: readonly RolePolicyDocument[], quiet: boolean): void {
  for (const { name, role, characters, document } of policies) {
    if (!quiet) io.err(`${io.messages.rolePolicy[role](name, characters)}\n`);
    io.out(`${JSON.stringify(document, null, 2)}\n`);
  }
}

async function named(directories: readonly string[]): Promise<NamedResources> {
  const loaded = await loadPolicies(directories);
  return namedResources(loaded.set, lakeOf(loaded));
}
