/** Checks that whoever may touch a bucket's objects may read everything that is stored in it: files know no columns. */

import { report } from "../../model/diagnostic.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { formatRange } from "../../model/source.ts";
import { principalIdentity } from "../principals.ts";
import type { DirectReader, Resolved, ResolvedBucket, ResolvedGroup } from "../resolved.ts";
import { storedGrades } from "../stored-grades.ts";
import type { StoredGrade } from "../stored-grades.ts";

/** Groups of a principal: what it holds itself adds up, but through a role that several groups use, the members of each come. */
interface Memberships {
  readonly own: readonly ResolvedGroup[];
  readonly through: readonly ResolvedGroup[];
}

export function* checkDirectReaders({ lake, groups, buckets, governed }: Resolved): Generator<Diagnostic> {
  if (lake === undefined || governed === undefined) return;
  const stored = storedGrades(governed);
  const { account } = lake.identity;
  const is = (identity: string): ((principal: { readonly id: string }) => boolean) => {
    return ({ id }) => principalIdentity(id, account) === identity;
  };
  for (const bucket of buckets) {
    const told = new Set<string>();
    for (const reader of bucket.directAccess ?? []) {
      const identity = principalIdentity(reader.id, account);
      const memberships = {
        own: groups.filter(({ principals }) => principals.some(is(identity))),
        through: groups.filter(({ through }) => through.some(is(identity))),
      };
      const above = firstAbove(memberships, stored.get(bucket.name) ?? []);
      // One word for one entry, however many principals its group has.
      if (above === undefined || told.has(formatRange(reader.range))) continue;
      told.add(formatRange(reader.range));
      yield above.group.domains !== undefined && !covers(above.group, above.stored)
        ? beyondDomains(bucket, reader, above)
        : beyondClearance(bucket, reader, above);
    }
  }
}

interface Above {
  readonly group: ResolvedGroup;
  readonly stored: StoredGrade;
}

function firstAbove({ own, through }: Memberships, stored: readonly StoredGrade[]): Above | undefined {
  for (const one of stored) {
    const failing = through.find((group) => !mayRead(group, one)) ?? (own.some((group) => mayRead(group, one)) ? undefined : own[0]);
    // Of its own groups, the one that the data belongs to.
    if (failing !== undefined) return { group: own.find((group) => covers(group, one)) ?? failing, stored: one };
  }
  return undefined;
}

function mayRead(group: ResolvedGroup, stored: StoredGrade): boolean {
  return covers(group, stored) && group.clearance <= stored.grade;
}

function covers({ domains }: ResolvedGroup, { database: { domain } }: StoredGrade): boolean {
  return domains === undefined || (domain !== undefined && domains.includes(domain));
}

function beyondClearance({ name }: ResolvedBucket, { range }: DirectReader, { group, stored }: Above): Diagnostic {
  const { grade, origin } = stored;
  return report("LG4022", {
    message: `direct access to \`${name}\` shows group \`${group.name}\` with clearance ${group.clearance} data of grade ${grade}`,
    label: `column \`${stored.column}\` is stored there`,
    help: `take it out and let it read through Lake Formation, use a clearance of ${grade}, or store grade ${grade} in another bucket`,
    range,
    ...(origin === undefined ? {} : { related: [{ message: `grade ${grade} comes from here`, range: origin }] }),
  });
}

function beyondDomains({ name }: ResolvedBucket, { range }: DirectReader, { group, stored }: Above): Diagnostic {
  const { domain } = stored.database;
  const owner = domain === undefined ? "data without a domain" : `data of the domain \`${domain}\``;
  return report("LG4022", {
    message: `direct access to \`${name}\` shows group \`${group.name}\` ${owner}`,
    label: `column \`${stored.column}\` is stored there`,
    help: "take it out and let it read through Lake Formation, or store each domain in a bucket of its own",
    range,
    related: [{ message: "the domains of the group", range: group.document.at(["domains"]) }],
  });
}
