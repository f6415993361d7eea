/** The register of diagnostic codes. Codes are stable: never renumber, never reuse. Each has a page in docs/diagnostics. */

interface CodeEntry {
  readonly severity: "error" | "warning";
  /** What kind of problem this is, without user values; the heading of its page. */
  readonly title: string;
}

/** LG1xxx parse · 2xxx schema · 3xxx resolve · 4xxx check · 5xxx plan and guards · 6xxx apply and AWS · 7xxx audit. */
export const diagnosticCodes = {
  // LG1xxx: reading and parsing policy files.
  LG1001: { severity: "error", title: "a policy file or directory cannot be read" },
  // LG2xxx: the shape of documents.
  LG2001: { severity: "error", title: "unknown kind of document" },
  // LG3xxx: references between documents, to the catalog and to principals.
  LG3001: { severity: "error", title: "no Lake, or several" },
  // LG4xxx: semantic checks.
  LG4001: { severity: "error", title: "clearance or grade beyond the grades of the lake" },
  // LG5xxx: plan, plan files and guards.
  // LG6xxx: apply and AWS.
} as const satisfies Record<string, CodeEntry>;

export type DiagnosticCode = keyof typeof diagnosticCodes;
