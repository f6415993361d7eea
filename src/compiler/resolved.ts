/** The policies with every reference resolved: what checks look at and what is lowered. */

import type { Catalog } from "../model/catalog.ts";
import type { Principal } from "../model/principal.ts";
import type { Range } from "../model/source.ts";
import type { ClassifiedCatalog } from "./classify.ts";
import type { LakeFacts } from "./lake-facts.ts";
import type { Access, Group } from "./policy.gen.ts";
import type { PolicyDocument, PolicySet } from "./policy.ts";
import type { ResolvedPrincipal } from "./principals.ts";
import type { ReadClassification } from "./rules.ts";

export interface ResolvedGroup {
  readonly document: PolicyDocument<Group>;
  readonly name: string;
  readonly clearance: number;
  readonly access: Access;
  /** Lower-case and sorted; absent when the group is not limited to domains. */
  readonly domains?: readonly string[];
  /** In the order they are written; those that could not be resolved are missing. */
  readonly principals: readonly ResolvedPrincipal[];
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

export interface Resolved {
  readonly policies: PolicySet;
  readonly lake: LakeFacts | undefined;
  readonly dutyHolders: readonly DutyHolder[];
  readonly locations: readonly ResolvedLocation[];
  readonly groups: readonly ResolvedGroup[];
  readonly classifications: readonly ReadClassification[];
  /** Both are present, or neither: without a catalog there is nothing to classify. */
  readonly governed: { readonly catalog: Catalog; readonly classified: ClassifiedCatalog } | undefined;
}

/** Resolved policies without a problem, over a catalog: ready to be lowered. */
export interface Lowerable extends Resolved {
  readonly lake: LakeFacts;
  readonly governed: NonNullable<Resolved["governed"]>;
}
