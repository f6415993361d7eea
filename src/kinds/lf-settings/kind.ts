/** Data lake settings: read, and changed by rewriting the whole object with everything else in it preserved. */

import type { DataLakeSettings } from "@aws-sdk/client-lakeformation";

import type { Ports } from "../../aws/ports.ts";
import { AwsError } from "../../model/aws-error.ts";
import type { Change, Impact } from "../../model/change.ts";
import { iamAllowedPrincipals } from "../../model/principal.ts";
import type { Cell, Kind } from "../kind.ts";
import { attempt } from "../outcome.ts";
import { address, normalize, owns } from "./spec.ts";
import type { LfSettings } from "./spec.ts";

export const lfSettings: Kind<"lf-settings", LfSettings> = {
  name: "lf-settings",
  dependsOn: [],
  address,
  normalize,
  owns,

  async read({ ports, account }) {
    return { specs: specsOf(await readSettings(ports, account)), unread: [] };
  },

  impact,

  /**
   * One read and one write for all changes. The write replaces everything (Lake Formation API, PutDataLakeSettings), so it
   * starts from what was read a moment before and touches only the fields of these changes.
   */
  async apply(context, changes) {
    await attempt(context, changes, async () => {
      const next = changes.reduce(withChange, await readSettings(context.ports, context.account));
      await context.ports.lakeFormation.putDataLakeSettings({ CatalogId: context.account, DataLakeSettings: next });
    });
  },

  describe,
};

/** An answer without settings is no answer: taken for empty ones, it would close everything, and written back it would clear the rest. */
async function readSettings({ lakeFormation }: Ports, account: string): Promise<DataLakeSettings> {
  const { DataLakeSettings: settings } = await lakeFormation.getDataLakeSettings({ CatalogId: account });
  if (settings !== undefined) return settings;
  throw new AwsError("Lake Formation", "GetDataLakeSettings", "EmptyAnswer", "the answer holds no settings", "invalid");
}

function specsOf(settings: DataLakeSettings): readonly LfSettings[] {
  return [
    ...principalsOf(settings.DataLakeAdmins).map((principal): LfSettings => ({ setting: "admin", principal })),
    ...principalsOf(settings.ReadOnlyAdmins).map((principal): LfSettings => ({ setting: "read-only-admin", principal })),
    { setting: "create-database-default", iamAllowedPrincipals: isOpen(settings.CreateDatabaseDefaultPermissions) },
    { setting: "create-table-default", iamAllowedPrincipals: isOpen(settings.CreateTableDefaultPermissions) },
    {
      setting: "external-data-filtering",
      enabled: settings.AllowExternalDataFiltering ?? false,
      accounts: principalsOf(settings.ExternalDataFilteringAllowList),
      sessionTagValues: settings.AuthorizedSessionTagValueList ?? [],
    },
    { setting: "full-table-external-access", enabled: settings.AllowFullTableExternalDataAccess ?? false },
  ];
}

function principalsOf(list: DataLakeSettings["DataLakeAdmins"]): readonly string[] {
  return (list ?? []).flatMap(({ DataLakePrincipalIdentifier: id }) => (id === undefined ? [] : [id]));
}

/** Lake Formation allows only "nothing" and "everything to IAM_ALLOWED_PRINCIPALS" here; anything else counts as open. */
function isOpen(defaults: DataLakeSettings["CreateTableDefaultPermissions"]): boolean {
  return (defaults ?? []).length > 0;
}

function impact(before: LfSettings | null, after: LfSettings | null): Impact {
  if ("principal" in (after ?? before ?? {})) return before === null ? "widens" : after === null ? "narrows" : "neutral";
  const was = openness(before);
  const is = openness(after);
  if (is.some((item) => !was.includes(item))) return "widens";
  return was.length > is.length ? "narrows" : "neutral";
}

/** What a setting lets in, as a list: more items, more access. Without a known value before, nothing was let in. */
function openness(spec: LfSettings | null): readonly string[] {
  if (spec === null || "principal" in spec) return [];
  if ("iamAllowedPrincipals" in spec) return spec.iamAllowedPrincipals ? [iamAllowedPrincipals] : [];
  if (spec.setting === "full-table-external-access") return spec.enabled ? ["enabled"] : [];
  return spec.enabled ? ["enabled", ...spec.accounts, ...spec.sessionTagValues] : [];
}

function withChange(settings: DataLakeSettings, { before, after }: Change<LfSettings>): DataLakeSettings {
  const spec = after ?? before;
  if (spec === null) return settings;
  switch (spec.setting) {
    case "admin":
      return { ...settings, DataLakeAdmins: withPrincipal(settings.DataLakeAdmins, spec.principal, after !== null) };
    case "read-only-admin":
      return { ...settings, ReadOnlyAdmins: withPrincipal(settings.ReadOnlyAdmins, spec.principal, after !== null) };
    case "create-database-default":
      return { ...settings, CreateDatabaseDefaultPermissions: defaultsFor(spec.iamAllowedPrincipals) };
    case "create-table-default":
      return { ...settings, CreateTableDefaultPermissions: defaultsFor(spec.iamAllowedPrincipals) };
    case "external-data-filtering":
      return {
        ...settings,
        AllowExternalDataFiltering: spec.enabled,
        ExternalDataFilteringAllowList: spec.accounts.map((id) => ({ DataLakePrincipalIdentifier: id })),
        AuthorizedSessionTagValueList: [...spec.sessionTagValues],
      };
    case "full-table-external-access":
      return { ...settings, AllowFullTableExternalDataAccess: spec.enabled };
  }
}

function withPrincipal(list: DataLakeSettings["DataLakeAdmins"], principal: string, present: boolean): DataLakeSettings["DataLakeAdmins"] {
  const others = (list ?? []).filter(({ DataLakePrincipalIdentifier: id }) => id !== principal);
  return present ? [...others, { DataLakePrincipalIdentifier: principal }] : others;
}

function defaultsFor(open: boolean): DataLakeSettings["CreateTableDefaultPermissions"] {
  return open ? [{ Principal: { DataLakePrincipalIdentifier: iamAllowedPrincipals }, Permissions: ["ALL"] }] : [];
}

function describe(spec: LfSettings): readonly Cell[] {
  switch (spec.setting) {
    case "admin":
      return [{ label: "data lake administrator", value: spec.principal }];
    case "read-only-admin":
      return [{ label: "read-only administrator", value: spec.principal }];
    case "create-database-default":
      return [
        {
          label: "new databases",
          value: spec.iamAllowedPrincipals ? "open to everyone IAM allows" : "governed by Lake Formation",
          words: "phrase",
        },
      ];
    case "create-table-default":
      return [
        {
          label: "new tables",
          value: spec.iamAllowedPrincipals ? "open to everyone IAM allows" : "governed by Lake Formation",
          words: "phrase",
        },
      ];
    case "external-data-filtering":
      return [
        { label: "external engines", value: spec.enabled ? "filter by themselves" : "off", words: "phrase" },
        ...(spec.accounts.length === 0 ? [] : [{ label: "accounts", value: spec.accounts.join(", ") }]),
        ...(spec.sessionTagValues.length === 0 ? [] : [{ label: "session tags", value: spec.sessionTagValues.join(", ") }]),
      ];
    case "full-table-external-access":
      return [{ label: "whole-table access of external engines", value: spec.enabled ? "on" : "off", words: "phrase" }];
  }
}
