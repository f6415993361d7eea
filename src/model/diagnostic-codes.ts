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
  LG1002: { severity: "error", title: "no policy file" },
  LG1003: { severity: "error", title: "a policy file is too large" },
  LG1004: { severity: "error", title: "a policy file is not UTF-8 text" },
  LG1005: { severity: "error", title: "hidden character in a policy file" },
  LG1006: { severity: "error", title: "not valid YAML" },
  LG1007: { severity: "error", title: "a tab is used for indentation" },
  LG1008: { severity: "error", title: "a key is given twice" },
  LG1009: { severity: "error", title: "unknown YAML tag" },
  LG1010: { severity: "error", title: "an alias without a usable anchor" },
  LG1011: { severity: "error", title: "collections nested too deep" },
  LG1012: { severity: "error", title: "aliases expand too far" },
  LG1013: { severity: "error", title: "merge key" },
  LG1014: { severity: "error", title: "a key that is not plain text" },
  LG1015: { severity: "error", title: "unsupported YAML directive" },
  // LG2xxx: the shape of documents.
  LG2001: { severity: "error", title: "unknown kind of document" },
  LG2002: { severity: "error", title: "a document without a kind" },
  LG2003: { severity: "error", title: "a document is not a mapping" },
  LG2004: { severity: "error", title: "a kind that this version does not support yet" },
  LG2005: { severity: "error", title: "unknown field" },
  LG2006: { severity: "error", title: "missing field" },
  LG2007: { severity: "error", title: "a value of the wrong type" },
  LG2008: { severity: "error", title: "a value that is not one of the allowed" },
  LG2009: { severity: "error", title: "a value of the wrong form" },
  LG2010: { severity: "error", title: "a value out of range" },
  LG2011: { severity: "error", title: "an account id without quotes" },
  LG2012: { severity: "error", title: "fields that do not go together" },
  LG2013: { severity: "error", title: "apiVersion missing or not supported" },
  // LG3xxx: references between documents, to the catalog and to principals.
  LG3001: { severity: "error", title: "no Lake, or several" },
  LG3003: { severity: "error", title: "two groups of one name" },
  LG3004: { severity: "error", title: "two classifications of one database" },
  LG3005: { severity: "error", title: "several globs settle one database" },
  LG3006: { severity: "error", title: "classification of a database that is not in the catalog" },
  LG3007: { severity: "warning", title: "database glob that matches nothing" },
  LG3008: { severity: "error", title: "domain that no classification has" },
  LG3009: { severity: "error", title: "malformed selector" },
  LG3010: { severity: "error", title: "selector that reaches into a column" },
  LG3011: { severity: "error", title: "selector that stands for too many names" },
  LG3012: { severity: "error", title: "rule that matches no column" },
  LG3013: { severity: "warning", title: "optional rule that matches no column" },
  LG3014: { severity: "warning", title: "exception that takes nothing out of its rule" },
  LG3015: { severity: "warning", title: "resource link that is skipped" },
  LG3020: { severity: "error", title: "unknown principal" },
  LG3021: { severity: "warning", title: "optional principal that is absent" },
  LG3022: { severity: "error", title: "permission set with several roles" },
  LG3023: { severity: "error", title: "Identity Center group named by its display name" },
  LG3024: { severity: "error", title: "identifier that is no principal" },
  LG3025: { severity: "error", title: "principal named in no way, or in several" },
  LG3030: { severity: "error", title: "catalog of the wrong shape" },
  LG3031: { severity: "error", title: "one name twice in the catalog" },
  // LG4xxx: semantic checks.
  LG4001: { severity: "error", title: "clearance or grade beyond the grades of the lake" },
  LG4002: { severity: "error", title: "grades with gaps" },
  LG4003: { severity: "error", title: "unknown time zone" },
  LG4004: { severity: "error", title: "one LF-Tag key for grade and domain" },
  LG4005: { severity: "warning", title: "principal named twice in one group" },
  LG4006: { severity: "error", title: "principal in two groups over the same data" },
  LG4007: { severity: "error", title: "group principal with a duty over the lake" },
  LG4008: { severity: "error", title: "writers of a table with a column above their clearance" },
  LG4009: { severity: "error", title: "writers where new columns are born above their clearance" },
  LG4010: { severity: "warning", title: "writers of every domain" },
  LG4011: { severity: "warning", title: "owners of a database without a location" },
  LG4012: { severity: "error", title: "location registered twice" },
  LG4013: { severity: "warning", title: "nested locations with different roles" },
  LG4014: { severity: "error", title: "LF-Tag expression that is too long" },
  LG4015: { severity: "warning", title: "more LF-Tag policies for a principal than Lake Formation's quota" },
  LG4016: { severity: "warning", title: "partition key stricter than its table" },
  LG4017: { severity: "error", title: "administrator that is no IAM user or role" },
  LG4018: { severity: "error", title: "more administrators than Lake Formation takes" },
  // LG5xxx: plan, plan files and guards.
  // LG6xxx: apply and AWS.
} as const satisfies Record<string, CodeEntry>;

export type DiagnosticCode = keyof typeof diagnosticCodes;
