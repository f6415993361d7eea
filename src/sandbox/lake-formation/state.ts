/** Everything Lake Formation keeps for one account in one Region: settings, LF-Tags, assignments, grants, locations. */

import type { DataCellsFilter, DataLakeSettings, PrincipalPermissions, ResourceInfo } from "@aws-sdk/client-lakeformation";

import type { Permission } from "../../model/permission.ts";
import { iamAllowedPrincipals, partitionOf } from "../../model/principal.ts";
import type { Securable } from "../../model/securable.ts";
import type { TagExpression } from "../../model/tag-expression.ts";
import { setGrant } from "./grants.ts";

/** LF-Tags of one resource, key to value. Equal sets are one object, see `tag-sets.ts`; never modified in place. */
export type TagSet = ReadonlyMap<string, string>;

/** What is assigned to a table itself and to its columns; a column without an own assignment is absent. */
export interface TableTags {
  own: TagSet;
  readonly columns: Map<string, TagSet>;
}

/** What one principal holds on one securable under one condition. ListPermissions shows it in one row or in two. */
export interface Grant {
  /** Position in the order of creation; the cursor of ListPermissions. */
  readonly sequence: number;
  readonly principal: string;
  /** Normalised. Replaced only where its columns grow or shrink, see `column-grants.ts`. */
  securable: Securable;
  readonly condition?: string;
  /** Of column grants only: the columns may be passed on. */
  readonly passable?: true;
  /** Sorted, ALL expanded. */
  permissions: readonly Permission[];
  /** A subset of `permissions`. */
  grantable: readonly Permission[];
  updated: Date;
  updatedBy: string;
}

/** Grants by identity, and lists of them by what ListPermissions can filter on; each list is in order of `sequence`. */
interface GrantTable {
  next: number;
  readonly byKey: Map<string, Grant>;
  readonly lists: Map<string, Grant[]>;
}

/** A saved LF-Tag expression; the name keeps its case. */
export interface SavedExpression {
  readonly name: string;
  readonly description?: string;
  readonly expression: TagExpression;
}

/** A principal opted in for a resource in hybrid access mode. */
export interface OptIn {
  readonly principal: string;
  readonly securable: Securable;
  readonly condition?: string;
  readonly updated: Date;
  readonly updatedBy: string;
}

/** A registered location and how it was registered. */
export interface Location {
  readonly info: ResourceInfo;
  /** Registered with the service-linked role; UpdateResource refuses those. */
  readonly serviceLinked: boolean;
}

/** The part that reads answer from; plain data, so that a snapshot of it can be taken. */
export interface LakeFormationData {
  settings: DataLakeSettings;
  /** LF-Tag keys, lower-case, to their values in order of creation, lower-case. */
  readonly tags: Map<string, Set<string>>;
  readonly databaseTags: Map<string, TagSet>;
  /** By database, then table. */
  readonly tableTags: Map<string, Map<string, TableTags>>;
  /** Every tag set in use, by its text. */
  readonly tagSets: Map<string, TagSet>;
  readonly grants: GrantTable;
  readonly expressions: Map<string, SavedExpression>;
  /** By ARN. */
  readonly locations: Map<string, Location>;
  readonly optIns: Map<string, OptIn>;
  /** By database, table and name, see `data-cells-filters.ts`. */
  readonly filters: Map<string, DataCellsFilter>;
}

/** The state before one write, kept while late read-back is on. */
interface Snapshot {
  readonly data: LakeFormationData;
  /** The number of the write's call, see `Faults.callNumber`. */
  readonly madeAt: number;
}

/** The state of one account in one Region. */
export interface LakeFormationState {
  readonly accountId: string;
  readonly region: string;
  data: LakeFormationData;
  /** Oldest first. */
  journal: readonly Snapshot[];
  /** Sorted names of the catalog's databases and tables; dropped whenever one is created or deleted. */
  order: CatalogOrder | undefined;
}

/** Names in order; tables by database, sorted when first asked for. */
interface CatalogOrder {
  readonly databases: readonly string[];
  readonly tables: Map<string, readonly string[]>;
}

/**
 * The settings of an account that nobody has touched: IAM_ALLOWED_PRINCIPALS gets ALL on whatever is created, nobody is
 * an administrator, engines outside AWS may not filter. Source: Lake Formation Developer Guide, change-settings.
 */
function newAccountSettings(): DataLakeSettings {
  return {
    DataLakeAdmins: [],
    ReadOnlyAdmins: [],
    CreateDatabaseDefaultPermissions: everythingToEveryone(),
    CreateTableDefaultPermissions: everythingToEveryone(),
    Parameters: { CROSS_ACCOUNT_VERSION: "1", SET_CONTEXT: "TRUE" },
    TrustedResourceOwners: [],
    AllowExternalDataFiltering: false,
    AllowFullTableExternalDataAccess: false,
    ExternalDataFilteringAllowList: [],
    AuthorizedSessionTagValueList: [],
  };
}

function everythingToEveryone(): PrincipalPermissions[] {
  return [{ Principal: { DataLakePrincipalIdentifier: iamAllowedPrincipals }, Permissions: ["ALL"] }];
}

/**
 * An untouched account: anybody IAM allows may create databases. Everything that changes later takes its date from the call.
 * Source: Lake Formation Developer Guide, change-settings.
 */
export function createLakeFormationState(accountId: string, region: string): LakeFormationState {
  const data: LakeFormationData = {
    settings: newAccountSettings(),
    tags: new Map(),
    databaseTags: new Map(),
    tableTags: new Map(),
    tagSets: new Map(),
    grants: { next: 0, byKey: new Map(), lists: new Map() },
    expressions: new Map(),
    locations: new Map(),
    optIns: new Map(),
    filters: new Map(),
  };
  const stamp = { updated: new Date(0), updatedBy: `arn:${partitionOf(region)}:iam::${accountId}:root` };
  setGrant(data, { principal: iamAllowedPrincipals, securable: { type: "catalog" } }, ["CREATE_DATABASE"], [], stamp);
  return { accountId, region, data, journal: [], order: undefined };
}
