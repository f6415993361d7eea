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

/** The variables of the environment that say who calls. */
export type CallerVariables = Readonly<Partial<Record<"AWS_PROFILE" | "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY", string | undefined>>>;

export function awsDiagnostic(error: AwsError, environment: CallerVariables = {}): Diagnostic {
  const { service, operation, code, message, category } = error;
  const special = code === "CredentialsProviderError" ? noCredentialsAdvice(environment) : noHostAdvice(error);
  return report(codes[category] ?? "LG6001", {
    message: `${service} ${operation}: ${code}${message === code ? "" : `: ${message}`}`,
    help: special ?? adviceForError(error),
  });
}

/** The SDK does not say that no configuration file has the profile, nor that one of two variables is missing, only that it found no credentials. */
function noCredentialsAdvice({
  AWS_PROFILE: profile,
  AWS_ACCESS_KEY_ID: id,
  AWS_SECRET_ACCESS_KEY: secret,
}: CallerVariables): string | undefined {
  if (profile) {
    return `\`AWS_PROFILE\` names the profile \`${profile}\`: is it in \`~/.aws/config\` or \`~/.aws/credentials\`, and logged in? \`aws configure list-profiles\` shows those there are`;
  }
  if (id && !secret) return "`AWS_ACCESS_KEY_ID` is set and `AWS_SECRET_ACCESS_KEY` is not: set both, or neither and a profile";
  if (secret && !id) return "`AWS_SECRET_ACCESS_KEY` is set and `AWS_ACCESS_KEY_ID` is not: set both, or neither and a profile";
  return undefined;
}

/** The SDK makes the name of a host from the Region as it is written: one that does not exist ends as a name that nobody knows. */
function noHostAdvice(error: AwsError): string | undefined {
  const region = error.code === "ENOTFOUND" ? /\.([a-z0-9-]+)\.amazonaws\.com/.exec(error.message)?.[1] : undefined;
  return region === undefined
    ? undefined
    : `is \`Lake.region\` right? Nobody knows a host of Region \`${region}\`; if it is, ${adviceForError(error)}`;
}
