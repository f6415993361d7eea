/** AWS errors as diagnostics: one clear message and what to do. */

import { adviceForError } from "../model/aws-error.ts";
import type { AwsError, AwsErrorCategory } from "../model/aws-error.ts";
import { report } from "../model/diagnostic.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { DiagnosticCode } from "../model/diagnostic-codes.ts";

const codes: Partial<Readonly<Record<AwsErrorCategory, DiagnosticCode>>> = {
  credentials: "LG6002",
  network: "LG6003",
  denied: "LG6004",
};

/** `profile`: what `AWS_PROFILE` names. The SDK does not say that no configuration file has it, only that it found no credentials. */
export function awsDiagnostic(error: AwsError, profile?: string): Diagnostic {
  const { service, operation, code, message, category } = error;
  return report(codes[category] ?? "LG6001", {
    message: `${service} ${operation}: ${code}${message === code ? "" : `: ${message}`}`,
    help: code === "CredentialsProviderError" && profile ? profileAdvice(profile) : adviceForError(error),
  });
}

function profileAdvice(profile: string): string {
  return `\`AWS_PROFILE\` names the profile \`${profile}\`: is it in \`~/.aws/config\` or \`~/.aws/credentials\`, and logged in? \`aws configure list-profiles\` shows those there are`;
}
