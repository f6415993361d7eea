/** The kind interface: everything the reconciler needs to know about one kind of AWS resource. */

import type { AccountFacts } from "../model/account-facts.ts";
import type { Address } from "../model/address.ts";
import type { Catalog } from "../model/catalog.ts";
import type { Change, Impact } from "../model/change.ts";
import type { Permission } from "../model/permission.ts";
import type { Progress } from "../model/progress.ts";
import type { LiveState, Role, Scope, Unread } from "../model/state.ts";
import type { Ports } from "../aws/ports.ts";

/** What every kind's reading may rely on: read once, before the kinds. */
export interface ReadContext {
  readonly ports: Ports;
  /** 12 digits: the account whose catalog is read. */
  readonly account: string;
  readonly catalog: Catalog;
  /** Glue's `CreateTableDefaultPermissions` of each database, by name. */
  readonly tableDefaults: ReadonlyMap<string, readonly DefaultGrant[]>;
  /** The account's LF-Tag keys with their values. */
  readonly tags: readonly { readonly key: string; readonly values: readonly string[] }[];
  /** LF-Tag keys whose assignments are wanted, lower-case, the one that matters most first. */
  readonly tagKeys: readonly string[];
  /** Absent where nothing of it was read. */
  readonly facts?: AccountFacts;
  /** Empty where they could not be read. */
  readonly roles: readonly Role[];
}

/** A grant that Glue adds to every new table of a database. */
export interface DefaultGrant {
  readonly principal: string;
  readonly permissions: readonly Permission[];
}

/** Specs in no particular order and not yet normalised, with what could not be read. */
export interface ReadResult<Spec> {
  readonly specs: readonly Spec[];
  readonly unread: readonly Unread[];
}

/** How the calls for one change went. Whether the change took is seen only by reading again. */
export interface Outcome {
  readonly address: Address;
  readonly status: "done" | "failed";
  /** For failures: operation, AWS error and what to do, in one sentence each. */
  readonly error?: string;
}

/** What applying may use. */
export interface ApplyContext {
  readonly ports: Ports;
  readonly account: string;
  /** Milliseconds; for trying entries of a batch again. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** True once the user asked to stop: no further call is started, and what was not begun has no outcome. */
  readonly isInterrupted: () => boolean;
  /** Called once for each change as soon as its outcome is known. */
  readonly onOutcome: (outcome: Outcome) => void;
  /** Told of work that takes a while at AWS. */
  readonly onProgress?: (progress: Progress) => void;
}

/** One line of a change for people: a label and a value. */
export interface Cell {
  readonly label: string;
  readonly value: string;
  /** Set where the value is words of ours, which a report translates: one phrase, or a list of them with commas. Any other value is data. */
  readonly words?: "phrase" | "list";
}

export interface Kind<Name extends string, Spec> {
  readonly name: Name;
  /** Kinds whose resources must exist first; deletions run the other way round. */
  readonly dependsOn: readonly string[];
  readonly address: (spec: Spec) => Address;
  /** Canonical form; idempotent, and keeps the address. */
  readonly normalize: (spec: Spec) => Spec;
  /** Is this live resource ours, so that it is deleted when the policies do not ask for it? */
  readonly owns: (spec: Spec, scope: Scope) => boolean;
  /**
   * What the language cannot say, taken from the account into a desired spec, so that it is no difference. Keeps the address; undefined leaves
   * the resource out of the plan: it cannot be managed, and a finding says why.
   */
  readonly complete?: (spec: Spec, live: LiveState) => Spec | undefined;
  /** Does a resource of this spec hold nothing, so that an account shows none? Absent: never. */
  readonly isNothing?: (spec: Spec) => boolean;
  /** True where what is read is what is effective, whether it is assigned there or inherited: then only a plan tells whether a change took. */
  readonly readsEffective?: true;
  /** Everything of this kind in the lake. Must not modify anything. */
  readonly read: (context: ReadContext) => Promise<ReadResult<Spec>>;
  /** What a change does to access, judged from its own values alone: conservative, widens when in doubt. */
  readonly impact: (before: Spec | null, after: Spec | null) => Impact;
  /** Performs changes of this kind; idempotent; every change gets exactly one outcome. */
  readonly apply: (context: ApplyContext, changes: readonly Change<Spec>[]) => Promise<void>;
  /** Rows for tables and reports. */
  readonly describe: (spec: Spec) => readonly Cell[];
}
