/** The Lake document with its defaults filled in: what every later stage asks it. */

import { partitionOf } from "../model/principal.ts";
import type { LakeIdentity } from "../model/state.ts";
import type { Lake } from "./policy.gen.ts";
import type { PolicyDocument } from "./policy.ts";

export interface LakeFacts {
  readonly document: PolicyDocument<Lake>;
  readonly identity: LakeIdentity;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** Number of grades; grade 1 is the most sensitive. */
  readonly grades: number;
  /** LF-Tag keys, lower-case as Lake Formation stores them. */
  readonly gradeTag: string;
  readonly domainTag: string;
  readonly newColumns: "strictest" | "inherit";
  readonly iamAllowedPrincipals: "databases" | "account" | "report";
  readonly foreignGrants: "report" | "revoke";
  readonly adminsExclusive: boolean;
}

/** Grades of a lake that names none. */
const defaultGrades = 3;

export function lakeFacts(document: PolicyDocument<Lake>): LakeFacts {
  const lake = document.value;
  return {
    document,
    identity: { name: lake.name, account: lake.account, region: lake.region },
    partition: partitionOf(lake.region),
    grades: lake.grades === undefined ? defaultGrades : Object.keys(lake.grades).length,
    gradeTag: (lake.tag ?? "grade").toLowerCase(),
    domainTag: (lake.domainTag ?? "domain").toLowerCase(),
    newColumns: lake.newColumns ?? "strictest",
    iamAllowedPrincipals: lake.iamAllowedPrincipals ?? "databases",
    foreignGrants: lake.foreignGrants ?? "report",
    adminsExclusive: lake.adminsExclusive ?? false,
  };
}
