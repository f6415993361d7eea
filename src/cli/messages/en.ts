/** Every phrase of reports and messages in English; the same phrases in another language have the same keys. */

import { describeSecurable } from "../../model/securable.ts";
import type { Securable } from "../../model/securable.ts";

/** "1 change", "2 changes". */
function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** The languages of reports. Only `--lang` chooses one: the environment never changes what a command prints. */
export type Language = "en" | "ko";

function language(name: Language): Language {
  return name;
}

export const en = {
  language: language("en"),
  /** Problems. */
  severity: { error: "error", warning: "warning" },
  note: "note",
  help: "help",
  errors: (number: number) => count(number, "error"),
  warnings: (number: number) => count(number, "warning"),
  noProblems: "no problems",
  files: (number: number) => count(number, "file"),
  /** A diagnostic's or finding's title by its code, put before a message that is in English; English needs none. */
  titleOf: (_code: string): string | undefined => undefined,

  /** Plans. */
  lake: "Lake",
  account: "account",
  planDigest: "Plan digest",
  grades: "grades",
  sections: {
    tagValues: "LF-Tag values",
    tag: (key: string) => `LF-Tag ${key}`,
    grants: "Grants",
    defaultAccess: "Access of everyone IAM allows",
    foreignGrants: "Foreign grants",
    locations: "Registered locations",
    guardrails: "Guardrails",
    settings: "Data lake settings",
    buckets: "Buckets and keys",
    other: (kind: string) => kind,
  },
  settings: {
    admin: "data lake administrators",
    "read-only-admin": "read-only administrators",
    "create-database-default": "new databases",
    "create-table-default": "new tables",
    "external-data-filtering": "external engines",
    "full-table-external-access": "whole-table access of external engines",
  },
  impact: { widens: "widens", narrows: "narrows", neutral: "neutral" },
  /** Of one change that does both. */
  narrowsAndWidens: (opening: string) => `narrows, and widens: ${opening}`,
  /** What the policies no longer hold up in a bucket's policy. */
  noLongerGoverned:
    "the bucket is no longer governed: these statements go, and who reads and writes its objects is up to IAM and the statements of others",
  noLongerClosed: "`directAccess` holds nobody off any more: whoever IAM allows reads and writes the objects",
  database: "database",
  table: "table",
  /** What a drift report says of LF-Tags: what is there, for nobody has changed anything yet. */
  drift: {
    notAsked: (what: string) => `${what}, not in the policies`,
    notAskedOfColumn: (what: string) => `${what}, the policies say the table's value`,
    missing: (what: string) => `${what} is missing`,
    otherwise: (what: string, asked: string) => `${what}, the policies say ${asked}`,
    toBringBack: "To bring the account back in line:",
  },
  openNow: {
    title: "Open now",
    carrying: (what: string, columns: number, carries: string, asked: string) =>
      `${what} ${columns === 1 ? "carries" : "carry"} grade ${carries}, the policies say ${asked}`,
    readableBy: (who: string) => `readable by ${who}`,
    reachedByNobody: "no grant reaches that yet",
  },
  removed: (what: string) => `${what} removed`,
  heldOn: (held: string, securable: string) => `${held} on ${securable}`,
  mayPassOn: (permissions: string) => `may pass on ${permissions}`,
  tables: (number: number) => count(number, "table"),
  grantsOn: (number: number, type: Securable["type"]) => `${number} grants on ${type}`,
  andMore: (list: string, number: number) => `${list} and ${number} more`,
  hiddenBlocks: (blocks: number, changes: number) =>
    `… and ${blocks} more with ${changes} changes, none of which widens access (--full shows them)`,
  hiddenSections: (number: number) =>
    `${number} more ${number === 1 ? "section does" : "sections do"} not fit here: see the output of \`lakegrade plan --full\`.`,
  hiddenLines: (lines: number, changes: number, widening: number) =>
    `… and ${count(lines, "more line")} with ${count(changes, "change")}, ${widening === 0 ? "none of which widens" : `${widening} of which ${widening === 1 ? "widens" : "widen"}`} access: see the output of \`lakegrade plan --full\``,
  widenNothing: (number: number) => `${number} that widen nothing`,
  heads: { change: "change", access: "access", policy: "policy", severity: "severity", code: "code", what: "what" },
  /** What becomes of writes to governed buckets. */
  writes: {
    title: (buckets: string, number: number) => `Writes to ${number === 1 ? "bucket" : "buckets"} ${buckets}`,
    results: { allowed: "allowed", denied: "denied", unknown: "unknown" },
    relations: {
      "registration role": "registration role",
      "direct access": "direct access",
      operator: "operator",
      "break-glass": "break-glass",
      "role that may write": "may write",
      "any other role": "any other role with all rights",
      "another account": "another account",
      "AWS service": "AWS service",
    },
    shapes: {
      "no header": "no header",
      "key ARN": "ARN of the key",
      "key id": "id of the key",
      "key alias": "alias of the key",
      "aws:kms without key": "aws:kms without a key",
      "another key": "another key",
      "aws:kms:dsse": "header aws:kms:dsse",
      AES256: "header AES256",
      "SSE-C": "a key of the writer (SSE-C)",
    },
    ownKey: "the bucket's key",
    inPartsOnly: "in parts only",
    inOneOnly: "in one request only",
    stops: "stops",
    mayStop: "may stop",
    goesOn: "goes on",
    moreRoles: "roles with policies about writing, not looked at one by one",
    heads: { writer: "writer", shape: "writes with", outcome: "was → becomes", why: "why" },
  },
  /** Who reads objects of buckets before a plan and cannot afterwards. */
  reads: {
    title: (buckets: string, number: number) => `Direct reading of objects in ${number === 1 ? "bucket" : "buckets"} ${buckets}`,
    lost: "lost",
    mayBeLost: "perhaps lost",
    instead: "through Lake Formation from now on",
    newObjects: "only what is written from now on",
    moreReaders: "with policies about reading, not looked at",
    losing: (number: number) => `${count(number, "principal")} ${number === 1 ? "loses" : "lose"} direct reading`,
    mayLose: (number: number) => `${count(number, "principal")} may lose direct reading`,
    heads: { who: "who", what: "direct reading", why: "why" },
  },
  /** What somebody keeps, but misses for a moment. */
  outages: {
    title: "Outages of a moment",
    unreviewed: "Outages of a moment that are not in the reviewed plan",
    count: (number: number) => count(number, "outage of a moment", "outages of a moment"),
    why: "no order was found that avoids them and shows nobody too much",
    columnsOfTables: (columns: number, tables: number) => `${count(columns, "column")} of ${count(tables, "table")}`,
    databaseItself: "the database itself",
    steps: (from: number, until: number) => (from === until ? `during step ${from}` : `from step ${from} until step ${until} is done`),
    heads: { who: "who", what: "misses", when: "when" },
  },
  withColumns: (columns: string) => `, and with it ${columns}`,
  securable: (securable: Securable) => describeSecurable(securable),
  /** Labels by which kinds describe their resources, and those of their values that are words of ours. */
  cellLabel: (label: string): string => label,
  phrase: (phrase: string): string => phrase,
  /** Why a change was not made, as it is told of each. */
  applyError: (error: string): string => error,
  /** Why a write is not allowed, as the simulation says it. */
  reason: (why: string): string => why,
  statement: (effect: "Allow" | "Deny", topic: string) => `${effect} ${topic}`,
  /** Statements of others in a policy that ours stand in. */
  others: {
    stay: (number: number, list: string) => `${count(number, "statement")} of others ${number === 1 ? "stays" : "stay"} (${list})`,
    found: (list: string) => `findings about ${list}`,
    at: (position: number) => `statement ${position}`,
  },
  /** What others changed in a permission set and did not provision. */
  unprovisioned: {
    brings: (number: number, accounts: string) =>
      `brings all of the set to ${number === 1 ? "account" : "accounts"} ${accounts}, which ${number === 1 ? "has" : "have"} an older version, also what others changed in it`,
    come: (statements: string) => `statements of others that come: ${statements}`,
    go: (statements: string) => `statements of others that go: ${statements}`,
    unknown: "which statements of others come or go is not known: the role in this account was not read or not understood",
    perhaps: "perhaps also managed policies and settings of the set, and what roles of other accounts lack: these are not read",
    statement: (effect: "Allow" | "Deny", sid: string | undefined, actions: string) => `${effect} ${sid ?? "without Sid"} on ${actions}`,
    allBut: (actions: string) => `all but ${actions}`,
  },
  statements: { adds: "adds", removes: "takes away", changes: "changes", otherwise: "named otherwise" },
  noChanges: "No changes.",
  asThePoliciesSay: "The lake is as the policies say.",
  allThere: "Everything the policies ask for is there.",
  planCounts: (create: number, update: number, remove: number) => `Plan: ${create} to add, ${update} to change, ${remove} to remove`,
  widens: (number: number) => `${number} ${number === 1 ? "widens" : "widen"} access`,
  narrows: (number: number) => `${number} ${number === 1 ? "narrows" : "narrow"} it`,

  leftOut: (number: number) =>
    `${number === 1 ? "1 principal, database, rule, bucket or key" : `${number} principals, databases, rules, buckets or keys`} of the policies cannot be compared and ${number === 1 ? "was" : "were"} left out: \`plan\` and \`apply\` refuse until that is settled.`,

  /** Findings. */
  findings: "Findings",
  remedies: "`docs/findings/<CODE>.md` says of each code what to do",
  findingCount: (number: number) => count(number, "finding"),
  findingSeverity: { critical: "critical", high: "high", medium: "medium", low: "low", informational: "informational" },
  unknown: "unknown",
  andSo: (number: number) => `and ${number} more`,

  /** What is being read or waited for. */
  progress: {
    catalog: (tables: number) => `catalog: ${tables} tables`,
    kind: (kind: string, read: number) => `${kind}: ${read} read`,
    permissionSets: (read: number) => `permission sets: ${read} read`,
    provisioning: (permissionSet: string) => `provisioning permission set ${permissionSet}`,
  },

  /** Applying. */
  outcomes: {
    failed: "failed",
    unverified: "answered by AWS, but not seen when reading again",
    "not-attempted": "not attempted",
  },
  outcomeCount: (number: number, outcome: string) => `${number} ${outcome}:`,
  alike: (number: number) => `${number} alike`,
  moreOfThem: (number: number) => `… and ${number} more`,
  applied: (done: number) => `Applied ${count(done, "change")}; reading the account again shows ${done === 1 ? "it" : "all of them"}.`,
  appliedPartly: (done: number, total: number, failed: number, unverified: number, skipped: number) =>
    `Applied ${done} of ${total} changes: ${failed} failed, ${unverified} unverified, ${skipped} not attempted. Make a new plan to go on from here.`,
  differsElsewhere: (places: number) =>
    `The account differs from the policies in ${places === 1 ? "1 other place" : `${places} other places`}; run \`lakegrade drift\`.`,
  failed: "failed",
  furtherFailures: "further failures are in the result",
  policiesOfPlan: (directories: string) => `policies: ${directories}, as the plan says`,
  askToApply: (lake: string, account: string) => `Apply these changes to ${lake} (${account})? Only \`yes\` is taken for a yes: `,
  askToBootstrap: "Make them administrators? Only `yes` is taken for a yes: ",
  nothingChanged: "nothing was changed",
  administratorsAlready: "They are administrators already.",
  appliedSoFar: (done: number, total: number) => `applied ${done} of ${total} changes`,
  waiting: (left: number) => `waiting for ${left} changes to read back`,
  readingAgain: "reading the account again",
  interrupted: "interrupted: stopping after this step; interrupt again to stop at once",

  /** Other messages. */
  unrefined: (tables: number) =>
    `a snapshot does not hold which tags of ${tables} tables are inherited; a plan against the account may write a few more`,
  rolePolicy: {
    caller: (name: string, characters: number) => `${name}: for the role that runs the command (${characters} characters)`,
    "identity-center": (name: string, characters: number) =>
      `${name}: for the role that \`Lake.identityCenter\` names (${characters} characters)`,
  },
  guardrailsWritten: (number: number, directory: string) => `${count(number, "guardrail")} written to ${directory}`,
  saved: (file: string, digest: string) => `saved to ${file}; plan digest ${digest}`,
  notChecked: "rules were not checked against a catalog; give one with --catalog or --live",
  notRead: (what: string, reason: string) => `not read: ${what} (${reason})`,
  questions: {
    name: "Name of the lake",
    account: "AWS account id, 12 digits",
    region: "Region of the catalog",
    database: "A Glue database to govern first",
    permissionSet: "A permission set whose people may read it",
  },
  nextAfterInit: (directory: string): string => `next: \`lakegrade validate${directory}\`, then \`lakegrade plan${directory}\``,
};

/** What a language must say. Add a phrase to English first: the others do not compile until they have it. */
export type Messages = typeof en;
