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

export function awsDiagnostic(error: AwsError): Diagnostic {
  const { service, operation, code, message, category } = error;
  return report(codes[category] ?? "LG6001", {
    message: `${service} ${operation}: ${code}${message === code ? "" : `: ${message}`}`,
    help: adviceForError(error),
  });
}
