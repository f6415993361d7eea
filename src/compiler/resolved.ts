/** The policies with every reference resolved: what checks look at and what is lowered. */

import type { AccountFacts, KeyFacts } from "../model/account-facts.ts";
import type { Catalog } from "../model/catalog.ts";
import type { Registration } from "../model/location-facts.ts";
import type { Principal } from "../model/principal.ts";
import type { Range } from "../model/source.ts";
import type { Role, Unread } from "../model/state.ts";
import type { ClassifiedCatalog } from "./classify.ts";
import type { LakeFacts } from "./lake-facts.ts";
import type { Access, Bucket, Group, Guardrail, Writers } from "./policy.gen.ts";
import type { PolicyDocument, PolicySet } from "./policy.ts";
import type { ResolvedPrincipal } from "./principals.ts";
import type { ReadClassification } from "./rules.ts";
import type { OtherUses } from "./shared-keys.ts";
import type { UnservedTables } from "./unserved-tables.ts";

export interface ResolvedGroup {
  readonly document: PolicyDocument<Group>;
  readonly name: string;
  readonly clearance: number;
  readonly access: Access;
  /** Lower-case and sorted; absent when the group is not limited to domains. */
  readonly domains?: readonly string[];
  /** In the order they are written; those that could not be resolved are missing. */
  readonly principals: readonly ResolvedPrincipal[];
  /** Roles that members of its Identity Center groups query through: they hold no grants, and may touch what the group may. */
  readonly through: readonly ResolvedPrincipal[];
  readonly guardrail: Guardrail;
}

/** What a principal is to the lake as a whole. */
export type Duty = "admin" | "read-only-admin" | "operator" | "break-glass";

export interface DutyHolder extends ResolvedPrincipal {
  readonly duty: Duty;
}

/** An S3 path to register with Lake Formation. */
export interface ResolvedLocation {
  /** `arn:aws:s3:::bucket/prefix`, without a trailing slash. */
  readonly arn: string;
  readonly role: Principal;
  readonly range: Range;
}

/** Somebody who may touch the objects of a bucket directly. */
export interface DirectReader extends ResolvedPrincipal {
  /** The group of which it is one; absent for a principal that is named itself. */
  readonly group?: ResolvedGroup;
}

export interface ResolvedBucket {
  readonly document: PolicyDocument<Bucket>;
  readonly name: string;
  /** ARN of the key; as it is written while no account is known. */
  readonly key: string;
  /** Absent where the account, or the key, is not known. */
  readonly keyFacts?: KeyFacts;
  /** What else the key encrypts; nothing where no account is known. */
  readonly otherUses: OtherUses;
  readonly writers: Writers;
  readonly keyRotation: boolean;
  readonly protectConfiguration: boolean;
  /** In the order they are written, groups member by member; absent: nobody is kept out. */
  readonly directAccess?: readonly DirectReader[];
  /** Not lowered, because it or its key is not there or cannot be used. */
  readonly leftOut?: true;
  /** Tables in it that Lake Formation reads for nobody. */
  readonly unserved: UnservedTables;
}

export interface Resolved {
  readonly policies: PolicySet;
  readonly lake: LakeFacts | undefined;
  readonly dutyHolders: readonly DutyHolder[];
  readonly locations: readonly ResolvedLocation[];
  /** The locations, and what others registered in governed buckets; without these while no account is known. */
  readonly registrations: readonly Registration[];
  readonly groups: readonly ResolvedGroup[];
  readonly buckets: readonly ResolvedBucket[];
  readonly classifications: readonly ReadClassification[];
  /** Both are present, or neither: without a catalog there is nothing to classify. */
  readonly governed: { readonly catalog: Catalog; readonly classified: ClassifiedCatalog } | undefined;
  /** Absent while no account is known. */
  readonly facts: AccountFacts | undefined;
  /** What of `facts` could not be read. */
  readonly unread: readonly Unread[];
  /** Absent where they are not known. */
  readonly roles: readonly Role[] | undefined;
}

/** Resolved policies without a problem, over a catalog: ready to be lowered. */
export interface Lowerable extends Resolved {
  readonly lake: LakeFacts;
  readonly governed: NonNullable<Resolved["governed"]>;
}
